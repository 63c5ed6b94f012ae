"""How well the split proposed for one theme parts what people labelled apart.

    ./run bench splits [--data DIR] [--sizes 60 150 400] [--seeds 100 108]

Two kinds of themes: made of two labels of a drawn session (up to three pairs, four answers of each at least), and the
themes found in it whose second label holds a fifth of them. Columns: themes, ARI of the two halves with the two main
labels, share of themes where something is proposed and the halves' main labels differ.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy loads

import numpy as np

from benchmarks._labelled import Labels, adjusted_rand
from benchmarks._sessions import Session, Sets, header, line, options
from gapsessions.method.encoder import Vectors, open_encoder
from gapsessions.method.splitting import come_apart

LEAST_OF_EACH, PAIRS, LEAST_FOUND, SECOND = 4, 3, 6, 0.2


def of_two_labels(truth: Labels, seed: int) -> Iterator[Labels]:
    """Rows of pairs of labels, drawn at random."""
    large = np.flatnonzero(np.bincount(truth) >= LEAST_OF_EACH)
    np.random.default_rng(seed).shuffle(large)
    for one, other in list(zip(large[::2], large[1::2], strict=False))[:PAIRS]:
        yield np.flatnonzero((truth == one) | (truth == other))


def as_found(session: Session) -> Iterator[Labels]:
    """Rows of proposed themes that hold a second label."""
    for theme in range(int(session.found.max()) + 1):
        rows = np.flatnonzero(session.found == theme)
        counts = np.sort(np.bincount(session.truth[rows], minlength=2))[::-1]
        if len(rows) >= LEAST_FOUND and counts[1] >= max(2, SECOND * len(rows)):
            yield rows


def scores(texts: list[str], vectors: Vectors, truth: Labels) -> tuple[float, bool]:
    part = come_apart(texts, vectors)
    halves = np.zeros(len(texts), np.intp)
    if part is None:
        return 0.0, False
    halves[list(part.rows)] = 1
    two = [label for label, _ in Counter(truth.tolist()).most_common(2)]
    known = np.isin(truth, two)
    main = [np.bincount(truth[halves == half]).argmax() for half in (0, 1)]
    return adjusted_rand(halves[known], truth[known]), bool(main[0] != main[1])


def measure(sets: Sets, sizes: Sequence[int], seeds: Sequence[int]) -> None:
    """Print a line for each set and kind of theme."""
    header("set", "themes", "count", "ARI", "labels differ")
    for name, drawn in groupby(sets.sessions(sizes, seeds), key=lambda session: session.name):
        rows: dict[str, list[tuple[float, bool]]] = {"two labels": [], "as found": []}
        for one in drawn:
            groups = {"two labels": of_two_labels(one.truth, one.seed), "as found": as_found(one)}
            for kind, parts in groups.items():
                rows[kind] += [
                    scores([one.texts[i] for i in part], one.vectors[part], one.truth[part]) for part in parts
                ]
        for kind, found in rows.items():
            agreement, apart = np.mean(found, axis=0) if found else (np.nan, np.nan)
            line(name, kind, len(found), f"{agreement:.2f}", f"{apart:.2f}")


def main() -> None:
    chosen = options(__doc__, (100, 108)).parse_args()
    measure(Sets(chosen.data, open_encoder(chosen.cache)), chosen.sizes, range(*chosen.seeds))


if __name__ == "__main__":
    main()
