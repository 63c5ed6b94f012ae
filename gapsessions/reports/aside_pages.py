"""Pages beside the comparison: pulse and predictions, where to start, votes, and gaps that others measured."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.disparity.content import PriorityContent, PulseContent, SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.rows import cell_of, reach, side_of
from gapsessions.disparity.worded.summary import names
from gapsessions.method.findings import ThemeFindings
from gapsessions.method.priorities import STEPS, order_of
from gapsessions.method.vocabulary import Perspective, Scope

from .parts import GridDot, PlanPage, PublishedGap, Pulse, PulseBar, PulseLine, Voted, Wanted

LONGEST_LIST = 6
"""Themes in each list of the plan's page; all of them stand in the spreadsheet."""
GRID, MARGIN = 120.0, 10.0
PUBLISHED = Path(__file__).with_name("published_gaps.csv")


def pulse_of(content: SnapshotContent) -> Pulse | None:
    """The pulse and the predictions; None where neither was asked."""
    facts = {side.perspective: side for side in content.comparison.sides}
    lines = tuple(_pulse_line(content, pulse) for pulse in content.pulse if pulse.perspective in facts and pulse.people)
    foreseen = tuple(
        line for each in content.foreseen if (line := _foreseen(each.perspective, each.named, each.of, each.waiting))
    )
    if not lines and not foreseen:
        return None
    return Pulse(_("How good is the experience we give customers? From 0 to 10"), lines, foreseen)


def _pulse_line(content: SnapshotContent, pulse: PulseContent) -> PulseLine:
    side = next(side_of(each) for each in content.comparison.sides if each.perspective is pulse.perspective)
    given = _("%(reach)s gave 9 or 10") % {"reach": words.of_text(pulse.promoters, pulse.people)}
    where = _("by link") if pulse.by_link else _("in the room")
    return PulseLine(
        side,
        where,
        given,
        _bars(pulse.counts),
        _("%(side)s, %(where)s: %(given)s. From 0 to 10: %(counts)s")
        % {
            "side": side.name,
            "where": where,
            "given": given,
            "counts": ", ".join(map(words.number, pulse.counts)),
        },
    )


def _bars(counts: tuple[int, ...]) -> tuple[PulseBar, ...]:
    highest = max(counts, default=0)
    if not highest:
        return ()
    return tuple(
        PulseBar(f"{score * 10 + 1.5:.1f}", f"{30 - 28 * n / highest:.1f}", f"{28 * n / highest:.1f}", score >= 9)
        for score, n in enumerate(counts)
        if n
    )


def _foreseen(perspective: Perspective, named: int, of: int, waiting: int) -> str:
    if not of:
        return ""
    sentence = {
        Perspective.LEADERSHIP: _("Leaders named %(named)d of the %(of)d things customers raised most."),
        Perspective.STAFF: _("Staff named %(named)d of the %(of)d things customers raised most."),
        Perspective.CUSTOMERS: _("Customers named %(named)d of the %(of)d things customers raised most."),
    }[perspective] % {"named": named, "of": of}
    if not waiting:
        return sentence
    rest = ngettext(
        "%(n)d prediction has not been looked at yet.", "%(n)d predictions have not been looked at yet.", waiting
    )
    return f"{sentence} {rest % {'n': waiting}}"


def plan_page_of(content: SnapshotContent) -> PlanPage | None:
    """Where to start; None where nobody proposed, placed or voted anything."""
    themes = content.comparison.themes
    theme_names = names(content)
    placed = sorted(content.priorities, key=lambda p: _rank(content, p, theme_names.get(p.theme, "")))
    numbers = {place.theme: words.number(n) for n, place in enumerate(placed, 1)}
    starts = sorted(
        (f for f in themes if _asked(f, Scope.START) or f.theme in numbers),
        key=lambda f: (int(numbers.get(f.theme, "") or 10**6), -_sides(f, Scope.START), -reach(f, Scope.START)),
    )
    keeps = sorted(
        (f for f in themes if _asked(f, Scope.CONTINUE)),
        key=lambda f: (-_sides(f, Scope.CONTINUE), -reach(f, Scope.CONTINUE)),
    )
    votes, voters = _votes(content)
    if not (starts or keeps or placed or votes):
        return None
    return PlanPage(
        dots=_stepped([(numbers[p.theme], p.impact, p.effort) for p in placed]),
        grid_title=_("Impact for customers against effort: %(places)s")
        % {"places": "; ".join(f"{numbers[p.theme]} {theme_names.get(p.theme, '')}" for p in placed)},
        starts=tuple(_wanted(content, f, Scope.START, numbers) for f in starts[:LONGEST_LIST]),
        keeps=tuple(_wanted(content, f, Scope.CONTINUE, {}) for f in keeps[:LONGEST_LIST]),
        votes=votes,
        voters=voters,
    )


def _rank(content: SnapshotContent, place: PriorityContent, name: str) -> tuple[object, ...]:
    """The order, and so the numbers, of the plan page: who asks for it decides between two in one place."""
    found = next((f for f in content.comparison.themes if f.theme == place.theme), None)
    asked = (-_sides(found, Scope.PROBLEM), -round(reach(found, Scope.PROBLEM), 9)) if found else (0, 0.0)
    return *order_of(place.impact, place.effort), *asked, name


def _asked(findings: ThemeFindings, scope: Scope) -> bool:
    return _sides(findings, scope) > 0


def _sides(findings: ThemeFindings, scope: Scope) -> int:
    return sum(1 for (_side, of), count in findings.counts.items() if of is scope and count.raising)


def _wanted(content: SnapshotContent, findings: ThemeFindings, scope: Scope, numbers: dict[int, str]) -> Wanted:
    counts = {side.perspective: findings.counts.get((side.perspective, scope)) for side in content.comparison.sides}
    asking = [side for side, count in counts.items() if count is not None and count.raising]
    note = ""
    if scope is Scope.START and not asking:
        note = _("No one proposed a start")
    elif scope is Scope.START and asking == [Perspective.LEADERSHIP] and len(counts) > 1:
        note = _("Asked for by leadership only")
    return Wanted(
        names(content)[findings.theme],
        tuple(cell_of(side, count) for side, count in counts.items()),
        numbers.get(findings.theme, ""),
        note,
    )


def _stepped(places: list[tuple[str, int, int]]) -> tuple[GridDot, ...]:
    """Themes on the same spot stand beside each other, none hides."""
    step = (GRID - 2 * MARGIN) / (STEPS - 1)
    taken: dict[tuple[int, int], int] = {}
    dots = []
    for number, impact, effort in places:
        nth = taken[impact, effort] = taken.get((impact, effort), -1) + 1
        x = MARGIN + (effort - 1) * step + (nth % 2) * 9
        y = GRID - MARGIN - (impact - 1) * step + (nth // 2) * 9
        dots.append(GridDot(number, f"{x:.1f}", f"{y:.1f}"))
    return tuple(dots)


def _votes(content: SnapshotContent) -> tuple[tuple[Voted, ...], str]:
    """Dots per side, most dots first, with the stars of the tables; and how many voted."""
    sides = [side.perspective for side in content.comparison.sides]
    given: dict[int, dict[Perspective, int]] = {}
    voters: dict[Perspective, int] = {}
    for vote in content.votes:
        of = given.setdefault(vote.theme, {})
        of[vote.perspective] = of.get(vote.perspective, 0) + vote.dots
        voters[vote.perspective] = max(voters.get(vote.perspective, 0), vote.voters)
    theme_names = names(content)
    ranked = sorted(given, key=lambda theme: (-sum(given[theme].values()), theme_names.get(theme, "")))
    stars = {
        f.theme: sum(count.stars for (_side, scope), count in f.counts.items() if scope is Scope.ANY)
        for f in content.comparison.themes
    }
    rows = tuple(
        Voted(
            theme_names.get(theme, ""),
            tuple(words.number(given[theme][side]) if side in given[theme] else "–" for side in sides),
            words.number(stars.get(theme, 0)),
        )
        for theme in ranked[:LONGEST_LIST]
    )
    said = [
        _("%(side)s: %(n)s voted") % {"side": words.perspective_name(side), "n": words.number(voters[side])}
        for side in sides
        if side in voters
    ]
    return rows, "; ".join(said)


@cache
def published_gaps() -> tuple[PublishedGap, ...]:
    """Gaps that others published with a figure for either side, in their own words; other questions than ours."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        PublishedGap(
            row["statement"],
            f"{row['company_side_pct']}%",
            f"{row['customer_side_pct']}%",
            ", ".join(part for part in (row["source_document"], row["publisher"], row["year"]) if part),
        )
        for row in rows
    )
