"""What chance alone would show: sheets shuffled between the perspectives, or redrawn from one common pool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gapsessions.method.cells import (
    Cell,
    Group,
    Key,
    Tally,
    cell_of,
    is_high,
    is_low,
    loud_enough,
)
from gapsessions.method.counts import SIDES, Ledger
from gapsessions.method.evidence import Floats, Ints
from gapsessions.method.vocabulary import Perspective, Scope, SheetKind, Valence

Groups = Mapping[tuple[Perspective, Scope], Group]


@dataclass(frozen=True, slots=True)
class Units:
    """What a shuffle moves as a whole: table sheets, and single replies in bundles. Arrays: units (x themes)."""

    side: Ints
    """Place in ``SIDES`` of the perspective that each unit came from."""
    rows: tuple[Ints, ...]
    """Ledger rows of each unit's sheets."""
    bundle: np.ndarray[tuple[int], np.dtype[np.bool_]]


def units_of(ledger: Ledger, groups: Groups, sides: tuple[Perspective, ...], rng: np.random.Generator) -> Units:
    """Table sheets as they are, single replies in random bundles of the perspective's mean size.

    A perspective whose people are too few for bundles takes part with its tables only, as in its readings.
    """
    units: list[Ints] = []
    side_of: list[int] = []
    bundle: list[bool] = []
    for side in sides:
        tables = ledger.members[side, SheetKind.TABLE]
        units += [tables[place : place + 1] for place in range(len(tables))]
        singles = rng.permutation(ledger.members[side, SheetKind.SINGLE])
        sizes = [
            group.size
            for (owner, scope), group in groups.items()
            if owner is side and group.size and scope in (Scope.STRENGTH, Scope.IMPROVE, Scope.COMPETITOR, Scope.ACTION)
        ]
        bundles = int(len(singles) / np.mean(sizes) + 0.5) if sizes else 0
        if bundles:
            units += np.array_split(singles, bundles)
        side_of += [SIDES.index(side)] * (len(tables) + bundles)
        bundle += [False] * len(tables) + [True] * bundles
    return Units(np.array(side_of, dtype=np.int64), tuple(units), np.array(bundle, dtype=bool))


def shuffled(
    ledger: Ledger,
    groups: Groups,
    units: Units,
    keys: frozenset[Key],
    shuffles: int,
    rng: np.random.Generator,
) -> Tally:
    """Hand the units out anew, each perspective keeping its number of them, and count again.

    A shuffled side counts its units like tables; a low that has to wait waits in every shuffle too.
    """
    labels = rng.permuted(np.tile(units.side, (shuffles, 1)), axis=1)
    mine = {side: (labels == SIDES.index(side)).astype(np.float32) for side in SIDES}
    rows = np.concatenate([np.empty(0, dtype=np.int64), *units.rows])
    starts = np.cumsum([0, *(len(each) for each in units.rows)])[:-1]
    tables = (~units.bundle).astype(np.float32)
    cells: dict[Key, Cell] = {}
    for scope in {scope for _, scope in keys}:
        sides = [side for side in SIDES if (side, scope) in keys and (side, scope) in groups]
        if not sides or not len(rows):
            continue
        members = np.add.reduceat(ledger.raised[scope][rows].toarray().astype(np.float32), starts, axis=0)
        answering = np.add.reduceat(ledger.answered[scope][rows].astype(np.float32), starts)
        raised, spoke = (members > 0).astype(np.float32), (answering > 0).astype(np.float32)
        for side in sides:
            cells[side, scope] = _shuffled_cell(
                mine[side], raised, spoke, members, answering, tables, waits=groups[side, scope].waits
            )
    leanings = _shuffled_leanings(ledger, rows, starts, mine, keys)
    return Tally(cells, leanings[Valence.GOOD], leanings[Valence.BAD], (shuffles, ledger.theme_count))


def _shuffled_cell(
    mine: np.ndarray[tuple[int, int], np.dtype[np.float32]],
    raised: np.ndarray[tuple[int, int], np.dtype[np.float32]],
    spoke: np.ndarray[tuple[int], np.dtype[np.float32]],
    members: np.ndarray[tuple[int, int], np.dtype[np.float32]],
    answering: np.ndarray[tuple[int], np.dtype[np.float32]],
    tables: np.ndarray[tuple[int], np.dtype[np.float32]],
    *,
    waits: bool,
) -> Cell:
    reach_k: Floats = (mine @ raised).astype(np.float64)
    reach_n: Floats = (mine @ spoke).astype(np.float64)[:, None]
    raising = np.rint(mine @ members).astype(np.int64)
    high = is_high(reach_k, reach_n)
    if not tables.all():
        people = mine * (1 - tables)
        at_tables = mine * tables
        tables_high = is_high((at_tables @ raised).astype(np.float64), (at_tables @ spoke).astype(np.float64)[:, None])
        singles = np.rint(people @ answering).astype(np.int64)[:, None]
        high &= loud_enough(np.rint(people @ members).astype(np.int64), singles, tables_high)
    return Cell(raising, reach_k, reach_n, high, is_low(reach_k, reach_n), waits)


def _shuffled_leanings(
    ledger: Ledger,
    rows: Ints,
    starts: Ints,
    mine: Mapping[Perspective, np.ndarray[tuple[int, int], np.dtype[np.float32]]],
    keys: frozenset[Key],
) -> dict[Valence, dict[Perspective, Ints]]:
    wanted = [side for side in SIDES if (side, Scope.COMPETITOR) in keys]
    leanings: dict[Valence, dict[Perspective, Ints]] = {}
    for valence in (Valence.GOOD, Valence.BAD):
        matrix = ledger.leaning[valence][rows].toarray().astype(np.float32)
        per_unit = np.add.reduceat(matrix, starts, axis=0) if len(rows) else matrix
        leanings[valence] = {side: np.rint(mine[side] @ per_unit).astype(np.int64) for side in wanted}
    return leanings


def redrawn(
    tally: Tally,
    groups: Groups,
    sides: tuple[Perspective, ...],
    keys: frozenset[Key],
    draws: int,
    rng: np.random.Generator,
) -> Tally:
    """Draw every side anew from one common pool per theme and scope, as if nobody differed (disparity.md 6.9).

    The pool's reach R ~ Beta(k* + 1/2, n* - k* + 1/2); tables raise a theme with R, one person of a bundle of
    g with 1 - (1 - R)^(1/g). Sizes of bundles are kept; scopes are drawn independently.
    """
    themes = tally.shape[1]
    cells: dict[Key, Cell] = {}
    good: dict[Perspective, Ints] = {}
    bad: dict[Perspective, Ints] = {}
    for scope in sorted({scope for _, scope in keys}):
        pool = [(side, tally.cells[side, scope]) for side in sides if (side, scope) in tally.cells]
        if not pool:
            continue
        pool_k = np.sum([cell.reach_k[0] for _, cell in pool], axis=0)
        pool_n = np.sum([cell.reach_n[0] for _, cell in pool], axis=0)
        reach = rng.beta(pool_k + 0.5, pool_n - pool_k + 0.5, size=(draws, themes))
        for side, _ in pool:
            group = groups[side, scope]
            tables = rng.binomial(group.tables, reach)
            one = 1 - (1 - reach) ** (1 / group.size) if group.size else np.zeros_like(reach)
            singles = rng.binomial(group.singles, one)
            cells[side, scope] = cell_of(group, tables, singles)
        if scope is Scope.COMPETITOR:
            good, bad = _redrawn_leanings(tally, sides, cells, rng)
    return Tally(cells, good, bad, (draws, themes))


def _redrawn_leanings(
    tally: Tally, sides: tuple[Perspective, ...], cells: Mapping[Key, Cell], rng: np.random.Generator
) -> tuple[dict[Perspective, Ints], dict[Perspective, Ints]]:
    """Sheets that raise a theme lean one way or the other as often as all of the pool's sheets do."""
    present = [side for side in sides if (side, Scope.COMPETITOR) in cells]
    good, bad = (np.sum([counts[side] for side in present], axis=0) for counts in (tally.good, tally.bad))
    raising = np.sum([tally.cells[side, Scope.COMPETITOR].raising for side in present], axis=0)
    draws = {side: cells[side, Scope.COMPETITOR].raising for side in present}
    shape = next(iter(draws.values())).shape
    leaning = rng.beta(good + bad + 0.5, np.maximum(raising - good - bad, 0) + 0.5, size=shape)
    towards = rng.beta(good + 0.5, bad + 0.5, size=shape)
    said = {side: rng.binomial(found, leaning) for side, found in draws.items()}
    well = {side: rng.binomial(found, towards) for side, found in said.items()}
    return well, {side: said[side] - well[side] for side in present}
