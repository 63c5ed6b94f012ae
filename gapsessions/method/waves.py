"""What has become of a gap since the wave before: the verdict of disparity.md 2, and what chance alone would show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gapsessions.method.evidence import CAP, THRESHOLD, chance_above, estimate
from gapsessions.method.findings import Alignment, Grade, Verdict

SURE = 0.95
NEARLY_NONE = 0.20
"""A gap this small, or smaller, is called closed."""
DRAWS = 200
SEED = 20_260_101
_NINETY = 1.6448536269514722
"""Standard deviations on either side of the middle that hold 90 in 100."""


@dataclass(frozen=True, slots=True)
class Reach:
    """``raising`` of ``answered`` sheets of one side, fractions where single replies are bundled."""

    raising: float
    answered: float

    @property
    def spread(self) -> float:
        """Variance of the estimate, m (1 - m) / (n + 2)."""
        middle = estimate(self.raising, self.answered)
        return middle * (1 - middle) / (self.answered + 2)


@dataclass(frozen=True, slots=True)
class Gap:
    """Two sides at one time; the gap is the first's estimated reach less the second's."""

    first: Reach
    second: Reach

    @property
    def size(self) -> float:
        """Between -1 and 1."""
        return estimate(self.first.raising, self.first.answered) - estimate(self.second.raising, self.second.answered)

    @property
    def least(self) -> float:
        """Sheets of the side that has fewer."""
        return min(self.first.answered, self.second.answered)


def chance_narrower(before: Gap, now: Gap) -> float:
    """P that the gap is narrower now, in the direction it had before: Phi((d1 - d2) / root of the four variances)."""
    direction = 1 if before.size >= 0 else -1
    spread = sum(reach.spread for gap in (before, now) for reach in (gap.first, gap.second))
    return _normal((abs(before.size) - direction * now.size) / math.sqrt(spread))


def verdict_of(before: Gap, now: Gap, *, graded_before: Grade | None, graded_now: Grade | None) -> Verdict:
    """Judge one gap; the grades are those of a gap reading on these two sides then and now, None where there was none.

    One sheet on any side, then or now, is a fact about that group: nothing can be told yet.
    """
    if min(before.least, now.least) <= 1:
        return Verdict.CANNOT_TELL
    if _fairly_sure(graded_before) and chance_narrower(before, now) >= SURE:
        direction = 1 if before.size >= 0 else -1
        if abs(now.size) <= NEARLY_NONE:
            return Verdict.CLOSED
        return Verdict.TURNED if direction * now.size < 0 else Verdict.NARROWED
    if _fairly_sure(graded_now) and chance_narrower(now, before) >= SURE:
        return Verdict.OPENED if abs(before.size) <= NEARLY_NONE else Verdict.WIDENED
    return Verdict.UNCLEAR


def grade_between(gap: Gap) -> Grade | None:
    """The grade of a gap reading between two sides of tables: the first high, the second low, capped by sheets."""
    if not (_is_high(gap.first) and _is_low(gap.second)):
        return None
    first, second = gap.first, gap.second
    evidence = chance_above(first.raising, first.answered, second.raising, second.answered)
    capped = min(evidence, CAP.get(int(gap.least), 1.0))
    return next((grade for grade, least in THRESHOLD.items() if capped >= least), None)


def closed_by_chance(gaps: Sequence[tuple[Gap, Gap]], draws: int = DRAWS, seed: int = SEED) -> float:
    """How many of these pairs of gaps (before, now) would be called closed if nothing had changed: a mean.

    The sheets of both waves are put together inside each side and dealt out anew, as many to each wave as it had. Of
    one theme and side that is a draw without putting back; two sides are independent.
    """
    dealt = np.random.default_rng(seed)
    total = 0
    for before, now in gaps:
        pairs = [(before.first, now.first), (before.second, now.second)]
        drawn = [_redealt(one, other, draws, dealt) for one, other in pairs]
        sizes = [(round(one.answered), round(other.answered)) for one, other in pairs]
        together = [sum(_whole(reach)[0] for reach in pair) for pair in pairs]
        # Most deals show no gap at all; of the others the same comes up many times, and is judged once.
        apart = (2 * drawn[0] >= sizes[0][0]) & (3 * drawn[1] <= sizes[1][0])
        if not apart.any():
            continue
        deals, times = np.unique(np.stack(drawn)[:, apart], axis=1, return_counts=True)
        for deal, often in zip(deals.T, times, strict=True):
            then = Gap(*(Reach(int(k), n) for k, (n, _now) in zip(deal, sizes, strict=True)))
            later = Gap(*(Reach(t - int(k), n) for k, t, (_then, n) in zip(deal, together, sizes, strict=True)))
            graded = grade_between(then)
            if graded and verdict_of(then, later, graded_before=graded, graded_now=None) is Verdict.CLOSED:
                total += int(often)
    return total / draws


def chance_closer(before: Alignment, now: Alignment) -> float | None:
    """P that two perspectives are more alike now than before, from both 90% intervals; None where one is missing."""
    if None in (before.ratio, before.low, before.high, now.ratio, now.low, now.high):
        return None
    spreads = [(one.high - one.low) / (2 * _NINETY) for one in (before, now)]  # type: ignore[operator]
    together = math.hypot(*spreads)
    return _normal((now.ratio - before.ratio) / together) if together else None  # type: ignore[operator]


def _fairly_sure(grade: Grade | None) -> bool:
    return grade in (Grade.STRONG, Grade.MODERATE)


def _normal(distance: float) -> float:
    return round(0.5 * math.erfc(-distance / math.sqrt(2)), 3)


def _is_high(reach: Reach) -> bool:
    return 2 * reach.raising >= reach.answered > 0 and (reach.raising >= 1.5 or reach.answered <= 1)


def _is_low(reach: Reach) -> bool:
    return reach.answered > 0 and 3 * reach.raising <= reach.answered


def _whole(reach: Reach) -> tuple[int, int]:
    answered = round(reach.answered)
    return min(round(reach.raising), answered), answered


def _redealt(before: Reach, now: Reach, draws: int, dealt: np.random.Generator) -> np.ndarray:
    raising, sheets = (one + other for one, other in zip(_whole(before), _whole(now), strict=True))
    return dealt.hypergeometric(raising, sheets - raising, _whole(before)[1], draws)
