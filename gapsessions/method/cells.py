"""Cells: one perspective in one scope, as counts that evidence can be computed from, for many variants at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gapsessions.method import census
from gapsessions.method.bundles import bundle_size, reach_table
from gapsessions.method.counts import NEEDED, SIDES, Ledger, asked_scopes
from gapsessions.method.evidence import Bools, Floats, Ints
from gapsessions.method.vocabulary import Perspective, Question, Scope, SheetKind, Valence

NEARLY = 1e-9
"""Slack for fractions that stand for whole halves and thirds."""


@dataclass(frozen=True, slots=True)
class Group:
    """Who of one perspective answered in one scope: what a shuffle or a redraw keeps."""

    tables: int
    singles: int
    size: float | None
    """People per bundle; None where single replies are only shown, or there are none."""
    census: bool
    waits: bool
    """Too much is undecided for a low to count."""

    @property
    def reach_n(self) -> float:
        """Tables, and bundles of people as fractions of tables."""
        return self.tables + (self.singles / self.size if self.size else 0.0)


@dataclass(frozen=True, slots=True)
class Cell:
    """Counts of one perspective in one scope; arrays are variants of the session x themes."""

    raising: Ints
    """Sheets of either kind that raised the theme; in a census, the leaders."""
    reach_k: Floats
    reach_n: Floats
    """Sheets that answered, bundles as fractions; variants x 1."""
    high: Bools
    low: Bools
    """A low by its counts, whether or not it has to wait."""
    waits: bool = False
    leaders: int = 0
    """Members of a census; 0 anywhere else."""
    size: float | None = None

    @property
    def spoke(self) -> Bools:
        """Somebody answered, and counts."""
        return np.asarray(self.reach_n > 0)

    @property
    def sheets(self) -> Floats:
        """The n that caps evidence; a census is never the reason for a cap."""
        return np.full_like(self.reach_n, np.inf) if self.leaders else self.reach_n


Key = tuple[Perspective | None, Scope]
"""Whose cell; None stands for all perspectives together."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Every cell of a session, or of many variants of it at once, with the leanings under *competitor*."""

    cells: Mapping[Key, Cell]
    good: Mapping[Perspective, Ints]
    bad: Mapping[Perspective, Ints]
    shape: tuple[int, int]
    """Variants x themes."""


def is_high(reach_k: Floats, reach_n: Floats) -> Bools:
    """At least half, and more than one sheet unless there is only one (disparity.md 1 and 6.4)."""
    high: Bools = (reach_n > 0) & (2 * reach_k >= reach_n - NEARLY) & ((reach_k >= 1.5 - NEARLY) | (reach_n <= 1))
    return high


def is_low(reach_k: Floats, reach_n: Floats) -> Bools:
    """At most a third."""
    low: Bools = (reach_n > 0) & (3 * reach_k <= reach_n + NEARLY)
    return low


def loud_enough(singles_raising: Ints, singles: Ints | int, tables_high: Bools) -> Bools:
    """Where fewer than one in five single repliers raised it, only the tables can make it high (6.5)."""
    enough: Bools = (5 * singles_raising >= singles) | tables_high
    return enough


def cell_of(group: Group, tables_raising: Ints, singles_raising: Ints) -> Cell:
    """Judge the counts of one group as high or low; both counts are variants x themes."""
    size, singles = group.size, group.singles
    bundles = singles / size if size else 0.0
    reach_n = np.full((tables_raising.shape[0], 1), group.tables + bundles)
    reach_k = tables_raising.astype(np.float64)
    if size:
        reach_k = reach_k + reach_table(singles, size)[singles_raising] * bundles
    raising = tables_raising + singles_raising
    if group.census:
        high, low = census.high(raising, singles), census.low(raising, singles)
        return Cell(raising, reach_k, reach_n, high, low, group.waits, leaders=singles, size=size)
    high = is_high(reach_k, reach_n)
    if size:
        tables = np.full_like(reach_n, float(group.tables))
        high &= loud_enough(singles_raising, singles, is_high(tables_raising.astype(np.float64), tables))
    return Cell(raising, reach_k, reach_n, high, is_low(reach_k, reach_n), group.waits, size=size)


def everyone(cells: Mapping[Key, Cell], scope: Scope) -> Cell | None:
    """All perspectives that answered in a scope, as one cell; it is neither high nor low."""
    found = [cells[side, scope] for side in SIDES if (side, scope) in cells]
    if not found:
        return None
    raising = np.sum([cell.raising for cell in found], axis=0)
    nothing = np.zeros(raising.shape, dtype=bool)
    return Cell(
        raising,
        np.sum([cell.reach_k for cell in found], axis=0),
        np.sum([cell.reach_n for cell in found], axis=0),
        nothing,
        nothing,
        any(cell.waits for cell in found),
    )


def _themes_per_table(ledger: Ledger, scope: Scope, without: Perspective | None = None) -> float | None:
    return ledger.themes_per_sheet(scope, (side for side in SIDES if side is not without), SheetKind.TABLE)


def group_of(ledger: Ledger, side: Perspective, scope: Scope, *, census_held: bool) -> Group:
    """Who of a perspective answered in a scope, and how many people make a bundle there.

    Start and continue are parts of question 4, and are bundled as question 4 is.
    """
    tables, singles = (ledger.answering(scope, side, kind) for kind in (SheetKind.TABLE, SheetKind.SINGLE))
    whole = Scope.ACTION if scope in (Scope.START, Scope.CONTINUE) else scope
    raising = ledger.raising[whole][side, SheetKind.SINGLE]
    waits = ledger.waits(side, scope)
    if census_held and tables == 0 and singles >= census.LEAST_LEADERS:
        size = census.census_size(raising, singles, _themes_per_table(ledger, whole, without=side))
        return Group(0, singles, size, census=True, waits=waits)
    size_or_none = bundle_size(raising, singles, _themes_per_table(ledger, whole))
    return Group(tables, singles, size_or_none, census=False, waits=waits)


def groups_of(
    ledger: Ledger, asked: Mapping[Perspective, frozenset[Question]], held: frozenset[Perspective]
) -> dict[tuple[Perspective, Scope], Group]:
    """Groups of every perspective and scope that was asked; ``held`` are the confirmed censuses."""
    return {
        (side, scope): group_of(ledger, side, scope, census_held=side in held)
        for side in SIDES
        for scope in Scope
        if scope in asked_scopes(asked[side])
    }


def speaks(ledger: Ledger, side: Perspective, scope: Scope) -> bool:
    """Somebody answered the question that a scope cannot do without."""
    needed = NEEDED.get(scope)
    return needed is None or any(ledger.answering(Scope(needed.value), side, kind) for kind in SheetKind)


def tally_of(ledger: Ledger, groups: Mapping[tuple[Perspective, Scope], Group]) -> Tally:
    """The session itself as a tally of one variant; groups in which nobody answered have no cell."""
    cells: dict[Key, Cell] = {}
    for (side, scope), group in groups.items():
        if group.tables + group.singles and speaks(ledger, side, scope):
            counts = (ledger.raising[scope][side, kind][None, :] for kind in (SheetKind.TABLE, SheetKind.SINGLE))
            cells[side, scope] = cell_of(group, *counts)
    everybody = everyone(cells, Scope.START)
    if everybody is not None:
        cells[None, Scope.START] = everybody
    good, bad = (
        {side: found[None, :] for side, found in ledger.leaning_so[valence].items()}
        for valence in (Valence.GOOD, Valence.BAD)
    )
    return Tally(cells, good, bad, (1, ledger.theme_count))
