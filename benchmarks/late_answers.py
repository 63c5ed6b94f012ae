"""How often late answers find their theme, and how many of themes nobody had are wrongly taken in.

    ./run bench late_answers [--data DIR] [--seeds 100 120]

The themes are the labels, as if people had made them. Of each drawn session 30 in 100 answers come late, and all
answers of 15 in 100 labels do: those themes are not there yet, and taking them in is wrong.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections import defaultdict
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy loads

import numpy as np

from benchmarks._labelled import DATA, SETS, draw, mean_of, read_labelled
from gapsessions.method.encoder import LexicalOnly, Vectors, open_encoder
from gapsessions.method.placement import Placer

COLUMNS = ("placed %", "right of those %", "among its two hints %", "unknown theme taken in %")


def session(texts: list[str], vectors: Vectors, truth: list[int], seed: int) -> dict[str, float]:
    rng = np.random.default_rng(seed + 5000)
    of = np.array(truth)
    count = of.max() + 1
    unknown = rng.choice(count, max(1, round(0.15 * count)), replace=False)
    late = (rng.random(len(of)) < 0.3) | np.isin(of, unknown)
    there = np.flatnonzero(~late)
    placer = Placer([texts[i] for i in there], vectors[there], [truth[i] for i in there], languages=["en"] * len(there))
    rows = np.flatnonzero(late)
    placed = placer.place([texts[i] for i in rows], vectors[rows], languages=["en"] * len(rows))
    known = [(of[i], p) for i, p in zip(rows, placed, strict=True) if of[i] in placer.themes]
    strange = [p for i, p in zip(rows, placed, strict=True) if of[i] not in placer.themes]
    sure = [(theme, p) for theme, p in known if p.theme is not None]
    unsure = [(theme, p) for theme, p in known if p.theme is None]
    result = {
        "placed %": 100 * len(sure) / max(1, len(known)),
        "unknown theme taken in %": 100 * sum(p.theme is not None for p in strange) / max(1, len(strange)),
    }
    if sure:
        result["right of those %"] = 100 * sum(p.theme == theme for theme, p in sure) / len(sure)
    if unsure:
        hinted = sum(any(hint.theme == theme for hint in p.suggestions) for theme, p in unsure)
        result["among its two hints %"] = 100 * hinted / len(unsure)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sizes", type=int, nargs="+", default=[60, 150, 400])
    parser.add_argument("--seeds", type=int, nargs=2, default=[100, 120], metavar=("FIRST", "END"))
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "gapsessions-bench-model")
    options = parser.parse_args()
    encoder = open_encoder(options.cache)
    print("| encoder | set | " + " | ".join(COLUMNS) + " |\n" + "|---" * (2 + len(COLUMNS)) + "|")
    for title in ("model", "words alone"):
        everything: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
        for name in SETS:
            texts, labels = read_labelled(options.data, name)
            vector_of: dict[int, Vectors] = {}
            for n in options.sizes:
                for seed in range(*options.seeds):
                    drawn = draw(name, labels, n, seed)
                    own = [texts[i] for i in drawn]
                    truth = np.unique([labels[i] for i in drawn], return_inverse=True)[1].tolist()
                    vectors = LexicalOnly().encode(own)
                    if title == "model":
                        missing = [i for i in drawn if i not in vector_of]
                        vector_of.update(zip(missing, encoder.encode([texts[i] for i in missing]), strict=True))
                        vectors = np.stack([vector_of[i] for i in drawn])
                    row = session(own, vectors, truth, seed)
                    everything[name].append(row)
                    everything["mean"].append(row)
        for name, rows in everything.items():
            mean = mean_of(rows)
            print(f"| {title} | {name} | " + " | ".join(f"{mean[column]:.0f}" for column in COLUMNS) + " |", flush=True)


if __name__ == "__main__":
    main()
