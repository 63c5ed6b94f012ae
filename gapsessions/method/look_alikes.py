"""What was answered about two notes says something about pairs of notes that are like those two.

Every answered pair votes on every other pair, as much as both ends are alike: the product kernel of two likenesses,
which is the least that a likeness learned from answers can be. docs/decisions/0223 says what it gains and what did not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from gapsessions.method.similarity import Matrix

ALIKE_AT = 4.0
"""Two notes whose Z is this or more count as the same note."""

Sides = npt.NDArray[np.float32]
"""How like each answered pair's two notes are to groups of notes on average, shape (2, pairs, groups)."""


class LookAlikes:
    """The answered pairs of one state of a board."""

    def __init__(self, scaled: Matrix, together: Sequence[tuple[int, int]], apart: Sequence[tuple[int, int]]) -> None:
        """Take Z among the notes, and pairs of places in it."""
        pairs = np.array([*together, *apart], np.intp).reshape(-1, 2).T
        self._signs = np.repeat(np.array([1, -1], np.float32), [len(together), len(apart)])
        self._alike = np.clip(scaled[pairs] / np.float32(ALIKE_AT), 0, 1)
        for alike, ends in zip(self._alike, pairs, strict=True):
            alike[np.arange(len(ends)), ends] = 1

    def sides(self, groups: sp.csr_matrix) -> Sides:
        """The sides of groups of notes: groups in rows, a one for each note that belongs."""
        sizes = np.asarray(groups.sum(axis=1), np.float32).ravel()
        flat = self._alike.reshape(-1, groups.shape[1])
        sums = np.asarray(groups @ flat.T, np.float32) / sizes[:, np.newaxis]
        return sums.T.reshape(2, len(self._signs), len(sizes))

    def votes(self, one: Sides, other: Sides) -> Matrix:
        """The votes on whether each group of one belongs together with its fellow of the other.

        Above zero for yes; zero where nothing was asked. Sides of one group meet all groups of the other.
        """
        ways = np.maximum(one[0] * other[1], one[1] * other[0])
        return np.asarray(self._signs @ ways, np.float32)
