"""Which theme of this wave says what one of last time's said: a proposal, which people confirm or refuse."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from gapsessions.method.encoder import Vectors

LEAST = 0.5
"""Pairs below this are not proposed: a wrong proposal costs more looking than a missing one."""
BY_MEANING = 0.65
"""Weight of what the notes say against what the themes are called, where there are vectors."""
UNRELATED, SAME = 0.35, 0.85
"""Cosines of two themes' mean vectors that count as nothing in common, and as the same."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class ThemeMatched:
    """Places of a theme now and of one before, and how alike they are, 0-1."""

    now: int
    before: int
    score: float


def match_themes(
    names_now: list[str], names_before: list[str], now: Vectors | None = None, before: Vectors | None = None
) -> tuple[ThemeMatched, ...]:
    """Pair the themes so that all pairs together are as alike as can be; each theme stands in one pair at most.

    ``now`` and ``before`` are mean vectors of the themes' notes, one row each, from the same encoder; rows of zeros
    for a theme without any. Without them names alone decide. Themes of the same name are a pair whatever their notes
    say: people gave or kept the name. The surest pairs come first; the same themes give the same pairs.
    """
    if not names_now or not names_before:
        return ()
    called = np.array([[_alike(one, other) for other in names_before] for one in names_now])
    score = called
    if now is not None and before is not None:
        meant = np.clip((_cosines(now, before) - UNRELATED) / (SAME - UNRELATED), 0, 1)
        score = np.where(called == 1, 1, BY_MEANING * meant + (1 - BY_MEANING) * called)
        # Meaning alone must be able to carry a pair: people word themes anew every year.
        score = np.maximum(score, 0.8 * meant)
    rows, columns = linear_sum_assignment(-np.round(score, 9))
    pairs = [ThemeMatched(int(i), int(j), round(float(score[i, j]), 3)) for i, j in zip(rows, columns, strict=True)]
    return tuple(sorted((pair for pair in pairs if pair.score >= LEAST), key=lambda pair: (-pair.score, pair.now)))


def _alike(one: str, other: str) -> float:
    """Shared words of all words, beginnings counted: "waiting" and "waits" share theirs."""
    first, second = (_words(name) for name in (one, other))
    if not first or not second:
        return float(one.strip().casefold() == other.strip().casefold())
    if first == second:
        return 1.0
    return len(first & second) / len(first | second)


def _words(name: str) -> frozenset[str]:
    return frozenset(word[:4] for word in _WORD.findall(name.casefold()) if len(word) > 2)


def _cosines(now: Vectors, before: Vectors) -> NDArray[np.float64]:
    lengths = [np.linalg.norm(rows, axis=1, keepdims=True) for rows in (now, before)]
    unit = [rows / np.where(length > 0, length, 1) for rows, length in zip((now, before), lengths, strict=True)]
    found: NDArray[np.float64] = (unit[0] @ unit[1].T).astype(np.float64)
    return found
