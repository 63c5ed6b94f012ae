"""Counting: denominators, what waits, what was not asked, and how reach is put into words."""

from __future__ import annotations

import pytest

from gapsessions.method.counts import Note, Sheet
from gapsessions.method.disparity import compare
from gapsessions.method.findings import Count, ReadingName, ThemeFindings
from gapsessions.method.phrases import reach_phrase
from gapsessions.method.vocabulary import Intent, Perspective, Question, Scope, SheetKind
from tests.factories.answers import C, L, S, session_with, sheets_with

IMP, STR, START = Scope.IMPROVE, Scope.STRENGTH, Scope.START


def sheet(side: Perspective, *notes: Note, kind: SheetKind = SheetKind.TABLE) -> Sheet:
    return Sheet(side, kind, notes)


def found(*sheets: Sheet, asked: dict[Perspective, frozenset[Question]] | None = None) -> ThemeFindings:
    return compare(sheets, 1, asked=asked or {}, shuffles=1).themes[0]


IMPROVE_IT = Note(Question.IMPROVE, (0,))
START_IT = Note(Question.ACTION, (0,), intent=Intent.START)
KEEP_IT = Note(Question.ACTION, (0,), intent=Intent.CONTINUE)
UNSAID = Note(Question.ACTION, (0,))

DENOMINATORS = [
    (Scope.START, (START_IT,), (UNSAID,), 1, 2),
    (Scope.CONTINUE, (KEEP_IT,), (START_IT,), 1, 2),
    (Scope.ACTION, (KEEP_IT,), (UNSAID,), 2, 2),
    (Scope.PROBLEM, (IMPROVE_IT,), (START_IT,), 2, 2),
    (Scope.PROBLEM, (IMPROVE_IT,), (KEEP_IT,), 1, 2),
    (Scope.ANY, (KEEP_IT,), (Note(Question.COMPETITOR, other=True),), 1, 2),
]


@pytest.mark.parametrize(("scope", "first", "second", "raising", "answered"), DENOMINATORS)
def test_scope_counts_sheets_that_answered_its_questions(
    scope: Scope, first: tuple[Note, ...], second: tuple[Note, ...], raising: int, answered: int
) -> None:
    """The rules of disparity.md 6.14: an answer without intent counts in n only, unions count each sheet once."""
    count = found(sheet(L, *first), sheet(L, *second)).counts[L, scope]
    assert (count.raising, count.answered) == (raising, answered)


def test_also_in_counts_fully_for_reach() -> None:
    """An answer that is also in a second theme raises both."""
    both = compare([sheet(L, Note(Question.IMPROVE, (1, 0)))], 2, asked={}, shuffles=1)
    assert [theme.counts[L, IMP].raising for theme in both.themes] == [1, 1]


def test_undecided_answer_is_no_answer_and_other_is_one() -> None:
    """A sheet that holds only undecided answers has not answered; "other" has."""
    count = found(sheet(L, Note(Question.IMPROVE)), sheet(L, Note(Question.IMPROVE, other=True))).counts[L, IMP]
    assert (count.raising, count.answered) == (0, 1)


def test_low_waits_while_a_fifth_is_undecided() -> None:
    """One undecided of five answers is still a low; two of six are not, and no blind spot is read."""
    customers = sheets_with(C, {IMP: (9, 12)})
    answered = Note(Question.IMPROVE, other=True)
    enough = found(*customers, *[sheet(L, answered)] * 3, sheet(L, answered, Note(Question.IMPROVE)))
    assert enough.counts[L, IMP].low
    assert [reading.name for reading in enough.readings] == [ReadingName.BLIND_SPOT]
    short = found(*customers, *[sheet(L, answered)] * 2, *[sheet(L, answered, Note(Question.IMPROVE))] * 2)
    assert short.counts[L, IMP].low_waits
    assert not short.counts[L, IMP].low
    assert short.readings == ()


def test_side_that_was_not_asked_has_no_count() -> None:
    """Not asked is no key; asked without an answer is a count of nobody."""
    asked = {L: frozenset({Question.IMPROVE}), C: frozenset({Question.IMPROVE})}
    counts = found(sheet(C, IMPROVE_IT), asked=asked).counts
    assert (S, IMP) not in counts
    assert (L, STR) not in counts
    assert counts[L, IMP].answered == 0
    assert reach_phrase(S, counts.get((S, IMP))).said() == "not asked"
    assert reach_phrase(L, counts[L, IMP]).said() == "no sheet answered"


def test_problem_is_silent_where_improve_was_left_empty() -> None:
    """Leadership answered question 4 but left question 2 empty: nobody may say that it sees no problem."""
    leaders = [sheet(L, Note(Question.ACTION, other=True))] * 3
    asked = dict.fromkeys((L, C), frozenset({Question.IMPROVE, Question.ACTION}))
    readings = found(*leaders, *sheets_with(C, {IMP: (9, 12)}), asked=asked).readings
    assert [reading.name for reading in readings] == [ReadingName.ORPHAN_GAP]


def test_undecided_start_lets_nobody_be_reproached() -> None:
    """ "No one proposed a start" waits while answers to question 4 are undecided."""
    base = session_with({C: {IMP: (7, 12), START: (0, 12)}})
    assert ReadingName.ORPHAN_GAP in [reading.name for reading in found(*base).readings]
    waiting = [sheet(S, Note(Question.ACTION, other=True), Note(Question.ACTION))] * 3
    assert ReadingName.ORPHAN_GAP not in [reading.name for reading in found(*base, *waiting).readings]


PATTERNS = [
    ({L: {IMP: (1, 4)}, C: {IMP: (1, 4)}}, "partial agreement"),
    ({L: {IMP: (0, 4)}, S: {IMP: (2, 9)}}, "only staff"),
    ({L: {IMP: (0, 4)}, C: {IMP: (1, 9)}}, "one sheet only"),
]


@pytest.mark.parametrize(("counts", "pattern"), PATTERNS)
def test_pattern_stands_where_no_reading_does(
    counts: dict[Perspective, dict[Scope, tuple[int, int]]], pattern: str
) -> None:
    """What is said of a theme that is raised but gives no reading."""
    assert found(*session_with(counts)).pattern == {Question.IMPROVE: pattern}


def test_votes_remark_but_never_change_evidence() -> None:
    """Many named it and few voted for it, and the other way round; the readings stay as they are."""
    sheets = [sheet(C, IMPROVE_IT)] * 8 + [sheet(C, Note(Question.IMPROVE, (1,)))] * 2
    silent = compare(sheets, 2, asked={}, shuffles=1)
    voted = compare(sheets, 2, asked={}, shuffles=1, votes={C: {0: 1, 1: 9}})
    assert voted.themes[0].notes == ("named_by_many_urgent_for_few:customers",)
    assert voted.themes[1].notes == ("few_named_many_voted:customers",)
    assert [theme.readings for theme in silent.themes] == [theme.readings for theme in voted.themes]


REACH = [
    (Count(3, 4, 0, 0, 3, 4), "3 of 4 groups"),
    (Count(0, 1, 0, 0, 0, 1), "0 of 1 group"),
    (Count(2, 3, 41, 120, 2, 3), "2 of 3 tables and 41 of 120 single replies"),
    (Count(0, 0, 0, 9, 0, 9, census=True), "0 of 9 leaders"),
    (Count(0, 0, 9, 9, 9, 9, census=True), "nearly all of 9 leaders"),
    (Count(0, 0, 6, 6, 0, 0), "nearly all of 6 single replies"),
    (Count(0, 0, 60, 60, 0, 0), "60 of 60 single replies"),
    (Count(4, 4, 0, 0, 4, 4), "4 of 4 groups"),
    (Count(1, 2, 5, 5, 1, 2), "1 of 2 tables and nearly all of 5 single replies"),
]


@pytest.mark.parametrize(("count", "text"), REACH, ids=[text for _, text in REACH])
def test_reach_reads_as_counts(count: Count, text: str) -> None:
    """Counts, never percentages of few; unanimous small groups of single sheets read "nearly all"."""
    assert reach_phrase(L, count).said() == text


def test_theme_number_out_of_range_is_refused() -> None:
    """A note in a theme that does not exist is a mistake of the caller, not a count."""
    with pytest.raises(ValueError, match="does not exist"):
        compare([sheet(L, Note(Question.IMPROVE, (3,)))], 3, asked={})


def test_session_without_sheets_compares_to_nothing() -> None:
    """Draft comparisons start before anybody has answered."""
    empty = compare([], 0, asked={L: frozenset(Question)}, shuffles=2)
    assert (empty.themes, empty.headlines, empty.figures, empty.alignments) == ((), (), (), ())
    assert [side.tables for side in empty.sides] == [0, 0, 0]


def test_unequal_writing_is_warned_of() -> None:
    """One side writes twice the themes per sheet; the same amounts raise no warning."""
    busy = [sheet(L, *(Note(Question.IMPROVE, (theme,)) for theme in range(6)))] * 2
    terse = [sheet(C, *(Note(Question.IMPROVE, (theme,)) for theme in range(3)))] * 4
    assert compare(busy + terse, 6, asked={}, shuffles=1).warnings == ("unequal_writing:leadership:customers",)
    assert compare(busy + [sheet(C, *busy[0].notes)] * 4, 6, asked={}, shuffles=1).warnings == ()
