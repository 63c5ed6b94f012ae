"""Where the themes as they stand are most doubtful: pairs that may be one, parts that may stand alone or elsewhere.

Parts of a theme are its meetings with the branches of the session's tree at every stop of the slider, so whatever
the slider could have shown is looked at, theme by theme. How likely a yes is follows from likeness alone (S and Z
of ``similarity``) by constants fitted on labelled answers, shifted by what was answered about look-alikes;
docs/decisions/0140 and 0223 say what else was tried.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from gapsessions.method.clustering import Labels, membership
from gapsessions.method.look_alikes import LookAlikes, Sides
from gapsessions.method.similarity import Matrix
from gapsessions.method.theme_view import ThemeView

LEAST_PART = 2
LEAST_CHANCE = 0.03
"""What is less likely to be answered with yes is not asked at all."""
PER_VOTE = 1.0
"""How much an answer about the very same pair of notes counts; about notes less alike, as much less."""


class Kind(IntEnum):
    """What is in doubt; the order settles ties."""

    MERGE = 0
    SPLIT = 1
    MOVE = 2


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to ask about. Themes and rows are places within `Doubts`, not yet the caller's numbers."""

    kind: Kind
    theme: int
    into: int
    """The other theme of a merge, where a move would go; -1 for a split."""
    rows: tuple[int, ...]
    """Places of the part in doubt; empty for a merge."""
    chance: float
    worth: float

    @property
    def touches(self) -> frozenset[int]:
        """The themes it is about."""
        return frozenset((self.theme, self.into)) - {-1}


class Doubts:
    """The doubts about one state of a board."""

    def __init__(
        self,
        view: ThemeView,
        labels: Labels,
        answered: Sequence[tuple[int, int, bool]],
        pinned: Collection[int],
    ) -> None:
        self.view = view
        self.labels = labels
        in_theme = labels[view.core] >= 0
        self.core = view.core[in_theme]
        self.themes: list[int] = sorted(set(labels[self.core].tolist()))
        self.of: Labels = np.searchsorted(np.array(self.themes, np.intp), labels[self.core])
        if not self.themes or view.tree is None:
            return
        self.sizes = np.bincount(self.of, minlength=len(self.themes))
        self.in_theme = in_theme
        belongs = membership(self.of, len(self.themes))
        likeness = view.tree.likeness
        scaled = self._among(likeness.scaled)
        within = np.bincount(self.of, weights=np.diagonal(scaled), minlength=len(self.themes))
        self.mean_scaled = ((belongs.T @ (scaled @ belongs)) - np.diag(within)) / np.outer(self.sizes, self.sizes)
        """Mean Z between every two themes."""
        self.alike: Matrix = self._among(np.asarray(likeness.blend, np.float32)).copy()
        np.fill_diagonal(self.alike, 1)
        self.to_themes: Matrix = self.alike @ belongs
        """Sum of S from every answer to every theme."""
        self.inside: npt.NDArray[np.float64] = np.einsum("ij,ij->j", self.to_themes, belongs).astype(np.float64)
        """Sum of S over all pairs of a theme, each answer with itself included."""
        place = {int(row): at for at, row in enumerate(self.core)}
        known = [(place[a], place[b], same) for a, b, same in answered if a in place and b in place]
        self.together = [(a, b) for a, b, same in known if same]
        self.apart = [(a, b) for a, b, same in known if not same]
        self.pinned = {place[row] for row in pinned if row in place}
        self.look_alikes = LookAlikes(scaled, self.together, self.apart)
        self.sides = self.look_alikes.sides(sp.csr_matrix(belongs.T))

    def by_worth(self) -> list[Doubt]:
        """All doubts, the most worthwhile first."""
        found = [one for one in (*self._merges(), *self._of_parts()) if one.chance >= LEAST_CHANCE]
        return sorted(found, key=lambda one: (-one.worth, one.kind, one.theme, one.into, one.rows))

    def splits(self) -> list[Doubt]:
        """All splits, the most worthwhile first, however unlikely a yes is."""
        found = [one for one in self._of_parts() if one.kind is Kind.SPLIT]
        return sorted(found, key=lambda one: (-one.worth, one.theme, one.rows))

    def _among(self, matrix: Matrix) -> Matrix:
        return matrix if self.in_theme.all() else matrix[np.ix_(self.in_theme, self.in_theme)]

    def _merges(self) -> Iterator[Doubt]:
        refused = {frozenset((int(self.of[a]), int(self.of[b]))) for a, b in self.apart}
        for a in range(len(self.themes)):
            votes = self.look_alikes.votes(self.sides[:, :, [a]], self.sides)
            for b in range(a + 1, len(self.themes)):
                if frozenset((a, b)) in refused:
                    continue
                large, small = sorted((a, b), key=lambda theme: (-self.sizes[theme], theme))
                chance = merge_chance(float(self.mean_scaled[a, b]), float(votes[b]))
                worth = chance * int(self.sizes[a] * self.sizes[b])
                yield Doubt(Kind.MERGE, large, small, (), chance, worth)

    def _of_parts(self) -> Iterator[Doubt]:
        parts = self._parts()
        sides, votes_to_stay = self._votes_to_stay(parts)
        for number, (theme, part) in enumerate(parts):
            size, rest = len(part), int(self.sizes[theme]) - len(part)
            at, members = np.array(part, np.intp), set(part)
            inside = float(self.alike[np.ix_(at, at)].sum())
            sums = self.to_themes[at].sum(axis=0).astype(np.float64)
            to_rest = float(sums[theme]) - inside
            rest_inside = float(self.inside[theme]) - 2 * to_rest - inside
            with_rest = to_rest / math.sqrt(max(inside * rest_inside, 1e-9))
            staying = float(votes_to_stay[number])
            if min(size, rest) >= LEAST_PART and not self._crosses(self.together, members, theme):
                chance = split_chance(with_rest, staying)
                worth = chance * size * rest
                yield Doubt(Kind.SPLIT, theme, -1, part, chance, worth)
            if size > 1 or members & self.pinned or self._crosses(self.together, members, theme):
                continue
            there = sums / np.sqrt(np.maximum(inside * self.inside, 1e-9))
            there[[theme, *self._refused(members)]] = -np.inf
            into = int(there.argmax())
            if there[into] > -np.inf:
                going = float(self.look_alikes.votes(sides[:, :, number], self.sides[:, :, into]))
                chance = move_chance(with_rest, float(there[into]), staying, going)
                worth = chance * (rest + int(self.sizes[into]))
                yield Doubt(Kind.MOVE, theme, into, part, chance, worth)

    def _parts(self) -> list[tuple[int, tuple[int, ...]]]:
        """Each theme's meetings with the branches of the tree, and its single answers; every part once."""
        seen: dict[tuple[int, tuple[int, ...]], None] = {}
        for at, theme in enumerate(self.of):
            if self.sizes[theme] > 1 < len(self.themes):  # a single answer can only move
                seen[int(theme), (at,)] = None
        for cut in self.view.branches:
            branches = cut[self.in_theme]
            keys = self.of * (int(branches.max()) + 1) + branches
            order = np.argsort(keys, kind="stable")
            cuts = np.flatnonzero(np.diff(keys[order])) + 1
            for part in np.split(order, cuts):
                theme = int(self.of[part[0]])
                if 1 < len(part) < self.sizes[theme]:
                    seen[theme, tuple(part.tolist())] = None
        return list(seen)

    def _votes_to_stay(self, parts: Sequence[tuple[int, tuple[int, ...]]]) -> tuple[Sides, Matrix]:
        """The sides of all parts, and the votes on whether each belongs together with the rest of its theme."""
        sizes = np.array([len(part) for _, part in parts], np.intp)
        themes = np.array([theme for theme, _ in parts], np.intp)
        columns = np.array([at for _, part in parts for at in part], np.intp)
        starts = np.concatenate([[0], np.cumsum(sizes)])
        groups = sp.csr_matrix((np.ones(len(columns), np.float32), columns, starts), (len(parts), len(self.of)))
        sides = self.look_alikes.sides(groups)
        whole = self.sides[:, :, themes] * self.sizes[themes].astype(np.float32)
        left = np.maximum(self.sizes[themes] - sizes, 1).astype(np.float32)
        rest = (whole - sides * sizes.astype(np.float32)) / left
        return sides, self.look_alikes.votes(sides, rest)

    def _crosses(self, pairs: Sequence[tuple[int, int]], part: set[int], theme: int) -> bool:
        """Whether one of the pairs lies half in the part, half in the rest of its theme."""
        return any((a in part) != (b in part) and self.of[a] == theme and self.of[b] == theme for a, b in pairs)

    def _refused(self, part: set[int]) -> list[int]:
        """Themes where somebody said that the part, or some of it, does not belong."""
        return [int(self.of[b]) for a, b in self.apart if a in part] + [
            int(self.of[a]) for a, b in self.apart if b in part
        ]

    def speaks_for(self, rows: Labels) -> int:
        """The row, in the caller's numbers, most like all of these places; ties go to the first."""
        return int(self.core[rows[self.alike[np.ix_(rows, rows)].sum(axis=1).argmax()]])

    def nearest(self, rows: Labels, others: Labels) -> int:
        """The row, in the caller's numbers, among ``others`` that is most like these places."""
        return int(self.core[others[self.alike[np.ix_(rows, others)].sum(axis=0).argmax()]])


def merge_chance(mean_scaled: float, votes: float) -> float:
    """How likely two themes are one, from the mean Z between them and the votes for it."""
    return _logistic(-3.6 + 1.9 * mean_scaled + PER_VOTE * votes)


def split_chance(with_rest: float, votes_to_stay: float) -> float:
    """How likely a part stands apart, from the cosine of its centre to that of the rest, as S measures it."""
    return _logistic(1.7 - 7.3 * with_rest - PER_VOTE * votes_to_stay)


def move_chance(with_rest: float, there: float, votes_to_stay: float, votes: float) -> float:
    """How likely a part belongs elsewhere, from cosines to and votes for the rest of its theme and the other theme."""
    return _logistic(-2.5 - 7.2 * with_rest + 8.5 * there + PER_VOTE * (votes - votes_to_stay))


def _logistic(x: float) -> float:
    return float(1 / (1 + math.exp(-min(max(x, -30.0), 30.0))))
