"""The columns of a spreadsheet are found whatever their order and names."""

from __future__ import annotations

import pytest

from gapsessions.intake.answers import read_answers
from gapsessions.intake.issues import Problem
from gapsessions.method.vocabulary import Question
from tests.factories.spreadsheets import make_csv


def test_columns_are_found_in_any_order_and_spelling() -> None:
    rows = [
        ["Source", "ANSWER", "Head_Count", " Stake Holder ", "Table", "Q no."],
        ["x", "fine", "7", "staff", "A", "2"],
    ]

    parsed = read_answers(make_csv(rows), "a.csv")

    answer = parsed.answers[0]
    assert (answer.text, answer.people, answer.breakout, answer.question) == ("fine", 7, "A", Question.IMPROVE)
    assert parsed.ignored == ("Source",)
    assert any("“Table” was read as breakout" in notice for notice in parsed.notices)


def test_column_with_the_known_name_wins_over_another_word_for_it() -> None:
    rows = [["comment", "perspective", "question", "Text"], ["internal remark", "staff", "1", "the answer"]]

    parsed = read_answers(make_csv(rows), "a.csv")

    assert parsed.answers[0].text == "the answer"
    assert parsed.ignored == ("comment",)


@pytest.mark.parametrize("headers", [["note", "answer"], ["text", "Text"]])
def test_two_columns_that_could_be_the_text_are_an_error(headers: list[str]) -> None:
    parsed = read_answers(make_csv([["perspective", "question", *headers], ["staff", "1", "a", "b"]]), "a.csv")

    assert [issue.problem for issue in parsed.issues] == [Problem.COLUMN_TWICE]
    assert parsed.unusable


def test_missing_columns_are_one_error_that_lists_what_was_found() -> None:
    parsed = read_answers(make_csv([["whom", "text", "remark"], ["staff", "fine", ""]]), "a.csv")

    (issue,) = parsed.issues
    assert (issue.row, issue.problem) == (1, Problem.COLUMN_MISSING)
    assert "“perspective”, “question”" in issue.sentence
    assert "“whom”, “text”, “remark”" in issue.sentence
    assert parsed.unusable
    assert parsed.answers == ()
