"""The 34 worked readings of disparity.md section 3, from sheets to first reading, with the printed figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pytest

from gapsessions.method.cells import Group, cell_of
from gapsessions.method.counts import Note, Sheet
from gapsessions.method.disparity import compare
from gapsessions.method.evidence import chance_above, estimate
from gapsessions.method.findings import Comparison, Grade, ReadingName
from gapsessions.method.vocabulary import Perspective, Question, Scope, SheetKind, Valence
from tests.factories.answers import C, Counts, L, S, on_themes, session_with, sheets_with

STR, IMP, COMP, START, KEEP = Scope.STRENGTH, Scope.IMPROVE, Scope.COMPETITOR, Scope.START, Scope.CONTINUE
GOOD, BAD, MIXED = Valence.GOOD, Valence.BAD, Valence.MIXED
STRONG, MODERATE, TENTATIVE = Grade.STRONG, Grade.MODERATE, Grade.TENTATIVE
CONTRADICTION = ReadingName.CONTRADICTION
BLIND = ReadingName.BLIND_SPOT
INSIDE = ReadingName.INSIDE_VIEW
SHARED_CONCERN = ReadingName.SHARED_CONCERN
SHARED_STRENGTH = ReadingName.SHARED_STRENGTH

Said = tuple[tuple[ReadingName, float, Grade], ...]


@dataclass(frozen=True)
class Case:
    number: int
    counts: Mapping[Perspective, Counts]
    estimates: Mapping[tuple[Perspective, Scope], float]
    gaps: Mapping[tuple[Perspective, Perspective, Scope], tuple[float, float]]
    """First minus second estimate, and the chance of the larger being larger."""
    says: Said
    """First reading first; one line per name."""
    valences: Mapping[Perspective, tuple[Valence, ...]] = field(default_factory=dict)

    def sheets(self) -> list[Sheet]:
        return [
            sheet
            for side, counts in self.counts.items()
            for sheet in sheets_with(side, counts, valences=self.valences.get(side, ()))
        ]


def _improve(number: int, leaders: tuple[int, int], customers: tuple[int, int], *rest: object) -> Case:
    """A case of leadership against customers under *improve*."""
    first, second, gap, chance, *says = rest
    return Case(
        number,
        {L: {IMP: leaders}, C: {IMP: customers}},
        {(L, IMP): first, (C, IMP): second},  # type: ignore[dict-item]
        {(C, L, IMP): (gap, chance)},  # type: ignore[dict-item]
        tuple(says),  # type: ignore[arg-type]
    )


CASES = [
    _improve(1, (0, 1), (2, 2), 0.250, 0.833, +0.583, 0.950, (BLIND, 0.949, TENTATIVE)),
    _improve(2, (0, 1), (30, 30), 0.250, 0.984, +0.734, 0.999, (BLIND, 0.949, TENTATIVE)),
    _improve(3, (1, 1), (0, 30), 0.750, 0.016, -0.734, 0.999, (INSIDE, 0.949, TENTATIVE)),
    Case(
        4,
        {L: {STR: (1, 1)}, C: {STR: (0, 1)}},
        {(L, STR): 0.750, (C, STR): 0.250},
        {(C, L, STR): (-0.500, 0.905)},
        ((INSIDE, 0.905, TENTATIVE),),
    ),
    _improve(5, (0, 1), (3, 6), 0.250, 0.500, +0.250, 0.796),
    _improve(6, (0, 1), (4, 6), 0.250, 0.643, +0.393, 0.881, (BLIND, 0.881, TENTATIVE)),
    _improve(7, (0, 2), (4, 6), 0.167, 0.643, +0.476, 0.952, (BLIND, 0.952, MODERATE)),
    _improve(8, (0, 2), (6, 6), 0.167, 0.929, +0.762, 0.997, (BLIND, 0.989, MODERATE)),
    _improve(9, (1, 2), (6, 6), 0.500, 0.929, +0.429, 0.955),
    _improve(10, (1, 2), (0, 12), 0.500, 0.038, -0.462, 0.981),
    _improve(11, (0, 3), (9, 12), 0.125, 0.731, +0.606, 0.993, (BLIND, 0.993, STRONG)),
    _improve(12, (1, 3), (9, 12), 0.375, 0.731, +0.356, 0.911, (BLIND, 0.911, TENTATIVE)),
    _improve(13, (1, 3), (10, 12), 0.375, 0.808, +0.433, 0.954, (BLIND, 0.954, MODERATE)),
    _improve(14, (0, 4), (14, 28), 0.100, 0.500, +0.400, 0.980, (BLIND, 0.980, MODERATE)),
    _improve(15, (1, 4), (20, 28), 0.300, 0.707, +0.407, 0.963, (BLIND, 0.963, MODERATE)),
    _improve(16, (2, 4), (10, 20), 0.500, 0.500, +0.000, 0.500),
    _improve(17, (0, 4), (0, 20), 0.100, 0.024, -0.076, 0.726),
    Case(18, {L: {STR: (0, 3), IMP: (0, 0)}, C: {IMP: (9, 12)}}, {(C, IMP): 0.731}, {}, ()),
    _improve(19, (3, 4), (9, 12), 0.700, 0.731, +0.031, 0.525, (SHARED_CONCERN, 0.957, MODERATE)),
    Case(
        20,
        {L: {STR: (3, 4)}, S: {STR: (20, 28)}, C: {STR: (15, 20)}},
        {(L, STR): 0.700, (S, STR): 0.707, (C, STR): 0.738},
        {(S, L, STR): (+0.007, 0.529), (C, L, STR): (+0.038, 0.531), (C, S, STR): (+0.031, 0.605)},
        ((SHARED_STRENGTH, 0.957, MODERATE),),
    ),
    Case(
        21,
        {L: {IMP: (0, 4)}, S: {IMP: (18, 28)}, C: {IMP: (1, 20)}},
        {(L, IMP): 0.100, (S, IMP): 0.638, (C, IMP): 0.071},
        {(S, L, IMP): (+0.538, 0.995), (C, L, IMP): (-0.029, 0.520), (C, S, IMP): (-0.567, 1.000)},
        ((ReadingName.UNHEARD_FRONTLINE, 0.995, STRONG), (BLIND, 0.995, STRONG)),
    ),
    Case(
        22,
        {L: {STR: (4, 4), IMP: (0, 4)}, C: {STR: (2, 20), IMP: (14, 20)}},
        {(L, STR): 0.900, (L, IMP): 0.100, (C, STR): 0.119, (C, IMP): 0.690},
        {(C, L, IMP): (+0.590, 0.997), (C, L, STR): (-0.781, 1.000)},
        ((CONTRADICTION, 0.997, STRONG), (BLIND, 0.997, STRONG), (INSIDE, 1.000, STRONG)),
    ),
    Case(
        23,
        {L: {STR: (1, 1), IMP: (0, 1)}, C: {STR: (0, 6), IMP: (6, 6)}},
        {(L, STR): 0.750, (L, IMP): 0.250, (C, STR): 0.071, (C, IMP): 0.929},
        {(C, L, IMP): (+0.679, 0.987), (C, L, STR): (-0.679, 0.987)},
        ((CONTRADICTION, 0.949, TENTATIVE), (BLIND, 0.949, TENTATIVE), (INSIDE, 0.949, TENTATIVE)),
    ),
    Case(
        24,
        {L: {STR: (3, 4), IMP: (3, 4)}, C: {STR: (12, 20), IMP: (13, 20)}},
        {(L, STR): 0.700, (L, IMP): 0.700, (C, STR): 0.595, (C, IMP): 0.643},
        {(C, L, IMP): (-0.057, 0.631), (C, L, STR): (-0.105, 0.702)},
        ((SHARED_STRENGTH, 0.957, MODERATE), (SHARED_CONCERN, 0.957, MODERATE)),
    ),
    Case(
        25,
        {L: {STR: (3, 3), IMP: (3, 3)}, C: {STR: (2, 12), IMP: (3, 12)}},
        {(L, STR): 0.875, (L, IMP): 0.875, (C, STR): 0.192, (C, IMP): 0.269},
        {(C, L, IMP): (-0.606, 0.993), (C, L, STR): (-0.683, 0.997)},
        ((INSIDE, 0.997, STRONG),),
    ),
    Case(
        26,
        {L: {IMP: (0, 3), START: (2, 3)}, C: {IMP: (10, 12), START: (0, 12)}},
        {(L, IMP): 0.125, (L, START): 0.625, (C, IMP): 0.808, (C, START): 0.038},
        {(C, L, IMP): (+0.683, 0.997), (C, L, START): (-0.587, 0.997)},
        (),
    ),
    Case(
        27,
        {L: {COMP: (0, 3)}, C: {COMP: (8, 12)}},
        {(L, COMP): 0.125, (C, COMP): 0.654},
        {(C, L, COMP): (+0.529, 0.985)},
        ((ReadingName.COMPETITOR_ALARM, 0.975, MODERATE),),
        {C: (*[GOOD] * 6, BAD, MIXED)},
    ),
    Case(
        28,
        {L: {COMP: (0, 3)}, C: {COMP: (8, 12)}},
        {(L, COMP): 0.125, (C, COMP): 0.654},
        {(C, L, COMP): (+0.529, 0.985)},
        (),
        {C: (*[GOOD] * 4, *[BAD] * 3, MIXED)},
    ),
    Case(
        29,
        {L: {COMP: (3, 3)}, C: {COMP: (6, 12)}},
        {(L, COMP): 0.875, (C, COMP): 0.500},
        {(C, L, COMP): (-0.375, 0.952)},
        ((CONTRADICTION, 0.953, MODERATE),),
        {L: (BAD,) * 3, C: (*[GOOD] * 5, BAD)},
    ),
    Case(
        30,
        {L: {IMP: (2, 3), START: (0, 3)}, S: {START: (0, 12)}, C: {IMP: (7, 12), START: (0, 12)}},
        {(L, IMP): 0.625, (L, START): 0.125, (S, START): 0.038, (C, IMP): 0.577, (C, START): 0.038},
        {
            (C, L, IMP): (-0.048, 0.590),
            (S, L, START): (-0.087, 0.697),
            (C, L, START): (-0.087, 0.697),
            (C, S, START): (0.000, 0.500),
        },
        ((ReadingName.ORPHAN_GAP, 1.000, STRONG), (SHARED_CONCERN, 0.886, TENTATIVE)),
    ),
    Case(
        31,
        {L: {START: (2, 3)}, C: {START: (0, 12)}},
        {(L, START): 0.625, (C, START): 0.038},
        {(C, L, START): (-0.587, 0.997)},
        ((ReadingName.PET_PROJECT, 0.997, STRONG),),
    ),
    Case(
        32,
        {L: {KEEP: (1, 1)}, S: {KEEP: (9, 12)}, C: {KEEP: (7, 12)}},
        {(L, KEEP): 0.750, (S, KEEP): 0.731, (C, KEEP): 0.577},
        {},
        ((ReadingName.KEEP_DOING, 0.963, MODERATE),),
    ),
    Case(
        34,
        {L: {IMP: (0, 3)}, S: {IMP: (1, 6)}},
        {(L, IMP): 0.125, (S, IMP): 0.214},
        {(S, L, IMP): (+0.089, 0.717)},
        (),
    ),
]


def said(comparison: Comparison, theme: int = 0) -> Said:
    """Readings of a theme, first reading first, once per name, as the worked table prints them."""
    best: dict[ReadingName, tuple[ReadingName, float, Grade]] = {}
    for reading in comparison.themes[theme].readings:
        best.setdefault(reading.name, (reading.name, reading.capped, reading.grade))
    return tuple(best.values())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.number}")
def test_worked_case_gives_the_printed_readings(case: Case) -> None:
    """The evidence after the cap, the grade, and which reading comes first."""
    assert said(compare(case.sheets(), 1, asked={}, shuffles=1)) == case.says


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.number}")
def test_worked_case_gives_the_printed_figures(case: Case) -> None:
    """Estimates, gaps and P as printed, three decimals."""
    for (side, scope), expected in case.estimates.items():
        assert estimate(*case.counts[side][scope]) == pytest.approx(expected, abs=5.1e-4)
    for (side, other, scope), (gap, chance) in case.gaps.items():
        first, second = case.counts[side][scope], case.counts[other][scope]
        assert estimate(*first) - estimate(*second) == pytest.approx(gap, abs=6e-4)
        forwards = chance_above(*first, *second)
        assert max(forwards, round(1 - forwards, 3)) == chance


def test_case_33_counts_single_replies_in_bundles_of_five() -> None:
    """14 of 40 people in bundles of 5 reach .900: n 10, k 7.2, and a tentative blind spot."""
    cell = cell_of(Group(2, 40, 5, census=False, waits=False), np.array([[0]]), np.array([[14]]))
    assert cell.reach_n[0, 0] == 10
    assert cell.reach_k[0, 0] == pytest.approx(7.2, abs=5e-3)
    assert cell.high[0, 0]
    assert estimate(7.2, 10) == pytest.approx(0.700)
    assert chance_above(round(float(cell.reach_k[0, 0]), 2), 10, 1, 3) == 0.886


def test_case_33_reads_blind_spot_from_sheets() -> None:
    """The same from sheets: tables hold 4.4 themes each, which bundles of five match best (4.5)."""
    leaders = on_themes(L, {0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1}, *[{1: 1, 2: 1, 3: 1, 4: 1}] * 2)
    tables = on_themes(C, *[{1: 1, 2: 1, 3: 1, 4: 1}] * 2)
    singles = [Sheet(C, SheetKind.SINGLE, tuple(Note(Question.IMPROVE, (t,)) for t in range(5))) for _ in range(14)]
    singles += [Sheet(C, SheetKind.SINGLE, (Note(Question.IMPROVE, other=True),))] * 26
    found = compare(leaders + tables + singles, 6, asked={}, shuffles=1).themes[0]
    count = found.counts[C, IMP]
    assert (count.tables_raising, count.tables, count.singles_raising, count.singles) == (0, 2, 14, 40)
    assert (count.bundle, count.reach_n, round(count.reach_k, 1)) == (5, 10, 7.2)
    assert [(r.name, r.capped, r.grade) for r in found.readings] == [(BLIND, 0.886, TENTATIVE)]


def test_case_34_loud_table_counts_once() -> None:
    """Twenty notes of one table on one theme are still one sheet of six."""
    quiet = session_with({L: {IMP: (0, 3)}, S: {IMP: (1, 6)}})
    loudest = max(quiet, key=lambda sheet: any(note.themes for note in sheet.notes))
    loud = [
        sheet if sheet is not loudest else type(sheet)(sheet.perspective, sheet.kind, sheet.notes * 20)
        for sheet in quiet
    ]
    first, second = (compare(sheets, 1, asked={}, shuffles=1) for sheets in (quiet, loud))
    assert first.themes == second.themes
    assert second.themes[0].counts[S, IMP].raising == 1


def test_ambivalent_side_is_a_note_not_a_contradiction() -> None:
    """Leadership names it both ways (case 25): a remark, and nobody contradicts anybody."""
    case = next(case for case in CASES if case.number == 25)
    found = compare(case.sheets(), 1, asked={}, shuffles=1).themes[0]
    assert found.notes == ("both_strength_and_improve:leadership",)
    assert all(reading.name is not CONTRADICTION for reading in found.readings)


def test_hidden_strength_mirrors_the_blind_spot() -> None:
    """High strength for staff, low praise in leadership: the figures of case 11 under another question."""
    sheets = session_with({L: {STR: (0, 3)}, S: {STR: (9, 12)}})
    assert said(compare(sheets, 1, asked={}, shuffles=1)) == ((ReadingName.HIDDEN_STRENGTH, 0.993, STRONG),)


def test_hidden_strength_yields_where_leadership_would_keep_it() -> None:
    """Leadership's *continue* is praise, so nothing is hidden (mirror of case 26)."""
    sheets = session_with({L: {STR: (0, 3), KEEP: (2, 3)}, S: {STR: (9, 12)}})
    names = [name for name, _, _ in said(compare(sheets, 1, asked={}, shuffles=1))]
    assert ReadingName.HIDDEN_STRENGTH not in names


def test_every_reading_occurs_in_a_worked_case() -> None:
    """No reading is dead: each of the twelve stands somewhere in the tables (staff blind spot: C14)."""
    occurring = {name for case in CASES for name, _, _ in case.says}
    assert occurring | {ReadingName.HIDDEN_STRENGTH, ReadingName.STAFF_BLIND_SPOT} == set(ReadingName)
