"""Alignment: the hand checks of disparity.md section 1, and what must not move it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from gapsessions.method.alignment import alignments
from gapsessions.method.counts import Note, Sheet, keep_ledger
from gapsessions.method.findings import Alignment
from gapsessions.method.vocabulary import Perspective, Question, SheetKind
from tests.factories.answers import C, L, S, on_themes

A, B, D, E, F = range(5)
Notes = Mapping[int, int]

LEADERS: tuple[Notes, ...] = ({A: 2, B: 2}, {A: 4})
CUSTOMERS: tuple[Notes, ...] = ({B: 2, D: 2}, {A: 1, B: 1, D: 2})


def align(leaders: tuple[Notes, ...], customers: tuple[Notes, ...]) -> Alignment:
    sheets = on_themes(L, *leaders) + on_themes(C, *customers)
    return alignments(keep_ledger(sheets, 8), seed=1)[0]


CHECKS = [
    ("worked by hand", LEADERS, CUSTOMERS, 0.1875, 0.4375, 0.429),
    ("identical", ({A: 1, B: 1},) * 2, ({A: 2, B: 2},) * 3, 0.5, 0.5, 1.0),
    ("disjoint", ({A: 3},) * 2, ({B: 3},) * 3, 0.0, 1.0, 0.0),
    (
        "A split in two",
        ({5: 1, 6: 1, B: 2}, {5: 2, 6: 2}),
        ({B: 4, D: 4}, {5: 1, 6: 1, B: 2, D: 4}),
        0.1406,
        0.3125,
        0.450,
    ),
    ("one sheet", ({A: 2, B: 2},), (*CUSTOMERS, {A: 2, D: 2}), 0.25, 0.3333, 0.750),
]


@pytest.mark.parametrize(
    ("leaders", "customers", "between", "within", "ratio"), [c[1:] for c in CHECKS], ids=[c[0] for c in CHECKS]
)
def test_alignment_gives_the_hand_worked_figures(
    leaders: tuple[Notes, ...], customers: tuple[Notes, ...], between: float, within: float, ratio: float
) -> None:
    """B, W and their ratio."""
    found = align(leaders, customers)
    assert (found.between, found.within) == pytest.approx((between, within), abs=5.1e-5)
    assert found.ratio == pytest.approx(ratio, abs=5.1e-4)


def test_alignment_of_one_sheet_has_a_rank_and_no_interval() -> None:
    """The lone sheet's match .25 is below each of the customers' own .3125, .375 and .3125: 0 of 3."""
    found = align(({A: 2, B: 2},), (*CUSTOMERS, {A: 2, D: 2}))
    assert found.no_better == (0, 3)
    assert (found.low, found.high) == (None, None)


def test_alignment_of_one_and_one_is_not_shown() -> None:
    """Without a pair inside either side there is nothing to compare with."""
    found = align(({A: 2, B: 2},), ({A: 1},))
    assert (found.ratio, found.no_better, found.first_sheets, found.second_sheets) == (None, None, 1, 1)


def test_alignment_adds_questions_before_it_divides() -> None:
    """Two questions: B .1875 + .25, W .4375 + .75, overall .368."""
    sheets = []
    for side, first, second in (
        (L, LEADERS, ({E: 1}, {E: 1})),
        (C, CUSTOMERS, ({E: 1, F: 1}, {F: 2})),
    ):
        for one, two in zip(on_themes(side, *first), on_themes(side, *second, question=Question.STRENGTH), strict=True):
            sheets.append(Sheet(side, SheetKind.TABLE, one.notes + two.notes))
    found = alignments(keep_ledger(sheets, 8), seed=1)[0]
    assert (found.between, found.within) == pytest.approx((0.4375, 1.1875))
    assert found.ratio == pytest.approx(0.368, abs=5.1e-4)
    assert found.by_question[Question.IMPROVE] == pytest.approx(0.429, abs=5.1e-4)


def test_alignment_counts_half_of_an_answer_in_two_themes() -> None:
    """One answer about two themes weighs as two half answers."""
    halves = Sheet(L, SheetKind.TABLE, (Note(Question.IMPROVE, (A, B)), Note(Question.IMPROVE, (A,))))
    shares = keep_ledger([halves], 2).shares[Question.IMPROVE].toarray()
    assert shares.tolist() == [[0.75, 0.25]]


def test_alignment_ignores_answers_without_a_theme() -> None:
    """Undecided and "other" answers take no share."""
    notes = (Note(Question.IMPROVE, (A,)), Note(Question.IMPROVE), Note(Question.IMPROVE, other=True))
    shares = keep_ledger([Sheet(L, SheetKind.TABLE, notes)], 2).shares[Question.IMPROVE].toarray()
    assert shares.tolist() == [[1.0, 0.0]]


def test_alignment_keeps_its_between_match_when_everything_is_doubled() -> None:
    """B is a mean over pairs, so two copies of every sheet leave it as it is; the interval narrows."""
    once, twice = align(LEADERS, CUSTOMERS), align(LEADERS * 2, CUSTOMERS * 2)
    assert twice.between == pytest.approx(once.between)
    assert once.low is not None
    assert once.high is not None
    assert twice.low is not None
    assert twice.high is not None
    assert twice.high - twice.low < once.high - once.low


def _drawn(rng: np.random.Generator, side: Perspective, number: int, reach: np.ndarray) -> list[Sheet]:
    return on_themes(side, *[{int(t): 1 for t in rng.choice(len(reach), 6, p=reach)} for _ in range(number)])


def _split(rng: np.random.Generator, sheets: list[Sheet]) -> list[Sheet]:
    """Theme 0 cut in two at random, answer by answer, as a finer granularity might."""
    return [
        Sheet(
            s.perspective,
            s.kind,
            tuple(Note(n.question, (7,)) if n.themes == (0,) and rng.random() < 0.5 else n for n in s.notes),
        )
        for s in sheets
    ]


def test_alignment_is_the_same_in_expectation_when_a_theme_is_split() -> None:
    """Over sixty sessions of different populations the mean ratio moves by less than its own noise."""
    rng = np.random.default_rng(3)
    reach = np.array([0.25, 0.2, 0.15, 0.15, 0.1, 0.1, 0.05])
    moved = []
    for _ in range(60):
        sheets = _drawn(rng, L, 6, reach) + _drawn(rng, C, 12, reach[::-1])
        whole, split = (
            alignments(keep_ledger(each, 8), seed=1)[0].ratio or 0.0 for each in (sheets, _split(rng, sheets))
        )
        moved.append(split - whole)
    assert abs(np.mean(moved)) < 0.03


def test_alignment_reads_whole_for_identical_populations_of_any_size() -> None:
    """Unlike sums of smaller shares, the mean ratio is 1 at three sheets as at thirty."""
    rng = np.random.default_rng(4)
    reach = np.array([0.25, 0.2, 0.15, 0.15, 0.1, 0.1, 0.05])
    for leaders, staff in ((3, 3), (3, 30), (30, 30)):
        ratios = [
            alignments(keep_ledger(_drawn(rng, L, leaders, reach) + _drawn(rng, S, staff, reach), 7), seed=1)[0].ratio
            for _ in range(40)
        ]
        assert np.mean([ratio for ratio in ratios if ratio is not None]) == pytest.approx(1.0, abs=0.05)
