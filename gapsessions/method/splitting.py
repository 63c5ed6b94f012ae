"""Where one theme comes apart: the notes that would make a theme of their own, and what that would be called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gapsessions.method.clustering import Labels, membership
from gapsessions.method.doubts import Doubts
from gapsessions.method.encoder import Vectors
from gapsessions.method.labelling import label_themes
from gapsessions.method.languages import detect_languages
from gapsessions.method.theme_view import ThemeView, open_view

LEAST = 4
"""Fewer answers than this have no halves."""
LEAST_PART = 2
LEAST_CHANCE = 0.01
"""Below this the answers belong together, whoever asks."""
ROUNDS = 10
NAMED_BY = 100
"""Answers of either half that a name is found from: more cost time and hardly ever change it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of the answers that would go into a new theme, and its name."""

    rows: tuple[int, ...]
    name: str


def come_apart(texts: Sequence[str], vectors: Vectors) -> Part | None:
    """Find the two halves of a theme: the split that is worth most as a question, then single notes moved over.

    ``vectors`` are the encoder's rows for ``texts``, of shape (n, 0) where there are none: then words decide alone.
    The part is the smaller half. None below ``LEAST`` answers, and where a yes is less likely than ``LEAST_CHANCE``.
    What else was tried, and how often the halves are two labels: docs/decisions/0221.
    """
    if len(texts) < LEAST:
        return None
    codes = detect_languages(texts)
    view = open_view(texts, vectors, codes, frozenset())
    whole = np.where(view.twins >= 0, 0, -1).astype(np.intp)
    splits = Doubts(view, whole, (), ()).splits() if view.tree is not None else []
    if not splits or splits[0].chance < LEAST_CHANCE:
        return None
    halves = whole.copy()
    halves[view.core] = _nearest_half(view, np.isin(np.arange(len(view.core)), splits[0].rows))
    if len(view.outside):
        halves[view.outside] = view.join(halves[view.core])
    halves = view.share_with_twins(halves)
    rows, others = sorted((np.flatnonzero(halves == 1), np.flatnonzero(halves == 0)), key=len)
    if len(rows) < LEAST_PART:
        return None
    return Part(tuple(rows.tolist()), _name(texts, view.vectors, codes, _some(rows), _some(others)))


def _nearest_half(view: ThemeView, part: npt.NDArray[np.bool_]) -> Labels:
    """Move the answers in the tree to the half they are more like on average (mean Z), until none moves.

    Halves are 1 for ``part`` and 0 for the rest. It stops as well where a half would lose its last two answers.
    """
    assert view.tree is not None  # noqa: S101 - asked for only where a split was found
    scaled = view.tree.likeness.scaled
    halves = part.astype(np.intp)
    for _ in range(ROUNDS):
        belongs = membership(halves, 2)
        sums = scaled @ belongs - belongs * np.diagonal(scaled)[:, np.newaxis]
        means = sums / np.maximum(belongs.sum(axis=0) - belongs, 1)
        moved = np.asarray(means.argmax(axis=1), np.intp)
        if (moved == halves).all() or min(moved.sum(), len(moved) - moved.sum()) < LEAST_PART:
            break
        halves = moved
    return halves


def _name(texts: Sequence[str], vectors: Vectors, codes: Sequence[str], part: Labels, others: Labels) -> str:
    """What tells one half from the other."""
    both = np.concatenate([part, others])
    halves = np.repeat(np.array([0, 1], np.intp), [len(part), len(others)])
    named = label_themes([texts[row] for row in both], halves, vectors[both], languages=[codes[row] for row in both])
    return named[0].name


def _some(rows: Labels) -> Labels:
    """Spread over all of them, so that no stretch of the alphabet is left out."""
    return rows if len(rows) <= NAMED_BY else rows[np.linspace(0, len(rows) - 1, NAMED_BY).round().astype(np.intp)]
