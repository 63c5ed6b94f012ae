"""The same labelled answers in several languages: reading, drawing and mixing them for the bench of languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks._labelled import DATA, Labels, read_labelled
from gapsessions.method.encoder import Encoder, Vectors

TRANSLATED = DATA / "translated"
LABELS, NOTES = 8, 60
"""Labels and answers of a drawn session; the largest labels are drawn whole."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Row i says the same in every language; ``truth`` is the number of its label."""

    texts: dict[str, list[str]]
    vectors: dict[str, Vectors]
    labels: tuple[str, ...]
    truth: Labels

    def drawn(self, seed: int) -> Labels:
        """The rows of one session: of some labels, Zipf weights 1 / rank^.7 as in the published sampling rule."""
        rng = np.random.default_rng(seed)
        chosen = rng.permutation(len(self.labels))[:LABELS]
        rank = np.full(len(self.labels), -1)
        rank[chosen] = np.arange(len(chosen))
        pool = np.flatnonzero(rank[self.truth] >= 0)
        weights = 1 / (rank[self.truth[pool]] + 1) ** 0.7
        return np.sort(rng.choice(pool, min(NOTES, len(pool)), replace=False, p=weights / weights.sum()))

    def spoken(self, rows: Labels, codes: Sequence[str], seed: int) -> list[str]:
        """The language of every row of a mixed session: equally many of each, at random."""
        shares = np.resize(np.array(codes), len(rows))
        return [str(code) for code in np.random.default_rng(seed + 9000).permutation(shares)]

    def said(self, rows: Labels, spoken: Sequence[str]) -> tuple[list[str], Vectors]:
        """Texts and vectors of rows, each in its language."""
        pairs = list(zip(rows.tolist(), spoken, strict=True))
        return [self.texts[code][row] for row, code in pairs], np.stack(
            [self.vectors[code][row] for row, code in pairs]
        )


def read_corpus(folder: Path, codes: Sequence[str], encoder: Encoder) -> Corpus:
    """Read the files of these languages and encode each answer once."""
    found = {code: read_labelled(folder, code) for code in codes}
    labels, truth = np.unique(found[codes[0]][1], return_inverse=True)
    if any(own[1] != found[codes[0]][1] for own in found.values()):
        raise ValueError("The translations are not aligned: their labels differ.")
    texts = {code: own[0] for code, own in found.items()}
    vectors = {code: encoder.encode(own) for code, own in texts.items()}
    return Corpus(texts, vectors, tuple(labels.tolist()), truth)
