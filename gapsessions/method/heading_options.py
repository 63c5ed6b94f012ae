"""Which headings of the library a theme could take: those that its answers are near to, each for itself and together.

People never said a heading, so it needs more than a phrase of theirs: half of the answers must have it among the
headings nearest to them, somewhat fewer where it lies very near or their own words make no good name, and it must lie
near their centre and nearer than to other themes. See decision 0227.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from gapsessions.method.clustering import Labels
from gapsessions.method.encoder import Vectors
from gapsessions.method.headings import Heading, Library
from gapsessions.method.languages import Language, words_of
from gapsessions.method.name_options import APART, COVERS, NameOption

NEAREST, CLOSE = 8, 0.38
"""An answer speaks for so many of the headings, those nearest to it, and for none that lies less near than that."""
NEAREST_OVER = 6
"""And for the broader headings over so many of them, the nearest ones."""
PER_THEME = 10
"""So many headings are weighed for a theme."""
BROADER = -0.1
"""What it counts that a heading is a broader one."""
PAIR = -0.1
"""What it counts against two phrases joined, where a heading may say both."""
ASKED = 2000
"""Answers of a session that are asked, evenly chosen where there are more."""
NEAR, NEAR_UNSAID, NEAR_SMALL, APART_LEAST = 0.51, 0.57, 0.12, 0.08
"""A heading lies so near to the theme's centre, nearer where no word of it is said, in small themes, and farther
from others."""
APART_BROAD = 0.2
"""So much farther one of staff or service, of which no other word is said: half of a session speaks of those."""
APART_LEAST_OVER = 0.03
"""So much farther a broader one, which has something in common with the themes beside."""
NEAR_FAR_SECTOR, ALL_OF_FAR_SECTOR = 0.62, 0.75
"""So near lies a heading of a sector that the session hardly speaks of, and so many answers are for it."""
KNOWN = -0.12
"""What it counts for a name of the people's own words that the wordings of its heading draw it near."""
BELOW, SAID, FAR_SECTOR = -0.14, 0.14, -0.06
"""What it counts that a heading is no word of the people and that its wordings draw it near; that its words are said;
and that the session hardly speaks of its sector."""
HEADING_ENOUGH = 0.65
"""A heading that this share of the answers is for covers enough."""
HALF, LESS, NEAR_FOR_LESS = 0.5, 0.12, 0.6
"""A heading needs so many of the answers, and up to so many less by as much as it lies nearer than this."""
WEAK, LESS_IF_WEAK, FEW = 0.9, 0.1, 4
"""Where a theme's own best name is worth less, that many fewer answers do, in themes of more than a few."""
NEAR_IF_WEAK, APART_IF_WEAK = 0.03, 0.12
"""And it may lie that much less near where it lies so much farther from others."""
AGREED = 0.06
"""By so much more is a heading worth than a name of the people's own words that stands in the library too."""
BEGINNING = 5
"""Words with so many letters in common at their start are taken for one."""
MORE_USUAL = 1.5
"""A word is a theme's own where its answers hold it so many times as often as the others."""


@dataclass(slots=True)
class HeadingOptions:
    """The headings of one language beside the answers of one session, and the unit ``centres`` of its themes."""

    library: Library
    texts: Sequence[str]
    vectors: Vectors
    centres: Vectors
    language: Language
    _nearest: dict[int, Labels] = field(default_factory=dict)
    _far: frozenset[str] = frozenset()
    _plain: list[str] = field(default_factory=list)
    _places: dict[frozenset[str], int] = field(default_factory=dict)
    _holding: dict[str, frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = np.arange(len(self.texts))
        if len(rows) > ASKED:
            by_text = np.array(sorted(rows.tolist(), key=lambda row: self.texts[row]))
            rows = by_text[np.linspace(0, len(rows) - 1, ASKED).round().astype(int)]
        headings = self.library.headings
        narrow = [at for at, heading in enumerate(headings) if not heading.over]
        near = self.vectors[rows] @ self.library.vectors[narrow].T
        count = min(NEAREST, near.shape[1] - 1)
        nearest = np.sort(np.argpartition(-near, count, axis=1)[:, :count], axis=1)
        order = np.argsort(-np.take_along_axis(near, nearest, axis=1), axis=1, kind="stable")
        nearest = np.take_along_axis(nearest, order, axis=1)
        self._far = self._far_sectors(nearest)
        close = np.take_along_axis(near, nearest, axis=1) >= CLOSE
        at = {heading.name: place for place, heading in enumerate(headings)}
        over: defaultdict[int, list[int]] = defaultdict(list)
        for place, heading in enumerate(headings):
            for name in heading.over:
                over[at[name]].append(place)
        for row, ones, some in zip(rows.tolist(), nearest, close, strict=True):
            own = ones[some].tolist()
            broader = {place for one in own[:NEAREST_OVER] for place in over[one]}
            self._nearest[row] = np.array([*own, *sorted(broader)], np.intp)
        self._places = {
            _beginnings(heading.name, self.language.stop): place
            for place, heading in reversed(list(enumerate(headings)))
        }
        self._plain = [f" {' '.join(words_of(text))}" for text in self.texts]

    def _far_sectors(self, nearest: Labels) -> frozenset[str]:
        """Sectors that answers are near to more seldom than their number of headings would have it."""
        sectors = [heading.sector for heading in self.library.headings if not heading.over]
        expected = Counter(sectors)
        found = Counter(sectors[one] for one in nearest.ravel())
        total = max(1, nearest.size) / len(sectors)
        return frozenset(sector for sector, count in expected.items() if found[sector] < count * total)

    def of(self, theme: int, rows: Labels, *, is_weak: bool = False) -> list[NameOption]:
        """The headings that a theme could take, best first; ``rows`` are its answers.

        Fewer of them need to be for a heading where their own words make no good name (``is_weak``).
        """
        asked = self._asked(rows)
        if not asked:
            return []
        votes = np.bincount(np.concatenate([self._nearest[row] for row in asked]), minlength=len(self.library.headings))
        shares = votes / len(asked)
        to_centre = self.library.vectors @ self.centres[theme]
        best = np.argsort(-to_centre - shares, kind="stable")
        best = best[shares[best] >= HALF - LESS - (LESS_IF_WEAK if is_weak else 0.0)][:PER_THEME]
        found = []
        for one, far in zip(best.tolist(), self._apart(theme, best, to_centre[best]).tolist(), strict=True):
            speaking = frozenset(row for row in asked if one in self._nearest[row])
            option = self._weigh(
                self.library.headings[one], float(to_centre[one]), far, float(shares[one]), rows, is_weak
            )
            if option is not None:
                found.append(replace(option, rows=speaking))
        return sorted(found, key=lambda option: -option.worth)

    def among(self, theme: int, rows: Labels, found: Sequence[NameOption]) -> list[NameOption]:
        """The names ``found`` for a theme and the headings that it could take, best first."""
        known = self._known(theme, rows, found)
        is_weak = max((one.worth for one in known), default=0.0) < WEAK
        return with_headings(found, known, self.of(theme, rows, is_weak=is_weak), self.language.stop)

    def _known(self, theme: int, rows: Labels, found: Sequence[NameOption]) -> list[NameOption]:
        """The names of a theme, those that stand in the library lying where it has them."""
        places = [self._places.get(_beginnings(one.name, self.language.stop)) for one in found]
        known = zip(found, places, strict=True)
        return [one if at is None or not one.near else self._moved(theme, rows, one, at) for one, at in known]

    def _moved(self, theme: int, rows: Labels, one: NameOption, place: int) -> NameOption:
        asked = self._asked(rows)
        speaking = [row for row in asked if row in one.rows or place in self._nearest[row]]
        to_centre = self.library.vectors[[place]] @ self.centres[theme]
        near, apart = float(to_centre[0]), float(self._apart(theme, np.array([place]), to_centre)[0])
        is_near = near >= self._least(len(rows), 1.0) and self._is_apart(apart, APART_LEAST)
        if not is_near or not asked or len(speaking) < HALF * len(asked):
            return one
        gain = near + APART * apart + KNOWN - one.near - APART * one.apart
        name = self.library.headings[place].name
        if gain <= 0:
            return replace(one, name=name, is_heading=True)
        return replace(one, name=name, worth=one.worth + gain, near=near, apart=apart, is_heading=True)

    def _asked(self, rows: Labels) -> list[int]:
        return [row for row in rows.tolist() if row in self._nearest]

    def _apart(self, theme: int, places: Labels, near: Vectors) -> Vectors:
        """By how much nearer headings lie to a theme than to any other; 0 where there is no other, as for all names."""
        others = self.library.vectors[places] @ np.delete(self.centres, theme, axis=0).T
        return near - others.max(axis=1) if others.shape[1] else np.zeros_like(near)

    def _is_apart(self, apart: float, least: float) -> bool:
        return apart >= least or len(self.centres) < 2

    def _least(self, size: int, said: float) -> float:
        """How near a heading must lie to a theme of so many answers, of which the share ``said`` holds its words."""
        return NEAR_UNSAID + (NEAR - NEAR_UNSAID) * min(1.0, said / HALF) + NEAR_SMALL / size

    def _weigh(
        self, heading: Heading, near: float, far: float, share: float, rows: Labels, is_weak: bool
    ) -> NameOption | None:
        """A heading with its worth; None where it lies not near enough."""
        said = self._said(heading.name, rows)
        is_far = heading.sector in self._far
        least = self._least(len(rows), said) - (NEAR_IF_WEAK if is_weak and far >= APART_IF_WEAK else 0.0)
        apart = APART_LEAST_OVER if heading.over else APART_LEAST
        if not said and all(self._words(heading.name)):
            apart = max(apart, APART_BROAD)
        if near < least or not self._is_apart(far, apart):
            return None
        if is_far and (near < NEAR_FAR_SECTOR or share < ALL_OF_FAR_SECTOR):
            return None
        less = 0.0 if heading.over else min(LESS, max(0.0, near - NEAR_FOR_LESS))
        if share < HALF - max(less, LESS_IF_WEAK if is_weak and len(rows) > FEW else 0.0):
            return None
        worth = near + APART * far + COVERS * min(1.0, share / HEADING_ENOUGH)
        worth += (
            BELOW + SAID * min(1.0, said / HALF) + (FAR_SECTOR if is_far else 0.0) + (BROADER if heading.over else 0.0)
        )
        return NameOption(heading.name, frozenset(), worth, near=near, apart=far, is_heading=True)

    def _words(self, name: str) -> tuple[list[str], list[str]]:
        """The words of a name that are broad, staff and staffing alike, and those that tell more."""
        broad = self.language.naming.broad if self.language.naming else frozenset()
        beginnings = tuple(word for word in broad if len(word) >= BEGINNING)
        words = [word for word in words_of(name) if word not in self.language.stop]
        telling = [word for word in words if word not in broad and not word.startswith(beginnings)]
        return [word for word in words if word not in telling], telling

    def _said(self, name: str, rows: Labels) -> float:
        """The share of answers that hold a word of a name, the mean of its most usual word and of all its words.

        Words count that are these answers' more than others', and broad ones only where a name has no other.
        """
        own = set(rows.tolist())
        shares = []
        broad, telling = self._words(name)
        for word in telling or broad:
            said = self._rows_with(word[:BEGINNING])
            here, elsewhere = len(said & own), len(said - own)
            if here * (len(self._plain) - len(own) + 1) >= MORE_USUAL * (elsewhere + 0.5) * len(own):
                shares.append(here / len(own))
            else:
                shares.append(0.0)
        return (max(shares) + sum(shares) / len(shares)) / 2 if shares else 0.0

    def _rows_with(self, beginning: str) -> frozenset[int]:
        """The answers that hold a word with a beginning, kept since headings share their words."""
        if beginning not in self._holding:
            rows = (row for row, text in enumerate(self._plain) if f" {beginning}" in text)
            self._holding[beginning] = frozenset(rows)
        return self._holding[beginning]


def with_headings(
    said: Sequence[NameOption], known: Sequence[NameOption], headings: Sequence[NameOption], stop: frozenset[str]
) -> list[NameOption]:
    """Names of a theme, best first, with those ``headings`` among them that say more than its own best name does.

    ``known`` are the names that were ``said``, in the same order, with what the library knows of them. A heading whose
    words the best name holds already says no more, unless that is two phrases joined.
    """
    worth = {_beginnings(one.name, stop): one.worth for one in reversed(headings)}
    raised = [replace(one, worth=max(one.worth, worth.get(_beginnings(one.name, stop), one.worth))) for one in known]
    found = sorted(_below_longer(said, raised, stop), key=lambda one: -one.worth)
    if not found or not headings:
        return [*found, *headings]
    own = found[0]
    if not own.is_pair:
        best = _beginnings(own.name, stop)
        if best in worth:
            headings = [one for one in headings if one.worth > own.worth + AGREED]
        headings = [one for one in headings if not _beginnings(one.name, stop) <= best]
    least = own.worth + (PAIR if own.is_pair else 0.0)
    return [one for one in headings if one.worth > least] + found + [one for one in headings if one.worth <= least]


def _below_longer(said: Sequence[NameOption], raised: Sequence[NameOption], stop: frozenset[str]) -> list[NameOption]:
    """What the library raised hands that on to the best longer form that was worth more: refund to "Missing refund"."""
    words = [_beginnings(one.name, stop) for one in said]
    worth = [one.worth for one in raised]
    for at, before in enumerate(said):
        longer = [place for place, two in enumerate(said) if words[at] < words[place] and not two.is_pair]
        longer = [place for place in longer if said[place].worth >= before.worth]
        if longer and raised[at].worth > before.worth:
            heir = max(longer, key=lambda place: said[place].worth)
            worth[heir] = max(worth[heir], raised[at].worth)
            worth[at] = before.worth
    return [replace(one, worth=value) for one, value in zip(raised, worth, strict=True)]


def _beginnings(name: str, stop: frozenset[str]) -> frozenset[str]:
    return frozenset(word[:BEGINNING].rstrip("s") for word in words_of(name) if word not in stop)
