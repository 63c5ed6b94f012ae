"""Answers that are a mark for nothing are passed over, and said to be; words never are."""

from __future__ import annotations

import pytest

from gapsessions.intake.answers import parse_answers
from gapsessions.intake.grid import Row, Table
from gapsessions.intake.issues import Problem
from tests.intake.test_rows import GOOD, only_issue, parse


@pytest.mark.parametrize("text", ["-", " – ", "...", "…", "?", "--", "/", "n/a", "N/A", "n.a.", "•"])
def test_answer_that_is_a_mark_for_nothing_is_passed_over_and_told(text: str) -> None:
    parsed = parse(GOOD, GOOD | {"text": text})
    assert [answer.row for answer in parsed.answers] == [2]
    assert parsed.issues == ()
    assert parsed.rows == 1
    assert "1 cell that says nothing, such as “-”, was passed over." in parsed.notices


@pytest.mark.parametrize("text", ["none", "Nothing", "na", "+", "👍", "10", "無", "- slow"])
def test_answer_in_words_signs_or_numbers_is_left_alone(text: str) -> None:
    assert [answer.text for answer in parse(GOOD | {"text": text}).answers] == [text]


def test_mark_for_nothing_needs_no_side_and_a_formula_is_none() -> None:
    assert parse({"perspective": "", "question": "9", "text": "-"}).issues == ()
    columns = ("perspective", "question", "text")
    table = Table(columns, (Row(2, ("staff", "1", "-"), frozenset({2})),))
    assert only_issue(parse_answers(table)).problem is Problem.FORMULA
