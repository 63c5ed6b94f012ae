"""How sure a comparison of two sides may be: estimates, the chance that one reach is above another, grades and caps."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from gapsessions.method.findings import Grade

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]

BINS = 400
GRID: Floats = np.sin(np.linspace(0, np.pi / 2, BINS + 1)) ** 2
"""Bin edges sin^2(pi i / 800): dense at both ends, where the reach of rare and of common themes lies."""
MIDDLES: Floats = (GRID[1:] + GRID[:-1]) / 2

THRESHOLD: dict[Grade, float] = {Grade.STRONG: 0.99, Grade.MODERATE: 0.95, Grade.TENTATIVE: 0.80}
"""Least evidence of each grade, strongest first."""
CAP: dict[int, float] = {1: 0.949, 2: 0.989}
"""What one or two sheets can show at most: one is a fact about that group, never an estimate of its side."""


def estimate(raising: float, answered: float) -> float:
    """Reach as an estimate, (k + 1/2) / (n + 1): the mean of Beta(k + 1/2, n - k + 1/2)."""
    return (raising + 0.5) / (answered + 1)


@lru_cache(maxsize=16_384)
def share_below(raising: float, answered: float) -> Floats:
    """Chance that the reach lies below each edge of ``GRID``, from k of n sheets (disparity.md 1)."""
    below: Floats = betainc(raising + 0.5, answered - raising + 0.5, GRID)
    below.flags.writeable = False
    return below


@lru_cache(maxsize=262_144)
def chance_above(raising: float, answered: float, other_raising: float, other_answered: float) -> float:
    """P(first reach > second reach), independent Beta, on 400 bins, three decimals (disparity.md 1).

    Counts may be fractions (bundles of single replies). Two equal pairs give .5.
    """
    first = share_below(raising, answered)
    second = share_below(other_raising, other_answered)
    return round(float(np.dot(np.diff(first), second[1:] + second[:-1]) / 2), 3)


@lru_cache(maxsize=65_536)
def chance_over(raising: float, answered: float, limit: float) -> float:
    """P(reach > limit) for k of n sheets, three decimals."""
    return round(1 - float(betainc(raising + 0.5, answered - raising + 0.5, limit)), 3)


def chances_above(
    raising: Floats, answered: Floats, other_raising: Floats, other_answered: Floats, where: Bools
) -> Floats:
    """``chance_above`` element by element where asked for, 0 elsewhere; inputs broadcast to ``where``.

    The same few pairs of counts occur over and over in shuffled sessions, so each is computed once.
    """
    chances = np.zeros(where.shape)
    if not where.any():
        return chances
    columns = [
        np.round(np.broadcast_to(values, where.shape)[where], 9)
        for values in (raising, answered, other_raising, other_answered)
    ]
    pairs, position = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
    found = np.array([chance_above(*pair) for pair in pairs.tolist()])
    chances[where] = found[position.reshape(-1)]
    return chances


def chances_over(raising: Floats, answered: Floats, limit: float, where: Bools) -> Floats:
    """``chance_over`` element by element where asked for, 0 elsewhere; inputs broadcast to ``where``."""
    chances = np.zeros(where.shape)
    if not where.any():
        return chances
    columns = [np.round(np.broadcast_to(values, where.shape)[where], 9) for values in (raising, answered)]
    pairs, position = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
    found = np.array([chance_over(k, n, limit) for k, n in pairs.tolist()])
    chances[where] = found[position.reshape(-1)]
    return chances


def cap(evidence: Floats, sheets: Floats) -> Floats:
    """Evidence after the cap by the smallest number of sheets on any compared side (fractions: rounded down)."""
    whole = np.maximum(np.floor(sheets + 1e-9), 1)
    limit = np.select([whole == n for n in CAP], list(CAP.values()), default=1.0)
    capped: Floats = np.minimum(evidence, limit)
    return capped


def grade(evidence: float) -> Grade | None:
    """Grade that (capped) evidence earns; None below .80, "too few sheets to tell"."""
    return next((each for each, least in THRESHOLD.items() if evidence >= least), None)


def levels(evidence: Floats) -> NDArray[np.int8]:
    """Grades as numbers, element by element: 3 strong, 2 moderate, 1 tentative, 0 none."""
    reached: NDArray[np.int8] = np.sum([evidence >= t for t in THRESHOLD.values()], axis=0, dtype=np.int8)
    return reached


LEVEL: dict[Grade, int] = {Grade.STRONG: 3, Grade.MODERATE: 2, Grade.TENTATIVE: 1}
"""The numbers of ``levels``, by grade."""
