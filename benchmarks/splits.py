"""How well the split proposed for one theme parts what people labelled apart.

    ./run bench splits [--data DIR] [--sizes 60 150 400] [--seeds 100 108]

Two kinds of themes: made of two labels of a drawn session (up to three pairs, four answers of each at least), and the
themes found in it whose second label holds a fifth of them. Columns: themes, ARI of the two halves with the two main
labels, share of themes where something is proposed and the halves' main labels differ.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy loads

import numpy as np

from benchmarks._labelled import DATA, SETS, Labels, adjusted_rand, draw, read_labelled
from gapsessions.method.clustering import choose_granularity
from gapsessions.method.encoder import Encoder, Vectors, open_encoder
from gapsessions.method.splitting import come_apart
from gapsessions.method.theme_view import open_view

LEAST_OF_EACH, PAIRS, LEAST_FOUND, SECOND = 4, 3, 6, 0.2


def of_two_labels(truth: Labels, seed: int) -> Iterator[Labels]:
    """Rows of pairs of labels, drawn at random."""
    large = np.flatnonzero(np.bincount(truth) >= LEAST_OF_EACH)
    np.random.default_rng(seed).shuffle(large)
    for one, other in list(zip(large[::2], large[1::2], strict=False))[:PAIRS]:
        yield np.flatnonzero((truth == one) | (truth == other))


def as_found(texts: list[str], vectors: Vectors, truth: Labels) -> Iterator[Labels]:
    """Rows of proposed themes that hold a second label."""
    view = open_view(texts, vectors, ["en"] * len(texts), frozenset({"en"}))
    assert view.tree is not None
    found = view.cut(choose_granularity(view.tree)[0])
    for theme in range(int(found.max()) + 1):
        rows = np.flatnonzero(found == theme)
        counts = np.sort(np.bincount(truth[rows], minlength=2))[::-1]
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


def measure(options: argparse.Namespace, encoder: Encoder, name: str) -> None:
    texts, labels = read_labelled(options.data, name)
    rows: dict[str, list[tuple[float, bool]]] = {"two labels": [], "as found": []}
    for n in options.sizes:
        for seed in range(*options.seeds):
            drawn = draw(name, labels, n, seed)
            own = [texts[row] for row in drawn]
            vectors = encoder.encode(own)
            truth = np.unique([labels[row] for row in drawn], return_inverse=True)[1]
            for kind, groups in (
                ("two labels", of_two_labels(truth, seed)),
                ("as found", as_found(own, vectors, truth)),
            ):
                rows[kind] += [scores([own[i] for i in group], vectors[group], truth[group]) for group in groups]
    for kind, found in rows.items():
        agreement, apart = np.mean(found, axis=0)
        print(f"| {name} | {kind} | {len(found)} | {agreement:.2f} | {apart:.2f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sizes", type=int, nargs="+", default=[60, 150, 400])
    parser.add_argument("--seeds", type=int, nargs=2, default=[100, 108], metavar=("FIRST", "END"))
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "gapsessions-bench-model")
    options = parser.parse_args()
    encoder = open_encoder(options.cache)
    print("| set | themes | count | ARI | labels differ |\n" + "|---" * 5 + "|", flush=True)
    for name in SETS:
        measure(options, encoder, name)


if __name__ == "__main__":
    main()
