"""Headlines: which gap readings stand out from what chance alone would show, and which are questions for the room."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from gapsessions.method.cells import Tally, tally_of
from gapsessions.method.chance import Groups, redrawn, shuffled, units_of
from gapsessions.method.counts import Ledger
from gapsessions.method.evidence import LEVEL, Ints, levels
from gapsessions.method.findings import Contest, Grade, ShuffleFigure
from gapsessions.method.readings import Rule, judge, needs, question_of, rules_of, sides_of
from gapsessions.method.vocabulary import Perspective, Question, Scope

SHARE_BY_CHANCE = 1 / 3
"""Headlines only where chance would show fewer than a third as many."""
ONE_IN = 20
"""... and as many in at most one of twenty shuffles."""


def readings_shown(rules: Iterable[Rule], tally: Tally) -> dict[Grade, Ints]:
    """Gap readings of at least each grade, per variant; theme x question counts once (disparity.md 1)."""
    best: dict[Question, np.ndarray[tuple[int, int], np.dtype[np.int8]]] = {}
    for rule in rules:
        verdict = judge(rule, tally)
        if verdict is not None:
            question = question_of(rule.scope)
            level = levels(verdict.capped)
            best[question] = np.maximum(best[question], level) if question in best else level
    return {
        grade: np.sum(
            [
                np.zeros(tally.shape[0], dtype=np.int64),
                *((found >= LEVEL[grade]).sum(axis=1) for found in best.values()),
            ],
            axis=0,
        )
        for grade in Grade
    }


def headline_grade(
    shown: dict[Grade, int], expected: dict[Grade, float], as_many: dict[Grade, int], shuffles: int
) -> Grade | None:
    """The grade from which readings are headlines: moderate if that stands out, else strong, else none.

    A grade stands out if E / O <= 1/3 and at most 1 in 20 shuffles shows at least O (disparity.md 6.1).
    """
    for grade in (Grade.MODERATE, Grade.STRONG):
        stands_out = expected[grade] <= SHARE_BY_CHANCE * shown[grade] and ONE_IN * as_many[grade] <= shuffles
        if shown[grade] and stands_out:
            return grade
    return None


def chance_figure(
    contest: Contest, ledger: Ledger, groups: Groups, held: frozenset[Perspective], *, shuffles: int, seed: int
) -> ShuffleFigure | None:
    """What chance alone would show of one family of gap readings; None where no two of its sides answered.

    A census makes it a redraw from a common pool, because who leads is not exchangeable with who does not.
    """
    sides = sides_of(contest)
    present = {side for (side, scope), group in groups.items() if scope is Scope.ANY and group.tables + group.singles}
    if len(present & set(sides)) < 2 or (contest is Contest.LEADERSHIP and Perspective.LEADERSHIP not in present):
        return None
    rules = rules_of(contest)
    session = tally_of(ledger, groups)
    rng = np.random.default_rng([seed, list(Contest).index(contest)])
    counted = any(groups[side, scope].census for side, scope in groups if side in sides and side in held)
    if counted:
        variants = redrawn(session, groups, sides, needs(rules), shuffles, rng)
    else:
        units = units_of(ledger, groups, sides, rng)
        variants = shuffled(ledger, groups, units, needs(rules), shuffles, rng)
    shown = {grade: int(found[0]) for grade, found in readings_shown(rules, session).items()}
    by_chance = readings_shown(rules, variants)
    expected = {grade: float(found.mean()) for grade, found in by_chance.items()}
    as_many = {grade: int((found >= shown[grade]).sum()) for grade, found in by_chance.items()}
    return ShuffleFigure(
        contest=contest,
        redrawn=counted,
        shown=shown,
        expected=expected,
        as_many=as_many,
        shuffles=shuffles,
        headline_grade=headline_grade(shown, expected, as_many, shuffles),
    )
