"""The worked cases C1-C17 of disparity.md section 7: census, bundles, staff against customers, headlines."""

from __future__ import annotations

import numpy as np
import pytest

from gapsessions.method import census
from gapsessions.method.bundles import bundle_size, themes_per_bundle
from gapsessions.method.cells import Cell, Group, Key, Tally, cell_of
from gapsessions.method.disparity import compare
from gapsessions.method.evidence import chance_above, estimate
from gapsessions.method.findings import Contest, Grade, ReadingName
from gapsessions.method.headlines import headline_grade
from gapsessions.method.themes_found import readings_by_theme
from gapsessions.method.vocabulary import Perspective, Scope, SheetKind
from tests.factories.answers import C, Counts, L, S, session_with, sheets_with

IMP, STR, PROBLEM = Scope.IMPROVE, Scope.STRENGTH, Scope.PROBLEM
STRONG, MODERATE, TENTATIVE = Grade.STRONG, Grade.MODERATE, Grade.TENTATIVE
BLIND, INSIDE = ReadingName.BLIND_SPOT, ReadingName.INSIDE_VIEW
STAFF_BLIND = ReadingName.STAFF_BLIND_SPOT


def tables(raising: int, answered: int) -> Cell:
    return cell_of(Group(answered, 0, None, census=False, waits=False), np.array([[raising]]), np.array([[0]]))


def leaders(raising: int, number: int, size: float) -> Cell:
    return cell_of(Group(0, number, size, census=True, waits=False), np.array([[0]]), np.array([[raising]]))


def mixed(raising: int, number: int, singles_raising: int, singles: int, size: float | None) -> Cell:
    group = Group(number, singles, size, census=False, waits=False)
    return cell_of(group, np.array([[raising]]), np.array([[singles_raising]]))


def says(cells: dict[Key, Cell]) -> dict[ReadingName, tuple[float, Grade]]:
    readings = readings_by_theme(Tally(cells, {}, {}, (1, 1)))[0]
    return {reading.name: (reading.capped, reading.grade) for reading in readings}


LOWS = [
    ("C1", (0, 9, 2.5), S, (9, 12), 0.731, 3.808, 0.982, MODERATE),
    ("C2", (0, 5, 2.5), S, (9, 12), 0.731, 2.116, 0.913, TENTATIVE),
    ("C2 28 of 30", (0, 5, 2.5), S, (28, 30), 0.919, 3.253, 0.991, STRONG),
    ("C3", (1, 12, 2.5), C, (14, 20), 0.690, 4.589, 0.954, MODERATE),
    ("C3 0 of 12", (0, 12, 2.5), C, (14, 20), 0.690, 4.589, 0.992, STRONG),
    ("C4", (0, 9, 5), S, (9, 12), 0.731, 2.196, 0.893, TENTATIVE),
    ("C5", (0, 9, 2.5), C, (2, 2), 0.833, 5.359, 0.978, MODERATE),
]


@pytest.mark.parametrize(
    ("held", "side", "other", "middle", "expected", "evidence", "grade"),
    [case[1:] for case in LOWS],
    ids=[case[0] for case in LOWS],
)
def test_census_low_gives_the_printed_blind_spot(
    held: tuple[int, int, float],
    side: Perspective,
    other: tuple[int, int],
    middle: float,
    expected: float,
    evidence: float,
    grade: Grade,
) -> None:
    """How many leaders would have written it, how sure the low is, and the grade after the other side's cap."""
    found, number, size = held
    assert estimate(*other) == pytest.approx(middle, abs=5.1e-4)
    assert census.expected(number, size, *other) == expected
    assert census.evidence_low(found, number, size, *other) == evidence
    assert says({(side, IMP): tables(*other), (L, PROBLEM): leaders(*held)})[BLIND] == (evidence, grade)


def test_census_one_of_eight_is_not_low() -> None:
    """C5: 1 of 8 has evidence .877, but only from nine leaders on is one of them a low."""
    assert census.evidence_low(1, 8, 2.5, 9, 12) == 0.877
    assert says({(S, IMP): tables(9, 12), (L, PROBLEM): leaders(1, 8, 2.5)}) == {}


HIGHS = [
    ("C6", (3, 9, 2.5), (1, 12), 0.115, 0.441, 0.981, MODERATE),
    ("C6 5 of 9", (5, 9, 2.5), (1, 12), 0.115, 0.441, 0.999, STRONG),
    ("C7", (3, 7, 2.5), (0, 2), 0.167, 0.545, 0.947, TENTATIVE),
]


@pytest.mark.parametrize(
    ("held", "other", "middle", "expected", "evidence", "grade"),
    [case[1:] for case in HIGHS],
    ids=[case[0] for case in HIGHS],
)
def test_census_high_gives_the_printed_inside_view(
    held: tuple[int, int, float],
    other: tuple[int, int],
    middle: float,
    expected: float,
    evidence: float,
    grade: Grade,
) -> None:
    """A third of the leaders, at least two, against customers who hardly raised it."""
    found, number, size = held
    assert estimate(*other) == pytest.approx(middle, abs=5.1e-4)
    assert census.expected(number, size, *other) == expected
    assert census.evidence_high(found, number, size, *other) == evidence
    assert says({(L, STR): leaders(*held), (C, STR): tables(*other)})[INSIDE] == (evidence, grade)


NINE_LEADERS = np.array([4, 3, 3, 2, 2, 2, 1, 1, 1, 1, 0, 0])


@pytest.mark.parametrize(("size", "themes"), [(1, 2.222), (2, 4.028), (2.5, 4.758), (3, 5.488), (4, 6.667)])
def test_census_bundles_hold_the_printed_number_of_themes(size: float, themes: float) -> None:
    """C8: themes per bundle of g leaders, halves midway between whole sizes."""
    assert themes_per_bundle(NINE_LEADERS, 9, size) == pytest.approx(themes, abs=5.1e-4)


@pytest.mark.parametrize(("themes_per_table", "size"), [(5.0, 2.5), (6.0, 3.5), (7.0, 4.5), (None, 2.5)])
def test_census_size_matches_the_tables(themes_per_table: float | None, size: float) -> None:
    """C8: the size whose bundles hold about what a table holds; 2.5 where there is no table."""
    assert census.census_size(NINE_LEADERS, 9, themes_per_table) == size


@pytest.mark.parametrize(("found", "reach", "one_leader"), [(0, 0.597, 0.305), (3, 0.673, None)])
def test_redraw_pool_is_the_printed_one(found: int, reach: float, one_leader: float | None) -> None:
    """C9: staff 9/12, customers 4/6 and nine leaders make a pool of n* 21.6; 3 leaders add 2.421 to k*."""
    pool = [tables(9, 12), tables(4, 6), leaders(found, 9, 2.5)]
    pool_n = sum(float(cell.reach_n[0, 0]) for cell in pool)
    pool_k = sum(float(cell.reach_k[0, 0]) for cell in pool)
    assert pool_n == pytest.approx(21.6)
    if one_leader:
        assert pool_k == 13
        assert estimate(pool_k, pool_n) == pytest.approx(reach, abs=5.1e-4)
        assert 1 - (1 - estimate(pool_k, pool_n)) ** (1 / 2.5) == pytest.approx(one_leader, abs=5.1e-4)
    else:
        assert float(pool[2].reach_k[0, 0]) == pytest.approx(2.421, abs=5.1e-4)
        assert float(pool[2].reach_k[0, 0] / pool[2].reach_n[0, 0]) == pytest.approx(reach, abs=5.1e-4)


def test_bundles_beside_tables_give_the_printed_blind_spots() -> None:
    """C10: 1 of 2 tables and 12 of 50 people, g 4: high, against leadership and against staff."""
    customers = mixed(1, 2, 12, 50, 4)
    assert (customers.reach_n[0, 0], round(float(customers.reach_k[0, 0]), 3)) == (14.5, 9.494)
    assert customers.high[0, 0]
    cells: dict[Key, Cell] = {(C, IMP): customers, (L, PROBLEM): tables(0, 3), (S, PROBLEM): tables(1, 12)}
    assert says(cells) == {BLIND: (0.985, MODERATE), STAFF_BLIND: (0.999, STRONG)}


def test_bundles_of_few_people_raising_are_not_high() -> None:
    """C11: 8 of 50 people is below one in five, and one of two tables is not high: no reading."""
    customers = mixed(1, 2, 8, 50, 4)
    assert round(float(customers.reach_k[0, 0]), 3) == 7.425
    assert 2 * customers.reach_k[0, 0] >= customers.reach_n[0, 0]
    assert not customers.high[0, 0]
    assert chance_above(float(customers.reach_k[0, 0]), 14.5, 0, 3) == 0.958
    assert says({(C, IMP): customers, (L, PROBLEM): tables(0, 3)}) == {}


def test_fewer_people_than_three_bundles_are_only_shown() -> None:
    """C12: 3 of 8 people at g 4 make no bundles; the two tables stand alone and say neither."""
    assert bundle_size(np.array([3, 3, 3]), 8, 2.8) is None
    customers = mixed(1, 2, 3, 8, None)
    assert (customers.reach_n[0, 0], customers.reach_k[0, 0]) == (2, 1)
    assert not customers.high[0, 0]
    assert not customers.low[0, 0]
    assert customers.raising[0, 0] == 4


def test_bundles_that_hardly_raise_it_are_low() -> None:
    """C13: 0 of 2 tables and 2 of 50 people against three of three leadership tables."""
    customers = mixed(0, 2, 2, 50, 4)
    assert (round(float(customers.reach_k[0, 0]), 3), bool(customers.low[0, 0])) == (1.939, True)
    assert says({(L, STR): tables(3, 3), (C, STR): customers})[INSIDE] == (0.999, STRONG)


STAFF = [
    ("C14", (4, 6), (1, 6), (0.643, 0.214), 0.962, (0.962, MODERATE)),
    ("C14 8/12", (8, 12), (4, 12), None, 0.950, (0.950, MODERATE)),
    ("C14 7/12", (7, 12), (4, 12), None, 0.891, (0.891, TENTATIVE)),
    ("C14 6/12", (6, 12), (4, 12), None, 0.796, None),
    ("C15", (2, 2), (1, 9), (0.833, 0.150), 0.993, (0.989, MODERATE)),
]


@pytest.mark.parametrize(
    ("customers", "staff", "estimates", "chance", "reading"),
    [case[1:] for case in STAFF],
    ids=[case[0] for case in STAFF],
)
def test_staff_blind_spot_gives_the_printed_figures(
    customers: tuple[int, int],
    staff: tuple[int, int],
    estimates: tuple[float, float] | None,
    chance: float,
    reading: tuple[float, Grade] | None,
) -> None:
    """Customers high under improve, staff low on problem."""
    if estimates:
        assert (estimate(*customers), estimate(*staff)) == pytest.approx(estimates, abs=5.1e-4)
    assert chance_above(*customers, *staff) == chance
    comparison = compare(session_with({S: {IMP: staff}, C: {IMP: customers}}), 1, asked={}, shuffles=1)
    found = {r.name: (r.capped, r.grade) for r in comparison.themes[0].readings}
    assert found.get(STAFF_BLIND) == reading
    assert all(r.contest is Contest.STAFF_CUSTOMER for r in comparison.themes[0].readings if r.name is STAFF_BLIND)


CONTRADICTIONS = [
    ({STR: (9, 12), IMP: (2, 12)}, {STR: (2, 12), IMP: (8, 12)}, (0.994, STRONG)),
    ({STR: (7, 9), IMP: (2, 9)}, {STR: (0, 2), IMP: (2, 2)}, (0.980, MODERATE)),
    ({STR: (7, 12), IMP: (6, 12)}, {STR: (6, 12), IMP: (7, 12)}, None),
]


@pytest.mark.parametrize(("staff", "customers", "reading"), CONTRADICTIONS, ids=["strong", "moderate", "none"])
def test_staff_and_customers_contradict_as_printed(
    staff: Counts, customers: Counts, reading: tuple[float, Grade] | None
) -> None:
    """C16: the less sure of the two halves decides."""
    comparison = compare(session_with({S: staff, C: customers}), 1, asked={}, shuffles=1)
    found = {r.name: (r.capped, r.grade) for r in comparison.themes[0].readings}
    assert found.get(ReadingName.CONTRADICTION) == reading


def _grade(shown: int, expected: float, as_many: int) -> Grade | None:
    moderate_only = dict.fromkeys(Grade, 0) | {MODERATE: shown}
    means = dict.fromkeys(Grade, 0.0) | {MODERATE: expected}
    return headline_grade(moderate_only, means, dict.fromkeys(Grade, 0) | {MODERATE: as_many}, 200)


def test_headline_needs_both_the_ratio_and_one_in_twenty() -> None:
    """C17: 3 shown, .80 expected, 4 of 200 as many: headlined; 1 shown, .30, 52 of 200: not."""
    assert _grade(3, 0.80, 4) is MODERATE
    assert _grade(1, 0.30, 52) is None
    assert _grade(3, 0.80, 10) is MODERATE
    assert _grade(3, 0.80, 11) is None
    assert _grade(3, 1.001, 4) is None
    assert _grade(0, 0.0, 200) is None


def test_headline_falls_back_to_the_strong_ones() -> None:
    """Where the moderate ones are no more than chance gives, the strong ones may still stand out."""
    shown = {STRONG: 2, MODERATE: 5, TENTATIVE: 9}
    expected = {STRONG: 0.2, MODERATE: 3.0, TENTATIVE: 8.0}
    assert headline_grade(shown, expected, {STRONG: 3, MODERATE: 30, TENTATIVE: 90}, 200) is STRONG


def test_contradiction_with_a_census_sets_high_against_low() -> None:
    """Leaders of one room share its mood: what they hold high, the other side must hold low, and back."""
    apart: dict[Key, Cell] = {
        (L, STR): leaders(6, 9, 2.5),
        (L, IMP): leaders(0, 9, 2.5),
        (C, STR): tables(2, 12),
        (C, IMP): tables(10, 12),
    }
    halves = census.evidence_high(6, 9, 2.5, 2, 12), census.evidence_low(0, 9, 2.5, 10, 12)
    assert says(apart)[ReadingName.CONTRADICTION] == (min(halves), STRONG)
    agreed = {**apart, (L, STR): leaders(9, 9, 2.5), (C, STR): tables(6, 12)}
    assert ReadingName.CONTRADICTION not in says(agreed)
    at_tables: dict[Key, Cell] = {**agreed, (L, STR): tables(4, 4), (L, IMP): tables(0, 4)}
    assert ReadingName.CONTRADICTION in says(at_tables)


def test_compare_treats_confirmed_own_sheets_as_a_census() -> None:
    """Nine leaders on own sheets: facts "0 of 9", an expected number, and a redraw instead of a shuffle."""
    sheets = sheets_with(L, {IMP: (0, 9)}, kind=SheetKind.SINGLE) + sheets_with(S, {IMP: (9, 12)})
    comparison = compare(sheets, 1, asked={}, census=frozenset({L}), shuffles=20)
    found = comparison.themes[0]
    assert found.counts[L, IMP].census
    assert (found.counts[L, IMP].reach_k, found.counts[L, IMP].reach_n) == (0, 9)
    assert comparison.sides[0].census
    figure = next(figure for figure in comparison.figures if figure.contest is Contest.LEADERSHIP)
    assert figure.redrawn
    blind_spot = next(reading for reading in found.readings if reading.name is BLIND)
    assert blind_spot.expected is not None
    assert blind_spot.cap_n is None


def test_census_of_four_is_no_census() -> None:
    """Below five people the sheets are single replies like any others, and the comparison says so."""
    sheets = sheets_with(L, {IMP: (0, 4)}, kind=SheetKind.SINGLE) + sheets_with(S, {IMP: (9, 12)})
    comparison = compare(sheets, 1, asked={}, census=frozenset({L}), shuffles=1)
    assert not comparison.sides[0].census
    assert "census_not_possible:leadership" in comparison.warnings
    assert comparison.themes[0].readings == ()


def test_shared_census_high_is_a_fact() -> None:
    """In shared readings only the other sides are estimates: 3 of 9 leaders, staff 9/12 (.998)."""
    cells: dict[Key, Cell] = {(L, IMP): leaders(3, 9, 2.5), (S, IMP): tables(9, 12)}
    assert says(cells)[ReadingName.SHARED_CONCERN] == (0.998, STRONG)
