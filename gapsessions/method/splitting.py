"""Where one theme comes apart: the notes that would make a theme of their own, and what that would be called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gapsessions.method.clustering import Labels
from gapsessions.method.encoder import Vectors
from gapsessions.method.labelling import label_themes
from gapsessions.method.languages import detect_languages
from gapsessions.method.proposing import STOPS
from gapsessions.method.theme_view import open_view

LEAST = 4
"""Fewer answers than this have no halves."""
LEAST_PART = 2
NAMED_BY = 100
"""Answers of either half that a name is found from: more cost time and hardly ever change it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of the answers that would go into a new theme, and its name."""

    rows: tuple[int, ...]
    name: str


def come_apart(texts: Sequence[str], vectors: Vectors) -> Part | None:
    """Cut the answers of one theme ever finer until a second group stands beside the first; None where none does.

    ``vectors`` are the encoder's rows for ``texts``, of shape (n, 0) where there are none: then words decide alone.
    """
    if len(texts) < LEAST:
        return None
    codes = detect_languages(texts)
    view = open_view(texts, vectors, codes, frozenset())
    for stop in STOPS:
        labels = view.cut(stop)
        sizes = Counter(int(label) for label in labels if label >= 0).most_common(2)
        if len(sizes) == 2 and sizes[1][1] >= LEAST_PART:
            second = labels == sizes[1][0]
            rows, others = np.flatnonzero(second), np.flatnonzero(~second & (labels >= 0))
            return Part(tuple(rows.tolist()), _name(texts, view.vectors, codes, _some(rows), _some(others)))
    return None


def _name(texts: Sequence[str], vectors: Vectors, codes: Sequence[str], part: Labels, others: Labels) -> str:
    """What tells one half from the other."""
    both = np.concatenate([part, others])
    halves = np.repeat(np.array([0, 1], np.intp), [len(part), len(others)])
    named = label_themes([texts[row] for row in both], halves, vectors[both], languages=[codes[row] for row in both])
    return named[0].name


def _some(rows: Labels) -> Labels:
    """Spread over all of them, so that no stretch of the alphabet is left out."""
    return rows if len(rows) <= NAMED_BY else rows[np.linspace(0, len(rows) - 1, NAMED_BY).round().astype(np.intp)]
