"""What was answered about two notes says something about pairs of notes that are like those two.

Every answered pair votes on every other pair, as much as both ends are alike: the product kernel of two likenesses,
which is the least that a likeness learned from answers can be. docs/decisions/0224 says what it gains and what did not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from gapsessions.method.similarity import Matrix

ALIKE_AT = 4.0
"""Two notes whose Z is this or more count as the same note."""

Side = npt.NDArray[np.float32]
"""How like each answered pair's two notes are to some notes on average: two rows, a column for each pair."""


class LookAlikes:
    """The answered pairs of one state of a board."""

    def __init__(
        self, scaled: Matrix, together: Sequence[tuple[int, int]], apart: Sequence[tuple[int, int]], belongs: Matrix
    ) -> None:
        """Take Z among the notes, pairs of places in it, and the n x k matrix of who belongs to which theme."""
        pairs = np.array([*together, *apart], np.intp).reshape(-1, 2).T
        self._votes = np.repeat(np.array([1, -1], np.float32), [len(together), len(apart)])
        self._alike = np.clip(scaled[pairs] / np.float32(ALIKE_AT), 0, 1)
        for alike, ends in zip(self._alike, pairs, strict=True):
            alike[np.arange(len(ends)), ends] = 1
        self._sums = self._alike @ belongs
        self._sizes = belongs.sum(axis=0)

    def of(self, places: npt.NDArray[np.intp]) -> Side:
        """The side of the notes at these places."""
        return np.asarray(self._alike[:, :, places].mean(axis=2), np.float32)

    def of_theme(self, theme: int) -> Side:
        """The side of all notes of a theme."""
        return np.asarray(self._sums[:, :, theme] / self._sizes[theme], np.float32)

    def of_rest(self, theme: int, part: Side, size: int) -> Side:
        """The side of a theme without a part of so many notes; all of it where nothing is left."""
        left = max(float(self._sizes[theme]) - size, 1.0)
        return np.asarray((self._sums[:, :, theme] - part * np.float32(size)) / np.float32(left), np.float32)

    def votes(self, one: Side, other: Side) -> float:
        """The sum of votes on whether two sides belong together: above zero for yes, zero where nothing was asked."""
        ways = np.maximum(one[0] * other[1], one[1] * other[0])
        return float(self._votes @ ways)
