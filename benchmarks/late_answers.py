"""How often late answers find their theme, and how many of themes nobody had are wrongly taken in.

    ./run bench late_answers [--data DIR] [--seeds 100 120]

The themes are the labels, as if people had made them. Of each drawn session 30 in 100 answers come late, and all
answers of 15 in 100 labels do: those themes are not there yet, and taking them in is wrong.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy loads

import numpy as np

from benchmarks._labelled import SETS, Labels
from benchmarks._sessions import Rows, SessionFile, Sets, header, line, options
from gapsessions.method.encoder import LexicalOnly, Vectors, open_encoder
from gapsessions.method.placement import Placer

COLUMNS = {
    "placed %": "{:.0f}",
    "right of those %": "{:.0f}",
    "among its two hints %": "{:.0f}",
    "unknown theme taken in %": "{:.0f}",
}


def placed(
    texts: Sequence[str], vectors: Vectors, truth: Labels, seed: int, codes: Sequence[str] | None = None
) -> dict[str, float]:
    """What became of one session's late answers; ``codes`` are their languages, English where none are given."""
    codes = codes or ["en"] * len(texts)
    rng = np.random.default_rng(seed + 5000)
    count = truth.max() + 1
    unknown = rng.choice(count, max(1, round(0.15 * count)), replace=False)
    late = (rng.random(len(truth)) < 0.3) | np.isin(truth, unknown)
    there, rows = np.flatnonzero(~late), np.flatnonzero(late)
    known_codes = [codes[i] for i in there]
    placer = Placer([texts[i] for i in there], vectors[there], truth[there].tolist(), languages=known_codes)
    answers = placer.place([texts[i] for i in rows], vectors[rows], languages=[codes[i] for i in rows])
    known = [(truth[i], p) for i, p in zip(rows, answers, strict=True) if truth[i] in placer.themes]
    strange = [p for i, p in zip(rows, answers, strict=True) if truth[i] not in placer.themes]
    sure = [(theme, p) for theme, p in known if p.theme is not None]
    unsure = [(theme, p) for theme, p in known if p.theme is None]
    result = {
        "placed %": 100 * len(sure) / max(1, len(known)),
        "unknown theme taken in %": 100 * sum(p.theme is not None for p in strange) / max(1, len(strange)),
    }
    if sure:
        result["right of those %"] = 100 * sum(p.theme == theme for theme, p in sure) / len(sure)
    if unsure:
        hinted = sum(any(hint.theme == theme for hint in p.hints) for theme, p in unsure)
        result["among its two hints %"] = 100 * hinted / len(unsure)
    return result


def measure(sets: Sets, sizes: Sequence[int], seeds: Sequence[int], file: SessionFile | None = None) -> None:
    """Print the means of each set, with the encoder and with words alone."""
    rows = Rows("late", COLUMNS, file)
    for session in sets.sessions(sizes, seeds):
        without = LexicalOnly().encode(session.texts)
        for title, vectors in (("model", session.vectors), ("words alone", without)):
            rows.add(session, title, placed(session.texts, vectors, session.truth, session.seed))
    header("encoder", "set", *COLUMNS)
    for title in ("model", "words alone"):
        for name in (*SETS, None):
            line(title, name or "mean", *rows.means(title, name))


def main() -> None:
    chosen = options(__doc__, (100, 120)).parse_args()
    measure(Sets(chosen.data, open_encoder(chosen.cache)), chosen.sizes, range(*chosen.seeds))


if __name__ == "__main__":
    main()
