"""Leadership as a census: when everybody who counts was there and wrote an own sheet, counts are facts."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import gammaln, xlog1py, xlogy

from gapsessions.method.bundles import LARGEST, closest_size
from gapsessions.method.evidence import MIDDLES, Bools, Floats, Ints, share_below

LEAST_LEADERS = 5
"""A census of fewer people is treated like any other side (disparity.md 6.6)."""
ONE_IS_LOW_FROM = 9
"""From this many leaders on, one of them is still a low."""
WITHOUT_TABLES = 2.5
"""Leaders per bundle where no other side has tables to match; not simulated (disparity.md 6.7)."""


def census_size(raising: Ints, leaders: int, themes_per_table: float | None) -> float:
    """Leaders whose own sheets say about as much as one table, in halves from 1 to 12 (disparity.md 6.7).

    ``themes_per_table`` is the mean over the tables of the other sides on this question.
    """
    if themes_per_table is None or not raising.any():  # nothing to match by
        return WITHOUT_TABLES
    halves = [step / 2 for step in range(2, 2 * min(LARGEST, leaders) + 1)]
    return closest_size(raising, leaders, themes_per_table, halves)


def low(raising: Floats | Ints, leaders: int) -> Bools:
    """0 of m; also 1 of m where m >= 9."""
    limit = 1 if leaders >= ONE_IS_LOW_FROM else 0
    result: Bools = np.asarray(raising) <= limit
    return result


def high(raising: Floats | Ints, leaders: int) -> Bools:
    """At least a third of the leaders, and at least two of them."""
    result: Bools = (3 * np.asarray(raising) >= leaders) & (np.asarray(raising) >= 2)
    return result


@lru_cache(maxsize=65_536)
def leaders_raising(leaders: int, size: float, raising: float, answered: float) -> Floats:
    """How many of m leaders would raise a theme, were they like the other side: chance of each of 0..m.

    The other side's reach theta ~ Beta(k + 1/2, n - k + 1/2) on 400 bins; one leader of a bundle of g
    raises it with p = 1 - (1 - theta)^(1/g), taken at the middle of each bin (disparity.md 6.8).
    """
    weight = np.diff(share_below(raising, answered))
    one_leader = (1 - (1 - MIDDLES) ** (1 / size))[:, None]
    found = np.arange(leaders + 1)
    ways = gammaln(leaders + 1) - gammaln(found + 1) - gammaln(leaders - found + 1)
    binomial = np.exp(ways + xlogy(found, one_leader) + xlog1py(leaders - found, -one_leader))
    chances: Floats = weight @ binomial
    chances.flags.writeable = False
    return chances


def expected(leaders: int, size: float, raising: float, answered: float) -> float:
    """Mean number of leaders who would have raised it, were they like the other side (k of n)."""
    return round(float(leaders_raising(leaders, size, raising, answered) @ np.arange(leaders + 1)), 3)


def evidence_low(found: int, leaders: int, size: float, raising: float, answered: float) -> float:
    """Chance of more leaders than were found, were they like the other side: evidence of a true low."""
    return round(1 - float(leaders_raising(leaders, size, raising, answered)[: found + 1].sum()), 3)


def evidence_high(found: int, leaders: int, size: float, raising: float, answered: float) -> float:
    """Chance of fewer leaders than were found, were they like the other side: evidence of a true high."""
    return round(float(leaders_raising(leaders, size, raising, answered)[:found].sum()), 3)


def evidences(
    found: Ints, leaders: int, size: float, raising: Floats, answered: Floats, where: Bools, *, of_low: bool
) -> Floats:
    """``evidence_low`` or ``evidence_high`` element by element where asked for, 0 elsewhere."""
    chances = np.zeros(where.shape)
    if not where.any():
        return chances
    columns = [np.round(np.broadcast_to(v, where.shape)[where], 9) for v in (found, raising, answered)]
    cases, position = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
    judge = evidence_low if of_low else evidence_high
    values = np.array([judge(int(case[0]), leaders, size, case[1], case[2]) for case in cases.tolist()])
    chances[where] = values[position.reshape(-1)]
    return chances
