"""Comparing the three perspectives: conducts counting, judging, chance and agreement into one result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from gapsessions.method.alignment import alignments
from gapsessions.method.cells import groups_of, tally_of
from gapsessions.method.chance import Groups
from gapsessions.method.counts import SIDES, Ledger, Sheet, keep_ledger, questions_of
from gapsessions.method.evidence import LEVEL
from gapsessions.method.findings import (
    Comparison,
    Contest,
    Family,
    Reading,
    ShuffleFigure,
    SideFacts,
    ThemeFindings,
)
from gapsessions.method.headlines import chance_figure
from gapsessions.method.ordering import canonical_order
from gapsessions.method.readings import question_of
from gapsessions.method.robustness import Placements, holding, marked
from gapsessions.method.themes_found import Votes, findings_by_theme, rank, renumbered
from gapsessions.method.top_ten import top_tens
from gapsessions.method.vocabulary import Perspective, Question, Scope, SheetKind

SEED = 20
SHUFFLES = 200
UNEQUAL_WRITING = 1.5
"""Warn where one side's sheets hold this many times the themes of the other's (disparity.md, top)."""


def compare(
    sheets: Sequence[Sheet],
    theme_count: int,
    *,
    asked: Mapping[Perspective, frozenset[Question]],
    census: frozenset[Perspective] = frozenset(),
    seed: int = SEED,
    shuffles: int = SHUFFLES,
    finer: Placements | None = None,
    broader: Placements | None = None,
    votes: Votes | None = None,
) -> Comparison:
    """Compare what the perspectives handed in, by the rules of disparity.md.

    ``sheets`` may come in any order and themes may be numbered in any way (0 to ``theme_count`` - 1): the
    result is the same, renumbered. ``census`` names the perspectives for which a facilitator confirmed that
    everybody who counts was there and wrote an own sheet. ``finer`` and ``broader`` place the same notes one
    granularity step away. Theme numbers out of range raise ``ValueError``.
    """
    if any(not 0 <= theme < theme_count for s in sheets for note in s.notes for theme in note.themes):
        raise ValueError("a note is placed in a theme that does not exist")
    order, themes = canonical_order(sheets, theme_count)
    ledger = keep_ledger(_renumber([sheets[place] for place in order], themes), theme_count)
    questions = questions_of(sheets, asked)
    groups = groups_of(ledger, questions, census)
    tally = tally_of(ledger, groups)
    figures = tuple(
        figure
        for contest in Contest
        if (figure := chance_figure(contest, ledger, groups, census, shuffles=shuffles, seed=seed))
    )
    ballots = {side: {themes.index(t): dots for t, dots in b.items()} for side, b in (votes or {}).items()}
    found = [renumbered(each, themes[each.theme]) for each in findings_by_theme(ledger, groups, tally, ballots)]
    found.sort(key=lambda each: each.theme)
    cuts = [
        holding(sheets, placements, theme_count, questions, census)
        for placements in (finer, broader)
        if placements is not None
    ]
    found = _with_headlines(marked(found, cuts), figures)
    listed = _Lists(found, votes or {})
    return Comparison(
        sides=tuple(_facts(ledger, groups, sheets, side, questions[side]) for side in SIDES),
        themes=tuple(found),
        headlines=listed.headlines(),
        questions=listed.questions(),
        agreements=listed.others(Family.SHARED),
        figures=figures,
        alignments=alignments(ledger, seed=seed),
        top_tens=top_tens(ledger, groups, tally, seed=seed),
        warnings=_warnings(ledger, groups, sheets, census),
        seed=seed,
        unproposed=listed.others(Family.NO_START),
    )


def _renumber(sheets: Sequence[Sheet], themes: Sequence[int]) -> list[Sheet]:
    """The sheets with each theme's number replaced by its place in ``themes``."""
    place = {theme: position for position, theme in enumerate(themes)}
    return [
        replace(
            sheet,
            notes=tuple(replace(note, themes=tuple(place[t] for t in note.themes)) for note in sheet.notes),
        )
        for sheet in sheets
    ]


def _first_of_each(readings: Sequence[Reading]) -> list[Reading]:
    """One reading per family of gaps, theme and question: as many as the shuffle figure counts."""
    firsts: dict[tuple[Contest | None, int, Question], Reading] = {}
    for reading in sorted(readings, key=rank):
        firsts.setdefault((reading.contest, reading.theme, question_of(reading.scope)), reading)
    return list(firsts.values())


def _with_headlines(found: Sequence[ThemeFindings], figures: Sequence[ShuffleFigure]) -> list[ThemeFindings]:
    """Mark the gap readings whose grade stands out from chance in their family."""
    least = {f.contest: LEVEL[f.headline_grade] for f in figures if f.headline_grade is not None}
    result = []
    for each in found:
        chosen = {
            id(reading)
            for reading in _first_of_each([r for r in each.readings if r.contest is not None])
            if reading.contest in least and LEVEL[reading.grade] >= least[reading.contest]
        }
        readings = tuple(replace(r, headline=True) if id(r) in chosen else r for r in each.readings)
        result.append(replace(each, readings=readings))
    return result


class _Lists:
    """The lists a summary page shows, drawn from all readings."""

    def __init__(self, found: Sequence[ThemeFindings], votes: Votes) -> None:
        self.found = found
        self.votes = votes
        gaps = [r for each in found for r in each.readings if r.contest is not None]
        self.gaps = _first_of_each(gaps)

    def _weight(self, reading: Reading) -> tuple[float, float, int]:
        """Ties are ordered by the reach of the side that raised it, then by all votes; both never evidence."""
        counts = self.found[reading.theme].counts
        scope = Scope.COMPETITOR if reading.scope is Scope.COMPETITOR else reading.scope
        sides = [reading.stronger] if reading.stronger else list(SIDES)
        reach = max(
            (count.reach_k / count.reach_n for side in sides if (count := counts.get((side, scope))) and count.reach_n),
            default=0.0,
        )
        dots = sum(ballot.get(reading.theme, 0) for ballot in self.votes.values())
        return (-reading.evidence, -reach, -dots)

    def headlines(self) -> tuple[Reading, ...]:
        chosen = [r for r in self.gaps if r.headline]
        return tuple(sorted(chosen, key=lambda r: (-LEVEL[r.grade], *self._weight(r))))

    def questions(self) -> tuple[Reading, ...]:
        return tuple(sorted((r for r in self.gaps if not r.headline), key=self._weight))

    def others(self, family: Family) -> tuple[Reading, ...]:
        chosen = [r for each in self.found for r in each.readings if r.contest is None and r.family is family]
        return tuple(sorted(chosen, key=lambda r: (-LEVEL[r.grade], *self._weight(r))))


def _facts(
    ledger: Ledger, groups: Groups, sheets: Sequence[Sheet], side: Perspective, asked: frozenset[Question]
) -> SideFacts:
    """What a perspective handed in."""
    mine = [sheet for sheet in sheets if sheet.perspective is side]
    rows = ledger.rows(side)
    tables = ledger.members[side, SheetKind.TABLE]
    writing = ledger.themes_per_sheet(Scope.ANY, [side], SheetKind.TABLE if len(tables) else SheetKind.SINGLE)
    return SideFacts(
        perspective=side,
        asked=asked,
        tables=len(tables),
        singles=len(ledger.members[side, SheetKind.SINGLE]),
        people=sum(sheet.head_count for sheet in mine),
        answers=int(ledger.answers[rows].sum()),
        undecided=int(ledger.undecided[rows].sum()),
        other=int(ledger.other[rows].sum()),
        census=any(group.census for (owner, _), group in groups.items() if owner is side),
        unconfirmed=sum(not sheet.confirmed for sheet in mine),
        themes_per_sheet=writing or 0.0,
    )


def _warnings(
    ledger: Ledger, groups: Groups, sheets: Sequence[Sheet], census: frozenset[Perspective]
) -> tuple[str, ...]:
    """What limits the comparison as a whole, as keys that wording.py turns into sentences."""
    warnings = []
    for first, second in combinations(SIDES, 2):
        if _unequal_writing(ledger, first, second):
            warnings.append(f"unequal_writing:{first.value}:{second.value}")
    for side in SIDES:
        mine = [sheet for sheet in sheets if sheet.perspective is side]
        if len(mine) > 1 and len({sheet.gathering for sheet in mine}) == 1 and mine[0].gathering:
            warnings.append(f"one_gathering:{side.value}")
        group = groups.get((side, Scope.ANY))
        if group is None:
            continue
        if group.singles and group.size is None:
            warnings.append(f"singles_only_shown:{side.value}")
        if side in census and not group.census:
            warnings.append(f"census_not_possible:{side.value}")
        if group.waits:
            warnings.append(f"placing_unfinished:{side.value}")
    return tuple(warnings)


def _unequal_writing(ledger: Ledger, first: Perspective, second: Perspective) -> bool:
    """One side writes over 1.5 times the other's themes per sheet, on questions both answered.

    Like is compared with like: tables with tables, single replies with single replies.
    """
    for kind in SheetKind:
        totals = [0.0, 0.0]
        for question in Question:
            scope = Scope(question.value)
            pair = [ledger.themes_per_sheet(scope, [side], kind) for side in (first, second)]
            if pair[0] is not None and pair[1] is not None:
                totals = [total + found for total, found in zip(totals, (pair[0], pair[1]), strict=True)]
        if max(totals) > UNEQUAL_WRITING * min(totals):
            return True
    return False
