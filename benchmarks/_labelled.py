"""Labelled short answers for measuring the theme core: reading, sampling as published, and scores of agreement."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

DATA = Path(__file__).parent / "data"
SETS = ("banking77", "clinc150", "nhs_fft2")
LABELS_AT = {60: 8, 150: 10, 400: 14, 1000: 18, 5000: 25}
"""Labels drawn for a session of so many answers, with Zipf weights 1 / rank^.7; nhs_fft2 is drawn as it is."""

Labels = npt.NDArray[np.intp]


def read_labelled(folder: Path, name: str) -> tuple[list[str], list[str]]:
    """Return the texts and labels of one set."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], [row["label"] for row in rows]


def draw(name: str, labels: Sequence[str], n: int, seed: int) -> list[int]:
    """Return the rows of one simulated session, by the sampling rule of the published figures."""
    rng = np.random.default_rng(seed)
    if name == "nhs_fft2":
        return sorted(rng.choice(len(labels), min(n, len(labels)), replace=False).tolist())
    of = np.array(labels)
    count = LABELS_AT[n]
    chosen = rng.permutation(np.unique(of))[:count]
    weights = 1 / np.arange(1, count + 1) ** 0.7
    drawn = rng.choice(count, n, p=weights / weights.sum())
    rows: list[int] = []
    for rank, label in enumerate(chosen):
        pool = np.flatnonzero(of == label)
        rows += rng.choice(pool, min(len(pool), int((drawn == rank).sum())), replace=False).tolist()
    return sorted(rows)


def contingency(found: Labels, truth: Labels) -> npt.NDArray[np.float64]:
    """Return how many answers stand in each pair of theme and label."""
    _, a = np.unique(found, return_inverse=True)
    _, b = np.unique(truth, return_inverse=True)
    table = np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(table, (a, b), 1)
    return table


def adjusted_rand(found: Labels, truth: Labels) -> float:
    """Adjusted Rand index (Hubert and Arabie 1985): 1 = the same partition, 0 = chance."""
    table = contingency(found, truth)
    pairs = [float((x * (x - 1) / 2).sum()) for x in (table, table.sum(1), table.sum(0), np.array([table.sum()]))]
    expected, highest = pairs[1] * pairs[2] / pairs[3], (pairs[1] + pairs[2]) / 2
    return 1.0 if highest == expected else (pairs[0] - expected) / (highest - expected)


def v_measure(found: Labels, truth: Labels) -> float:
    """Harmonic mean of homogeneity and completeness (Rosenberg and Hirschberg 2007)."""
    share = contingency(found, truth) / len(found)

    def entropy(p: npt.NDArray[np.float64]) -> float:
        return float(-(p[p > 0] * np.log(p[p > 0])).sum())

    themes, labels, both = entropy(share.sum(1)), entropy(share.sum(0)), entropy(share)
    return 1.0 if themes + labels == 0 else 2 * (themes + labels - both) / (themes + labels)


def b_cubed(found: Labels, truth: Labels) -> float:
    """F of B-cubed precision and recall (Bagga and Baldwin 1998)."""
    table = contingency(found, truth)
    precision = (table**2 / table.sum(1, keepdims=True)).sum() / table.sum()
    recall = (table**2 / table.sum(0, keepdims=True)).sum() / table.sum()
    return float(2 * precision * recall / (precision + recall))


def mean_of(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return the mean of each column."""
    columns: defaultdict[str, list[float]] = defaultdict(list)
    for row in rows:
        for name, value in row.items():
            columns[name].append(value)
    return {name: float(np.mean(values)) for name, values in columns.items()}
