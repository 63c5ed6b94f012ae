"""Where the themes as they stand are most doubtful: pairs that may be one, parts that may stand alone or elsewhere.

Parts of a theme are its meetings with the branches of the session's tree at every stop of the slider, so whatever
the slider could have shown is looked at, theme by theme. How likely a yes is follows from likeness alone (Z of
``similarity``, in standard deviations of the session): constants are fitted on labelled answers, see
docs/decisions/0140 and the assisted figures in benchmarks/README.md.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster

from gapsessions.method.clustering import BROADEST, Labels, membership
from gapsessions.method.similarity import Matrix
from gapsessions.method.theme_view import ThemeView

LEAST_PART = 2
LEAST_CHANCE = 0.03
"""What is less likely to be answered with yes is not asked at all."""
FEW = 3
"""Notes that one question may move at once."""
BRANCHES: tuple[float, ...] = tuple(round(BROADEST + step * 0.2, 1) for step in range(12))
"""Granularities at which the tree is cut for parts: beyond the slider's end there are small ones."""


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
    features: tuple[float, ...]

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
        scaled = view.tree.likeness.scaled
        self.scaled: Matrix = scaled if in_theme.all() else scaled[np.ix_(in_theme, in_theme)]
        self.in_theme = in_theme
        belongs = membership(self.of, len(self.themes))
        self.to_themes: Matrix = self.scaled @ belongs
        """Sum of Z from every answer to every theme, itself left out."""
        rows = np.arange(len(self.of))
        self.to_themes[rows, self.of] -= np.diagonal(self.scaled)
        self.between: npt.NDArray[np.float64] = (belongs.T @ self.to_themes).astype(np.float64)
        pairs = np.outer(self.sizes, self.sizes) - np.diag(self.sizes)
        self.mean: npt.NDArray[np.float64] = self.between / np.maximum(pairs, 1)
        place = {int(row): at for at, row in enumerate(self.core)}
        known = [(place[a], place[b], same) for a, b, same in answered if a in place and b in place]
        self.together = [(a, b) for a, b, same in known if same]
        self.apart = [(a, b) for a, b, same in known if not same]
        self.pinned = {place[row] for row in pinned if row in place}

    def by_worth(self) -> list[Doubt]:
        """All doubts, the most worthwhile first."""
        found = [one for one in (*self._merges(), *self._of_parts()) if one.chance >= LEAST_CHANCE]
        return sorted(found, key=lambda one: (-one.worth, one.kind, one.theme, one.into, one.rows))

    def _merges(self) -> Iterator[Doubt]:
        refused = {frozenset((int(self.of[a]), int(self.of[b]))) for a, b in self.apart}
        count = len(self.themes)
        for a in range(count):
            for b in range(a + 1, count):
                if frozenset((a, b)) in refused:
                    continue
                large, small = sorted((a, b), key=lambda theme: (-self.sizes[theme], theme))
                inside = [self.mean[t, t] if self.sizes[t] > 1 else 0.0 for t in (a, b)]
                features = (self.mean[a, b], sum(inside) / 2, math.log(min(self.sizes[a], self.sizes[b])))
                chance = merge_chance(features)
                yield Doubt(Kind.MERGE, large, small, (), chance, chance * int(self.sizes[a] * self.sizes[b]), features)

    def _of_parts(self) -> Iterator[Doubt]:
        for theme, part in self._parts():
            rest = int(self.sizes[theme]) - len(part)
            at = np.array(part, np.intp)
            pairs_inside = len(part) * (len(part) - 1)
            inside_sum = float(self.scaled[np.ix_(at, at)].sum() - np.diagonal(self.scaled)[at].sum())
            sums = self.to_themes[at].sum(axis=0)
            inside = inside_sum / pairs_inside if pairs_inside else 0.0
            to_rest = (float(sums[theme]) - inside_sum) / (len(part) * rest)
            rest_pairs = rest * (rest - 1)
            rest_inside = (
                (self.between[theme, theme] - 2 * float(sums[theme]) + inside_sum) / rest_pairs if rest_pairs else 0.0
            )
            if len(part) >= LEAST_PART and rest >= LEAST_PART and not self._crosses(self.together, set(part), theme):
                features = (to_rest, (inside + rest_inside) / 2, math.log(min(len(part), rest)))
                chance = split_chance(features)
                yield Doubt(Kind.SPLIT, theme, -1, part, chance, chance * len(part) * rest, features)
            if len(part) <= FEW:
                means = sums / (len(part) * self.sizes)
                means[theme] = -np.inf
                into = int(means.argmax())
                if len(self.themes) > 1 and self._may_move(set(part), theme, into):
                    features = (float(means[into]) - to_rest, float(means[into]), math.log(len(part)))
                    chance = move_chance(features)
                    worth = chance * len(part) * (rest + int(self.sizes[into]))
                    yield Doubt(Kind.MOVE, theme, into, part, chance, worth, features)

    def _parts(self) -> list[tuple[int, tuple[int, ...]]]:
        """Each theme's meetings with the branches of the tree, and its single answers; every part once."""
        tree = self.view.tree
        assert tree is not None  # noqa: S101 - asked for only where there are themes
        seen: dict[tuple[int, tuple[int, ...]], None] = {}
        for at, theme in enumerate(self.of):
            if self.sizes[theme] > 1:
                seen[int(theme), (at,)] = None
        if tree.merges is None:
            return list(seen)
        for stop in BRANCHES:
            branches = fcluster(tree.merges, max(tree.top - stop, 0.0), "distance")[self.in_theme]
            keys = self.of * (int(branches.max()) + 1) + branches
            order = np.argsort(keys, kind="stable")
            cuts = np.flatnonzero(np.diff(keys[order])) + 1
            for part in np.split(order, cuts):
                theme = int(self.of[part[0]])
                if 1 < len(part) < self.sizes[theme]:
                    seen[theme, tuple(part.tolist())] = None
        return list(seen)

    def _crosses(self, pairs: Sequence[tuple[int, int]], part: set[int], theme: int) -> bool:
        """Whether one of the pairs lies half in the part, half in the rest of its theme."""
        return any((a in part) != (b in part) and self.of[a] == theme and self.of[b] == theme for a, b in pairs)

    def _may_move(self, part: set[int], theme: int, into: int) -> bool:
        if part & self.pinned or self._crosses(self.together, part, theme):
            return False
        return not any((a in part and self.of[b] == into) or (b in part and self.of[a] == into) for a, b in self.apart)

    def speaks_for(self, rows: Labels) -> int:
        """The row, in the caller's numbers, most like all of these places; ties go to the first."""
        return int(self.core[rows[self.scaled[np.ix_(rows, rows)].sum(axis=1).argmax()]])

    def is_with(self, rows: Labels, others: Labels) -> npt.NDArray[np.bool_]:
        """Which of ``others`` are in the theme of ``rows``; both in the caller's numbers."""
        return (
            np.asarray(self.labels[others] == self.labels[rows[0]], np.bool_)
            if len(rows)
            else np.zeros(len(others), np.bool_)
        )

    def nearest(self, rows: Labels, others: Labels) -> int:
        """The row, in the caller's numbers, among ``others`` that is most like these places."""
        return int(self.core[others[self.scaled[np.ix_(rows, others)].sum(axis=0).argmax()]])


def merge_chance(features: Sequence[float]) -> float:
    """How likely two themes are one, from their mean Z, the mean Z inside them, and log of the smaller size."""
    return _logistic(-0.1 + 2.4 * features[0] - 0.8 * features[1] - 0.5 * features[2])


def split_chance(features: Sequence[float]) -> float:
    """How likely a part stands apart, from its mean Z to the rest, the mean inside, and log of the smaller size."""
    return _logistic(1.9 - 1.5 * features[0] - 0.1 * features[1] - 0.6 * features[2])


def move_chance(features: Sequence[float]) -> float:
    """How likely notes belong elsewhere, from the lead of mean Z there, mean Z there, and log of how many."""
    return _logistic(-2.2 + 0.8 * features[0] + 0.3 * features[1] - 0.1 * features[2])


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-min(max(x, -30.0), 30.0)))
