"""Turns counts into what tables print: cells with "k of n", and dumbbells with marks at the raw share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.parts import Cell, Mark, Plot, Row, Side
from gapsessions.method.findings import Count, SideFacts, ThemeFindings
from gapsessions.method.vocabulary import Perspective, Question, Scope

PLOT_LEFT, PLOT_RIGHT, PLOT_MIDDLE = 10.0, 190.0, 13.0
"""The drawing is 200 by 26 units; the axis runs from none (left) to all (right)."""
MOST_WORDED = 4096
"""Counts that stay worded and drawn in this process. Nothing of what anybody wrote is among them."""
STEP_ASIDE = 8.0
"""Marks nearer than this would cover each other, so they step aside by as much, up or down."""


def side_of(facts: SideFacts) -> Side:
    """The side as legends and table heads print it."""
    return Side(
        facts.perspective,
        words.perspective_name(facts.perspective),
        words.perspective_short(facts.perspective),
        words.sheets_text(facts),
        bool(facts.tables and facts.singles),
        _("one sheet only") if words.one_sheet(facts) else "",
    )


def share(k: float, n: int) -> float:
    """Raw share of sheets, 0 where nothing was answered (the caller prints that in words)."""
    return k / n if n else 0.0


def cell_of(perspective: Perspective, count: Count | None, *, leaning: bool = False) -> Cell:
    """One cell; ``leaning`` adds "4 good, 1 bad" for the question about others."""
    return _cell(perspective, count, leaning, get_language())


@lru_cache(maxsize=MOST_WORDED)
def _cell(perspective: Perspective, count: Count | None, leaning: bool, _language: str) -> Cell:
    text = words.reach_text(perspective, count)
    if count is None:
        return Cell(perspective, "not_asked", words=text)
    if not count.answered:
        return Cell(perspective, "no_sheet", words=text)
    note = ""
    if leaning and count.raising:
        parts = [
            _("%(n)d good") % {"n": count.good} if count.good else "",
            _("%(n)d bad") % {"n": count.bad} if count.bad else "",
            _("%(n)d mixed") % {"n": count.mixed} if count.mixed else "",
        ]
        note = ", ".join(words.unbroken(part) for part in parts if part)
    both = bool(count.tables and count.singles)
    k, n = (count.tables_raising, count.tables) if count.tables else (count.singles_raising, count.singles)
    singles_k = _("nearly all") if words.nearly_all(count) else words.number(count.singles_raising)
    return Cell(
        perspective,
        "counted",
        k=words.number(k) if count.tables else singles_k,
        n=words.number(n),
        singles_k=singles_k if both else "",
        singles_n=words.number(count.singles) if both else "",
        note=note,
        tint=_tint(count),
        words=text,
        part=share(count.tables_raising, count.tables) if count.tables else _part_of_singles(count),
        singles_part=_part_of_singles(count) if both else None,
    )


def _part_of_singles(count: Count) -> float:
    """Raw share of single sheets; where all of a few raised it, a mark may not tell what the words do not."""
    return share(count.singles_raising - (0.5 if words.nearly_all(count) else 0), count.singles)


def _tint(count: Count) -> int:
    """0 where nobody raised it, else 1 to 5: fifths of the larger of the two raw shares."""
    if not count.raising:
        return 0
    largest = max(share(count.tables_raising, count.tables), share(count.singles_raising, count.singles))
    return min(5, 1 + int(largest * 5))


def plot_of(name: str, counts: Mapping[Perspective, Count | None]) -> Plot:
    """The dumbbell of one theme; marks that would cover each other step aside vertically, none hides."""
    drawn = _drawn(tuple(counts.items()), get_language())
    return replace(drawn, title=_("%(theme)s: %(counts)s") % {"theme": words.isolated(name), "counts": drawn.title})


@lru_cache(maxsize=MOST_WORDED)
def _drawn(counts: tuple[tuple[Perspective, Count | None], ...], _language: str) -> Plot:
    """The drawing, and in place of a title the counts in words."""
    places: list[tuple[float, Perspective, bool]] = []
    for perspective, count in counts:
        if count is None or not count.answered:
            continue
        if count.tables:
            places.append((_x(share(count.tables_raising, count.tables)), perspective, False))
        if count.singles:
            hollow = bool(count.tables)
            places.append((_x(_part_of_singles(count)), perspective, hollow))
    marks = _stepped(places)
    solid = [x for x, _perspective, hollow in places if not hollow]
    title = "; ".join(words.side_reach(p, c) for p, c in counts)
    if len(solid) < 2 or max(solid) - min(solid) < 1:
        return Plot(title, marks)
    return Plot(title, marks, start=f"{min(solid):.1f}", end=f"{max(solid):.1f}")


def _x(raw: float) -> float:
    return PLOT_LEFT + raw * (PLOT_RIGHT - PLOT_LEFT)


def _stepped(places: Sequence[tuple[float, Perspective, bool]]) -> tuple[Mark, ...]:
    """Group marks that touch their neighbour and spread each group evenly over the height."""
    ordered = sorted(places, key=lambda place: (place[0], list(Perspective).index(place[1]), place[2]))
    groups: list[list[tuple[float, Perspective, bool]]] = []
    for place in ordered:
        if groups and place[0] - groups[-1][-1][0] < STEP_ASIDE:
            groups[-1].append(place)
        else:
            groups.append([place])
    marks = []
    for group in groups:
        step = min(STEP_ASIDE, 2 * (PLOT_MIDDLE - 4.5) / max(1, len(group) - 1))
        for index, (x, perspective, hollow) in enumerate(group):
            y = PLOT_MIDDLE + (index - (len(group) - 1) / 2) * step
            marks.append(Mark(perspective, f"{x:.1f}", f"{y:.1f}", hollow))
    return tuple(marks)


def row_of(name: str, findings: ThemeFindings, scope: Scope, sides: Sequence[SideFacts], **more: object) -> Row:
    """One theme under one scope, for the given sides."""
    counts = {side.perspective: findings.counts.get((side.perspective, scope)) for side in sides}
    leaning = words.QUESTION_OF[scope] is Question.COMPETITOR
    return Row(
        findings.theme,
        name,
        plot_of(name, counts),
        tuple(cell_of(perspective, count, leaning=leaning) for perspective, count in counts.items()),
        **more,  # type: ignore[arg-type]
    )


def spread(findings: ThemeFindings, scope: Scope) -> float:
    """Largest difference between raw shares of sides, to order rows; never printed."""
    shares = [share(count.raising, count.answered) for count in counted(findings, scope) if count.answered]
    return max(shares) - min(shares) if len(shares) > 1 else 0.0


def reach(findings: ThemeFindings, scope: Scope) -> float:
    """Sum of raw shares over the sides, to order rows; never printed."""
    return sum(share(count.raising, count.answered) for count in counted(findings, scope))


def counted(findings: ThemeFindings, scope: Scope) -> list[Count]:
    """The counts of every side that was asked."""
    found = (findings.counts.get((side, scope)) for side in Perspective)
    return [count for count in found if count is not None]
