"""What to start and what to keep: the themes of a comparison as two lists, ranked, with who asked for each.

Nothing here judges: which themes are gaps is found by the method, where they stand on the grid is said by people. The
list only puts them in order, and says it where no one proposed a start, or leadership alone did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded.parts import Cell, Chip
from gapsessions.disparity.worded.rows import MOST_WORDED, cell_of, counted, reach
from gapsessions.disparity.worded.summary import chip_of
from gapsessions.disparity.worded.tables import about_table
from gapsessions.disparity.worded.words import perspective_name
from gapsessions.method.findings import Count, Family, Reading, ReadingName, ThemeFindings
from gapsessions.method.priorities import Quadrant, order_of
from gapsessions.method.vocabulary import Perspective, Scope
from gapsessions.plan.placing import Place
from gapsessions.plan.queries import FLOOR

POINTED_OUT = (Family.NO_START, Family.LEADERSHIP_ONLY)
"""Readings that a plan must answer: nobody proposed a start, or customers did not raise it."""
PRAISE = (Scope.STRENGTH, Scope.CONTINUE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one side said of a theme: its name, and the counts as a cell."""

    side: str
    cell: Cell
    short: str
    """ "3 of 4", or what there is to say instead."""


@dataclass(frozen=True, slots=True)
class Dots:
    """The dots one side gave a theme in its votes, and how many people voted."""

    perspective: Perspective
    side: str
    dots: int
    voters: int


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A theme in one of the two lists. ``rank`` counts from 1 and is its number on the grid; 0 in the list to keep."""

    key: str
    name: str
    rank: int
    place: Place | None
    counts: tuple[tuple[Perspective, Count | None], ...]
    pointed: tuple[Chip, ...]
    leadership_alone: bool
    """Leadership proposed to start it, and nobody else who answered did."""
    dots: tuple[Dots, ...] = ()
    about: str = ""
    """What the counts are of, where it is not that something is asked for: "in others"."""

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Who raised it, the side that did so most widely first; worded where it is shown, for a page shows few."""
        return tuple(_asked_by(side, count, get_language()) for side, count in self.counts)

    @property
    def quadrant(self) -> Quadrant | None:
        """The quarter it was put into."""
        return self.place.quadrant if self.place else None


@dataclass(frozen=True, slots=True)
class PlanLists:
    """Both lists; a theme may stand in both, when some praise what others want better."""

    start: tuple[PlanLine, ...]
    keep: tuple[PlanLine, ...]


def lists_of(content: SnapshotContent, places: Mapping[str, Place]) -> PlanLists:
    """Make the lists of a comparison, with the places people gave (by key of the theme).

    To start: themes that anybody proposed to start, gaps that are no praise, and whatever somebody placed. Ranked by
    quarter (first, plan, easy, leave, not placed), impact, effort, how many sides ask for it, reach, and name. To keep:
    themes that anybody wants to continue, and strengths that the readings name; those that most sides praise first.
    """
    keys = {theme.theme: theme.key for theme in content.themes}
    votes = _votes(content)
    themes = content.comparison.themes
    starting = [f for f in themes if to_start(f) or keys[f.theme] in places]
    ranked = sorted(starting, key=lambda f: _rank(f, places.get(keys[f.theme]), content.themes[f.theme].name))
    keeping = sorted((f for f in themes if to_keep(f)), key=lambda f: _worth(f, Scope.PRAISE, content))
    return PlanLists(
        start=tuple(
            _line(content, f, Scope.PROBLEM, rank, places.get(keys[f.theme]), votes.get(f.theme, ()))
            for rank, f in enumerate(ranked, 1)
        ),
        keep=tuple(_line(content, f, Scope.PRAISE, 0, None, votes.get(f.theme, ())) for f in keeping),
    )


def to_start(findings: ThemeFindings) -> bool:
    """Whether anybody proposed to start it, or it is a gap that asks for something."""
    return _raised(findings, Scope.START) or any(_is_gap(reading) for reading in findings.readings)


def to_keep(findings: ThemeFindings) -> bool:
    """Whether anybody wants to continue it, or a reading calls it a strength."""
    kept = {ReadingName.KEEP_DOING, ReadingName.SHARED_STRENGTH, ReadingName.HIDDEN_STRENGTH}
    return _raised(findings, Scope.CONTINUE) or any(reading.name in kept for reading in findings.readings)


def _is_gap(reading: Reading) -> bool:
    if reading.name is ReadingName.ORPHAN_GAP:
        return True
    return reading.contest is not None and reading.scope not in PRAISE


def _raised(findings: ThemeFindings, scope: Scope) -> bool:
    return any(count.raising for count in counted(findings, scope))


def sides_asking(findings: ThemeFindings, scope: Scope) -> int:
    """How many perspectives raised it there at all."""
    return sum(1 for count in counted(findings, scope) if count.raising)


def _worth(findings: ThemeFindings, scope: Scope, content: SnapshotContent) -> tuple[object, ...]:
    return -sides_asking(findings, scope), -round(reach(findings, scope), 9), content.themes[findings.theme].name


def _rank(findings: ThemeFindings, place: Place | None, name: str) -> tuple[object, ...]:
    asked = (-sides_asking(findings, Scope.PROBLEM), -round(reach(findings, Scope.PROBLEM), 9), name)
    if place is None:
        return len(Quadrant), 0, 0, *asked
    return *order_of(place.impact, place.effort), *asked


def _line(
    content: SnapshotContent,
    findings: ThemeFindings,
    scope: Scope,
    rank: int,
    place: Place | None,
    dots: tuple[Dots, ...],
) -> PlanLine:
    theme = content.themes[findings.theme]
    starting = scope is Scope.PROBLEM
    if starting and not _raised(findings, scope):
        # Nobody asks for it: it is here for what was said about others.
        scope = Scope.COMPETITOR
    return PlanLine(
        key=theme.key,
        name=theme.name,
        rank=rank,
        place=place,
        counts=_counts(content, findings, scope),
        pointed=_pointed(findings.readings) if starting else (),
        leadership_alone=starting and leadership_alone(findings),
        dots=dots,
        about=about_table(scope) if scope is Scope.COMPETITOR else "",
    )


def _counts(
    content: SnapshotContent, findings: ThemeFindings, scope: Scope
) -> tuple[tuple[Perspective, Count | None], ...]:
    """Those of each side, the largest share first; at equal shares in the order of every screen."""

    def share(counted_of: tuple[Perspective, Count | None]) -> float:
        count = counted_of[1]
        return count.raising / count.answered if count and count.answered else -1.0

    sides = [side.perspective for side in content.comparison.sides]
    return tuple(sorted(((side, findings.counts.get((side, scope))) for side in sides), key=share, reverse=True))


@lru_cache(maxsize=MOST_WORDED)
def _asked_by(perspective: Perspective, count: Count | None, _language: str) -> Asked:
    cell = cell_of(perspective, count)
    # "3 of 4"; with tables and single replies, or without an answer, all the words.
    plain = cell.state == "counted" and not cell.singles_n
    short = _("%(k)s of %(n)s") % {"k": cell.k, "n": cell.n} if plain else cell.words
    return Asked(perspective_name(perspective), cell, short)


def _pointed(readings: Iterable[Reading]) -> tuple[Chip, ...]:
    """One pill for each of the two things that a plan must answer."""
    first: dict[Family, Chip] = {}
    for reading in readings:
        if reading.family in POINTED_OUT and reading.scope not in PRAISE:
            first.setdefault(reading.family, chip_of(reading))
    return tuple(first[family] for family in POINTED_OUT if family in first)


def leadership_alone(findings: ThemeFindings) -> bool:
    """Leadership proposed a start, and no sheet of another side that answered did; a fact, no estimate."""
    counts = {side: count for (side, of), count in findings.counts.items() if of is Scope.START}
    own = counts.pop(Perspective.LEADERSHIP, None)
    others = [count for count in counts.values() if count.answered]
    return bool(own and own.raising and others) and not any(count.raising for count in others)


def _votes(content: SnapshotContent) -> dict[int, tuple[Dots, ...]]:
    """The dots of each theme by side, where at least five people voted."""
    found: dict[int, tuple[Dots, ...]] = {}
    for vote in content.votes:
        if vote.voters < FLOOR:
            continue
        dots = Dots(vote.perspective, perspective_name(vote.perspective), vote.dots, vote.voters)
        found[vote.theme] = (*found.get(vote.theme, ()), dots)
    return found
