"""The readings: what a theme's pattern across perspectives means, as a table of rules and one way to judge them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from gapsessions.method import census
from gapsessions.method.cells import Cell, Key, Tally
from gapsessions.method.counts import SIDES
from gapsessions.method.evidence import Bools, Floats, cap, chances_above, chances_over
from gapsessions.method.findings import Contest, Family, ReadingName
from gapsessions.method.vocabulary import Perspective, Question, Scope, Valence

L, S, C = Perspective.LEADERSHIP, Perspective.STAFF, Perspective.CUSTOMERS

MOSTLY = 0.80
"""Least chance that more of the sheets lean one way, to call a side mostly good or mostly bad."""
SHARED_ABOVE = 1 / 3
"""Agreement asks that each side's reach lies above this."""
ORPHAN_SHEETS = 3
"""Sheets that must have had the chance to propose a start before its absence means something."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table of gap readings (disparity.md 1): all conditions must hold, the least sure part counts."""

    name: ReadingName
    scope: Scope
    """Where the reading stands."""
    contest: Contest | None
    stronger: Perspective | None
    weaker: Perspective | None
    above: tuple[tuple[Key, Key], ...] = ()
    """Evidence: the first cell's reach is above the second's."""
    high: tuple[Key, ...] = ()
    low: tuple[Key, ...] = ()
    nobody: tuple[Key, ...] = ()
    """Not one sheet raised it there."""
    leans: tuple[tuple[Perspective, Valence], ...] = ()
    """Under *competitor*, the side is mostly good or mostly bad."""
    census_low: tuple[Key, ...] = ()
    """Low as well where one of the sides is a census: leaders of one room share its mood (decision 0050)."""
    least_sheets: float = 0
    """Sheets that must have answered in the cells of ``nobody``."""

    @property
    def keys(self) -> tuple[Key, ...]:
        """Every cell the rule looks at, those it finds high first."""
        pairs = [key for pair in self.above for key in pair]
        leaning = [(side, Scope.COMPETITOR) for side, _ in self.leans]
        return tuple(dict.fromkeys([*self.high, *self.low, *self.nobody, *pairs, *leaning]))


def _gap(
    name: ReadingName,
    strong: Key,
    weak: Key,
    contest: Contest = Contest.LEADERSHIP,
    leans: tuple[tuple[Perspective, Valence], ...] = (),
) -> Rule:
    """High on one side, low on the other."""
    return Rule(
        name, strong[1], contest, strong[0], weak[0], ((strong, weak),), high=(strong,), low=(weak,), leans=leans
    )


def _contradiction(praises: Perspective, complains: Perspective, contest: Contest) -> Rule:
    """What one side counts as a strength, the other wants improved."""
    strengths: tuple[Key, Key] = ((praises, Scope.STRENGTH), (complains, Scope.STRENGTH))
    concerns: tuple[Key, Key] = ((complains, Scope.IMPROVE), (praises, Scope.IMPROVE))
    return Rule(
        ReadingName.CONTRADICTION,
        Scope.IMPROVE,
        contest,
        praises,
        complains,
        (strengths, concerns),
        high=(strengths[0], concerns[0]),
        census_low=(strengths[1], concerns[1]),
    )


def _leaning_apart(first: Valence, second: Valence) -> Rule:
    """Leadership and customers call the same difference of a competitor good and bad."""
    return Rule(ReadingName.CONTRADICTION, Scope.COMPETITOR, Contest.LEADERSHIP, L, C, leans=((L, first), (C, second)))


def _unheard(scope: Scope) -> Rule:
    """Staff alone raise it."""
    staff: Key = (S, scope)
    others: tuple[Key, Key] = ((L, scope), (C, scope))
    return Rule(
        ReadingName.UNHEARD_FRONTLINE,
        scope,
        Contest.LEADERSHIP,
        S,
        L,
        tuple((staff, other) for other in others),
        high=(staff,),
        low=others,
    )


RULES: tuple[Rule, ...] = (
    *(
        _contradiction(*sides, Contest.LEADERSHIP if L in sides else Contest.STAFF_CUSTOMER)
        for pair in ((L, C), (L, S), (S, C))
        for sides in (pair, pair[::-1])
    ),
    _leaning_apart(Valence.GOOD, Valence.BAD),
    _leaning_apart(Valence.BAD, Valence.GOOD),
    _unheard(Scope.IMPROVE),
    _unheard(Scope.START),
    *(_gap(ReadingName.BLIND_SPOT, (side, Scope.IMPROVE), (L, Scope.PROBLEM)) for side in (C, S)),
    *(_gap(ReadingName.HIDDEN_STRENGTH, (side, Scope.STRENGTH), (L, Scope.PRAISE)) for side in (C, S)),
    _gap(ReadingName.STAFF_BLIND_SPOT, (C, Scope.IMPROVE), (S, Scope.PROBLEM), Contest.STAFF_CUSTOMER),
    _gap(ReadingName.INSIDE_VIEW, (L, Scope.STRENGTH), (C, Scope.STRENGTH)),
    _gap(ReadingName.INSIDE_VIEW, (L, Scope.IMPROVE), (C, Scope.IMPROVE)),
    _gap(ReadingName.COMPETITOR_ALARM, (C, Scope.COMPETITOR), (L, Scope.COMPETITOR), leans=((C, Valence.GOOD),)),
    Rule(
        ReadingName.ORPHAN_GAP,
        Scope.START,
        None,
        C,
        None,
        (((C, Scope.IMPROVE), (None, Scope.START)),),
        high=((C, Scope.IMPROVE),),
        nobody=((None, Scope.START),),
        least_sheets=ORPHAN_SHEETS,
    ),
    Rule(
        ReadingName.PET_PROJECT,
        Scope.START,
        Contest.LEADERSHIP,
        L,
        C,
        (((L, Scope.START), (C, Scope.ANY)),),
        high=((L, Scope.START),),
        nobody=((C, Scope.ANY),),
    ),
)
"""Every reading but the agreements. Within a rule L, S, C are leadership, staff, customers."""

FAMILY: dict[ReadingName, Family] = {
    ReadingName.CONTRADICTION: Family.SEEN_DIFFERENTLY,
    ReadingName.UNHEARD_FRONTLINE: Family.NOT_RAISED,
    ReadingName.BLIND_SPOT: Family.NOT_RAISED,
    ReadingName.HIDDEN_STRENGTH: Family.NOT_RAISED,
    ReadingName.STAFF_BLIND_SPOT: Family.NOT_RAISED,
    ReadingName.COMPETITOR_ALARM: Family.NOT_RAISED,
    ReadingName.INSIDE_VIEW: Family.LEADERSHIP_ONLY,
    ReadingName.PET_PROJECT: Family.LEADERSHIP_ONLY,
    ReadingName.SHARED_STRENGTH: Family.SHARED,
    ReadingName.SHARED_CONCERN: Family.SHARED,
    ReadingName.KEEP_DOING: Family.SHARED,
    ReadingName.ORPHAN_GAP: Family.NO_START,
}
"""Screen family of each reading (disparity.md 6.15)."""

AGREEMENTS: tuple[tuple[ReadingName, Scope, int | None], ...] = (
    (ReadingName.SHARED_STRENGTH, Scope.STRENGTH, None),
    (ReadingName.SHARED_CONCERN, Scope.IMPROVE, None),
    (ReadingName.KEEP_DOING, Scope.CONTINUE, 2),
)
"""Reading, scope, and how many sides must be high; None: every side that answered."""


def question_of(scope: Scope) -> Question:
    """The question under which a reading of this scope is counted."""
    return Question.ACTION if scope in (Scope.START, Scope.CONTINUE) else Question(scope.value)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of each variant x theme: raw evidence (0 where a condition fails), cap and n of the cap."""

    evidence: Floats
    capped: Floats
    sheets: Floats


def _above(first: Cell, second: Cell, where: Bools) -> Floats:
    """Evidence that the first cell's reach is above the second's, by the rule that fits the two sides."""
    if second.leaders and second.size:
        return census.evidences(
            second.raising, second.leaders, second.size, first.reach_k, first.reach_n, where, of_low=True
        )
    if first.leaders and first.size:
        return census.evidences(
            first.raising, first.leaders, first.size, second.reach_k, second.reach_n, where, of_low=False
        )
    return chances_above(first.reach_k, first.reach_n, second.reach_k, second.reach_n, where)


def judge(rule: Rule, tally: Tally) -> Verdict | None:
    """Apply one rule to every variant and theme; None where a side it needs was not asked or did not answer."""
    if any(key not in tally.cells for key in rule.keys):
        return None
    cells = {key: tally.cells[key] for key in rule.keys}
    holds = np.ones(tally.shape, dtype=bool)
    for cell in cells.values():
        holds &= cell.spoke
    for key in rule.high:
        holds &= cells[key].high
    for key in rule.low:
        holds &= cells[key].low & (not cells[key].waits)
    if any(cell.leaders for cell in cells.values()):
        for key in rule.census_low:
            holds &= cells[key].low & (not cells[key].waits)
    for key in rule.nobody:
        holds &= (cells[key].raising == 0) & (not cells[key].waits)
        holds &= cells[key].reach_n >= rule.least_sheets
    evidence = np.where(holds, 1.0, 0.0)
    sheets = np.min([np.full((tally.shape[0], 1), np.inf), *(cell.sheets for cell in cells.values())], axis=0)
    sheets = np.broadcast_to(sheets, tally.shape)
    for side, valence in rule.leans:
        towards, away = (tally.good, tally.bad)[:: 1 if valence is Valence.GOOD else -1]
        leaning = (towards[side] + away[side]).astype(np.float64)
        chance = chances_over(towards[side].astype(np.float64), leaning, 0.5, holds & (leaning > 0))
        holds &= chance >= MOSTLY
        evidence = np.minimum(evidence, chance)
        sheets = np.minimum(sheets, np.where(leaning > 0, leaning, np.inf))
    for first, second in rule.above:
        evidence = np.minimum(evidence, _above(cells[first], cells[second], holds))
    evidence = np.where(holds, evidence, 0.0)
    return Verdict(evidence, cap(evidence, sheets), sheets)


def judge_agreement(scope: Scope, sides_needed: int | None, tally: Tally) -> Verdict | None:
    """Every side that answered is high (None), or at least so many are; a census high is a fact, not an estimate.

    Evidence is the least, or the n-th largest, of P(reach > 1/3); the cap counts the sides it rests on.
    """
    cells = [tally.cells[side, scope] for side in SIDES if (side, scope) in tally.cells]
    if len(cells) < 2:
        return None
    certain = [
        np.where(cell.high, 1.0, 0.0)
        if cell.leaders
        else chances_over(cell.reach_k, cell.reach_n, SHARED_ABOVE, cell.high)
        for cell in cells
    ]
    chances = np.stack(certain)
    order = np.argsort(-chances, axis=0, kind="stable")
    needed = len(cells) if sides_needed is None else sides_needed
    ranked = np.take_along_axis(chances, order, axis=0)
    sheets = np.stack([np.broadcast_to(cell.sheets, tally.shape) for cell in cells])
    smallest = np.take_along_axis(sheets, order, axis=0)[:needed].min(axis=0)
    evidence: Floats = ranked[needed - 1]
    return Verdict(evidence, cap(evidence, smallest), smallest)


def rules_of(contest: Contest) -> tuple[Rule, ...]:
    """Rules whose readings are tested together against chance."""
    return tuple(rule for rule in RULES if rule.contest is contest)


def sides_of(contest: Contest) -> tuple[Perspective, ...]:
    """Perspectives whose sheets are exchanged to see what chance alone would show."""
    return SIDES if contest is Contest.LEADERSHIP else (S, C)


def needs(rules: Iterable[Rule]) -> frozenset[Key]:
    """Cells that these rules look at."""
    return frozenset(key for rule in rules for key in rule.keys)
