"""Single replies beside tables: people are counted in bundles that say about as much as one table does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from gapsessions.method.evidence import Floats, Ints

LARGEST = 12
"""People in a bundle at most: the largest table there is."""
WITHOUT_TABLES = 5
"""Size of a bundle where the session has no table to match, or the people raised no theme (disparity.md 1)."""
LEAST_BUNDLES = 3
"""Fewer bundles than this say nothing: then the people are only shown (disparity.md 6.4)."""


@lru_cache(maxsize=4_096)
def reach_table(singles: int, size: float) -> Floats:
    """Reach of a bundle of ``size`` people, for each number 0..singles of them who raised a theme.

    R = 1 - C(N - K, g) / C(N, g): the chance that g people drawn from the N hold at least one of the K.
    Halves lie midway between the neighbouring whole sizes (disparity.md 1 and 6.7).
    """
    whole = int(size)
    if size != whole:
        middle: Floats = (reach_table(singles, whole) + reach_table(singles, whole + 1)) / 2
        return middle
    silent = singles - np.arange(singles + 1)
    drawn = np.arange(min(whole, singles))
    none = np.prod(np.maximum(silent[:, None] - drawn, 0) / (singles - drawn), axis=1)
    reach: Floats = 1 - none
    reach.flags.writeable = False
    return reach


def themes_per_bundle(raising: Ints, singles: int, size: float) -> float:
    """Mean number of different themes in a bundle, given how many of the singles raised each theme."""
    return float(reach_table(singles, size)[raising].sum())


def closest_size(raising: Ints, singles: int, themes_per_table: float, sizes: Sequence[float]) -> float:
    """The size whose bundles hold about as many different themes as a table does; ties: the smaller."""
    return min(sizes, key=lambda size: (abs(themes_per_bundle(raising, singles, size) - themes_per_table), size))


def bundle_size(raising: Ints, singles: int, themes_per_table: float | None) -> float | None:
    """People per bundle of one perspective on one question, or None where the people are only shown.

    ``themes_per_table`` is the session's mean over all tables on this question, None without any table.
    The size is never cut to make bundles possible: N < 3 g means no bundles (disparity.md 6.4).
    """
    if singles == 0:
        return None
    if themes_per_table is None or not raising.any():  # nothing to match by
        size: float = WITHOUT_TABLES
    else:
        size = closest_size(raising, singles, themes_per_table, range(1, LARGEST + 1))
    return size if singles >= LEAST_BUNDLES * size else None
