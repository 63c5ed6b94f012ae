"""Agreement in plain words: of the ten things one perspective raised most, how many are among another's ten."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gapsessions.method.cells import Tally
from gapsessions.method.chance import Groups, units_of
from gapsessions.method.counts import SIDES, Ledger
from gapsessions.method.evidence import Bools, Floats
from gapsessions.method.findings import TopTen
from gapsessions.method.vocabulary import Perspective, Scope

LENGTH = 10
SPLITS = 200
"""Seeded halvings that say how alike two sets of groups of one side are."""
LEAST_SHEETS = 4
"""Fewer sheets than this cannot be halved into anything."""
ALIKE_BELOW = 3
"""A difference below this is "about as alike as among themselves": about the sd of the count."""

PAIRS: tuple[tuple[Perspective, Perspective], ...] = (
    (Perspective.CUSTOMERS, Perspective.LEADERSHIP),
    (Perspective.CUSTOMERS, Perspective.STAFF),
    (Perspective.STAFF, Perspective.LEADERSHIP),
)
"""Whose ten, and by whom: the three sides of the triangle."""


def top(reach: Floats, length: int = LENGTH) -> Bools:
    """The themes reached most, ties with the last one in, only raised ones; variants x themes."""
    least = 0.0 if reach.shape[-1] <= length else np.partition(reach, -length, axis=-1)[..., -length, None]
    listed: Bools = np.asarray((reach > 0) & (reach >= least - 1e-12))
    return listed


def reach_of(tally: Tally, side: Perspective) -> Floats | None:
    """Raw share of the side's sheets that raised each theme under any question; None if nobody answered.

    Single replies count in bundles; where they are too few for that and stand alone, by heads.
    """
    cell = tally.cells.get((side, Scope.ANY))
    if cell is None:
        return None
    if cell.leaders or not cell.spoke.all():
        shares: Floats = cell.raising[0].astype(np.float64)
        return shares
    share: Floats = cell.reach_k[0] / cell.reach_n[0, 0]
    return share


def chance_alike(
    ledger: Ledger, groups: Groups, of: Perspective, by_sheets: float, rng: np.random.Generator
) -> float | None:
    """Themes that the top tens of two sets of ``of``'s own sheets share, as a mean over seeded splits.

    One set has as many sheets as the other side (at most half of ``of``'s), the other set is the rest.
    """
    units = units_of(ledger, groups, (of,), rng)
    count = len(units.rows)
    if count < LEAST_SHEETS:
        return None
    raised = np.stack([ledger.raised[Scope.ANY][rows].sum(axis=0) > 0 for rows in units.rows]).astype(np.float64)
    answered = np.array([ledger.answered[Scope.ANY][rows].any() for rows in units.rows], dtype=np.float64)
    size = max(1, min(int(by_sheets + 0.5), count // 2))
    picked = rng.permuted(np.tile(np.arange(count), (SPLITS, 1)), axis=1) < size
    tops = []
    for part in (picked.astype(np.float64), (~picked).astype(np.float64)):
        tops.append(top((part @ raised) / np.maximum(part @ answered, 1)[:, None]))
    return float((tops[0] & tops[1]).sum(axis=1).mean())


def top_tens(ledger: Ledger, groups: Groups, tally: Tally, *, seed: int) -> tuple[TopTen, ...]:
    """Of the things ``of`` raised most, how many ``by`` raised most too, for each pair that answered."""
    reach: Mapping[Perspective, Floats] = {
        side: found for side in SIDES if (found := reach_of(tally, side)) is not None
    }
    results = []
    for place, (of, by) in enumerate(PAIRS):
        if of not in reach or by not in reach:
            continue
        mine, theirs = top(reach[of]), top(reach[by])
        shared = int((mine & theirs).sum())
        by_sheets = float(tally.cells[by, Scope.ANY].reach_n[0, 0])
        rng = np.random.default_rng([seed, 100 + place])
        alike = chance_alike(ledger, groups, of, by_sheets, rng)
        results.append(
            TopTen(
                of=of,
                by=by,
                length=int(mine.sum()),
                shared=shared,
                chance_alike=alike,
                about_alike=alike is not None and alike - shared < ALIKE_BELOW,
            )
        )
    return tuple(results)
