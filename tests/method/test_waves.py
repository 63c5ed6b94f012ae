"""The verdict on a gap over two waves, by the worked cases of the design."""

from __future__ import annotations

import pytest

from gapsessions.method.findings import Alignment, Grade
from gapsessions.method.vocabulary import Perspective
from gapsessions.method.waves import (
    Gap,
    Reach,
    Verdict,
    chance_closer,
    chance_narrower,
    closed_by_chance,
    grade_between,
    verdict_of,
)

# Wave 1 C, L; wave 2 C, L; gap 1, gap 2; P; says (disparity.md 2).
WORKED = [
    ((18, 20, 0, 4), (16, 20, 4, 4), 0.781, -0.114, 1.000, Verdict.CLOSED),
    ((9, 12, 0, 3), (9, 12, 2, 3), 0.606, 0.106, 0.946, Verdict.UNCLEAR),
    ((20, 28, 1, 4), (12, 28, 2, 4), 0.407, -0.069, 0.942, Verdict.UNCLEAR),
    ((6, 6, 0, 1), (6, 6, 1, 1), 0.679, 0.179, 0.908, Verdict.CANNOT_TELL),
    ((52, 60, 1, 12), (46, 60, 8, 12), 0.745, 0.108, 1.000, Verdict.CLOSED),
    ((9, 12, 0, 3), (2, 12, 3, 3), 0.606, -0.683, 1.000, Verdict.TURNED),
]


def gap(k: float, n: float, other_k: float, other_n: float) -> Gap:
    return Gap(Reach(k, n), Reach(other_k, other_n))


@pytest.mark.parametrize(("before", "now", "first", "second", "chance", "says"), WORKED)
def test_verdict_is_that_of_the_worked_case(before, now, first, second, chance, says):
    then, later = gap(*before), gap(*now)
    assert (round(then.size, 3), round(later.size, 3)) == (first, second)
    assert chance_narrower(then, later) == pytest.approx(chance, abs=0.0011)
    found = verdict_of(then, later, graded_before=grade_between(then), graded_now=grade_between(later))
    assert found is says


def test_gap_that_opens_is_the_mirror_of_one_that_closes():
    before, now = gap(16, 20, 4, 4), gap(18, 20, 0, 4)
    assert verdict_of(before, now, graded_before=None, graded_now=Grade.STRONG) is Verdict.OPENED
    wider = gap(30, 60, 10, 60), gap(55, 60, 2, 60)
    assert verdict_of(*wider, graded_before=Grade.MODERATE, graded_now=Grade.STRONG) is Verdict.WIDENED


def test_gap_that_shrank_but_stands_has_narrowed():
    before, now = gap(58, 60, 1, 60), gap(50, 60, 20, 60)
    assert verdict_of(before, now, graded_before=Grade.STRONG, graded_now=Grade.STRONG) is Verdict.NARROWED


def test_smaller_gap_without_an_earlier_reading_says_nothing():
    before, now = gap(18, 20, 0, 4), gap(16, 20, 4, 4)
    assert verdict_of(before, now, graded_before=None, graded_now=None) is Verdict.UNCLEAR
    assert verdict_of(before, now, graded_before=Grade.TENTATIVE, graded_now=None) is Verdict.UNCLEAR


def test_grade_of_two_sides_follows_the_rules_of_a_gap_reading():
    assert grade_between(gap(9, 12, 0, 3)) is Grade.STRONG
    assert grade_between(gap(6, 6, 0, 2)) is Grade.MODERATE  # two sheets cap it
    assert grade_between(gap(5, 12, 0, 3)) is None  # not high
    assert grade_between(gap(9, 12, 2, 3)) is None  # not low


def test_chance_calls_few_closed_where_nothing_changed_and_none_of_a_gap_that_stands():
    same = (gap(9, 12, 0, 6), gap(9, 12, 0, 6))
    assert closed_by_chance([same]) == 0
    truly = (gap(52, 60, 1, 12), gap(46, 60, 8, 12))
    expected = closed_by_chance([truly] * 10)
    assert 0 < expected < 5
    assert closed_by_chance([truly] * 10) == expected  # the same waves, the same line


def aligned(ratio, low, high) -> Alignment:
    return Alignment(Perspective.LEADERSHIP, Perspective.CUSTOMERS, ratio, low, high, 6, 12)


def test_sides_have_moved_closer_only_as_far_as_both_intervals_allow():
    assert chance_closer(aligned(0.4, 0.3, 0.5), aligned(0.8, 0.7, 0.9)) > 0.99
    assert chance_closer(aligned(0.5, 0.2, 0.8), aligned(0.6, 0.3, 0.9)) < 0.95
    assert chance_closer(aligned(0.5, 0.2, 0.8), aligned(0.5, 0.2, 0.8)) == 0.5
    assert chance_closer(aligned(0.5, None, None), aligned(0.6, 0.3, 0.9)) is None
