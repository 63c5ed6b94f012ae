"""Rows read as answers: what is understood, and what is said beside a row that is not."""

from __future__ import annotations

import pytest
from django.utils import translation

from gapsessions.intake.answers import Parsed, parse_answers, read_answers
from gapsessions.intake.grid import Row, Table
from gapsessions.intake.issues import Issue, Problem
from gapsessions.intake.rows import PROPOSED_AT_MOST
from gapsessions.method.vocabulary import Intent, Perspective, Question, Valence
from tests.factories.spreadsheets import HEADER, make_csv, make_xlsx

GOOD = {"perspective": "staff", "question": "1", "text": "We listen"}


def parse(*rows: dict[str, str], columns: tuple[str, ...] = (*HEADER, "person"), **options: object) -> Parsed:
    """Parse rows given by column name; the first stands in row 2."""
    cells = (tuple(row.get(column, "") for column in columns) for row in rows)
    table = Table(columns, tuple(Row(number, texts) for number, texts in enumerate(cells, 2)))
    return parse_answers(table, **options)


def only_issue(parsed: Parsed) -> Issue:
    """The one issue there is."""
    assert len(parsed.issues) == 1
    return parsed.issues[0]


@pytest.mark.parametrize(
    ("word", "perspective"),
    [
        ("Leadership", "leadership"),
        (" LEADERS ", "leadership"),
        ("management", "leadership"),
        ("Exec", "leadership"),
        ("Board of Directors", "leadership"),
        ("C-suite", "leadership"),
        ("Führungskräfte", "leadership"),
        ("Direction", "leadership"),
        ("dirección", "leadership"),
        ("leidinggevenden", "leadership"),
        ("staff", "staff"),
        ("Employees", "staff"),
        ("team members", "staff"),
        ("front_line staff", "staff"),
        ("Mitarbeiter*innen", "staff"),
        ("salariés", "staff"),
        ("empleados", "staff"),
        ("medewerkers", "staff"),
        ("Customer", "customers"),
        ("clients", "customers"),
        ("Patients", "customers"),
        ("Kund:innen", "customers"),
        ("usagers", "customers"),
        ("clientes", "customers"),
        ("klanten", "customers"),
    ],
)
def test_perspective_is_understood_by_its_words(word: str, perspective: str) -> None:
    assert parse(GOOD | {"perspective": word}).answers[0].perspective == Perspective(perspective)


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("1", 1),
        (" 2 ", 2),
        ("3.", 3),
        ("4.0", 4),
        ("Q2", 2),
        ("q.3", 3),
        ("Question 4", 4),
        ("Frage 1:", 1),
        ("#2", 2),
        ("2 - What could we do better for our customers?", 2),
        ("3) anything after the number", 3),
        ("strength", 1),
        ("Improvements", 2),
        ("COMPETITOR", 3),
        ("action", 4),
        ("What do we do well for our customers?", 1),
        ("what do we do well  for our customers", 1),
        ("What does Tarnwell Bank do well?", 1),
        ("What could the Leeds Team do better", 2),
        ("What do others do differently?", 3),
        ("What do others do differently? Is that good or bad for you?", 3),
        ("What should we keep doing or start doing for our customers", 4),
    ],
)
def test_question_is_understood_by_number_kind_or_wording(word: str, number: int) -> None:
    assert parse(GOOD | {"question": word}).answers[0].question.number == number


def test_question_is_understood_in_the_sessions_own_wording() -> None:
    wordings = {Question.IMPROVE: ["Wo drückt der Schuh?", "Was nervt bei {organisation}?"]}

    parsed = parse(
        GOOD | {"question": "wo drückt der schuh"}, GOOD | {"question": "Was nervt bei uns?"}, wordings=wordings
    )

    assert [answer.question for answer in parsed.answers] == [Question.IMPROVE, Question.IMPROVE]


@pytest.mark.parametrize(
    ("question", "column", "word", "expected"),
    [
        ("3", "valence", "Good", Valence.GOOD),
        ("3", "valence", "bad for customers", Valence.BAD),
        ("3", "valence", "gemischt", Valence.MIXED),
        ("3", "valence", "", None),
        ("3", "valence", "n/a", None),
        ("1", "valence", "-", None),
        ("4", "intent", "Keep", Intent.CONTINUE),
        ("4", "intent", "start doing", Intent.START),
        ("4", "intent", "beibehalten", Intent.CONTINUE),
        ("4", "intent", " ", None),
    ],
)
def test_tag_is_understood_or_stays_unsaid(question: str, column: str, word: str, expected: str | None) -> None:
    assert getattr(parse(GOOD | {"question": question, column: word}).answers[0], column) == expected


@pytest.mark.parametrize(
    ("change", "problem", "column", "fix"),
    [
        ({"perspective": ""}, Problem.PERSPECTIVE_EMPTY, "perspective", None),
        ({"perspective": "\u200b"}, Problem.PERSPECTIVE_EMPTY, "perspective", None),
        ({"perspective": "Ledership"}, Problem.PERSPECTIVE_UNKNOWN, "perspective", "leadership"),
        ({"perspective": "supplier"}, Problem.PERSPECTIVE_UNKNOWN, "perspective", None),
        ({"question": ""}, Problem.QUESTION_EMPTY, "question", None),
        ({"question": "5"}, Problem.QUESTION_UNKNOWN, "question", None),
        ({"question": "0"}, Problem.QUESTION_UNKNOWN, "question", None),
        ({"question": "12"}, Problem.QUESTION_UNKNOWN, "question", None),
        ({"question": "1.5"}, Problem.QUESTION_UNKNOWN, "question", None),
        ({"question": "1 and 2"}, Problem.QUESTION_UNKNOWN, "question", None),
        ({"question": "strenght"}, Problem.QUESTION_UNKNOWN, "question", "1"),
        ({"text": ""}, Problem.TEXT_EMPTY, "text", None),
        ({"text": " \u00a0\n"}, Problem.TEXT_EMPTY, "text", None),
        ({"text": "\u200b\u200d\ufeff\u2060"}, Problem.TEXT_EMPTY, "text", None),
        ({"text": "\u3164\u2800\u00ad"}, Problem.TEXT_EMPTY, "text", None),
        ({"text": "\u202e\u202c"}, Problem.TEXT_EMPTY, "text", None),
        ({"text": "\ufe0f\u0301"}, Problem.TEXT_EMPTY, "text", None),
        ({"text": "\x00\x07"}, Problem.TEXT_EMPTY, "text", None),
        ({"text": "x" * 2001}, Problem.TEXT_TOO_LONG, "text", None),
        ({"text": "nul\x00here"}, Problem.CONTROL_CHARACTERS, "text", "nulhere"),
        ({"text": "bell\x07"}, Problem.CONTROL_CHARACTERS, "text", "bell"),
        ({"text": "c1\x9b31m"}, Problem.CONTROL_CHARACTERS, "text", "c131m"),
        ({"text": "half \ud83d of it"}, Problem.CONTROL_CHARACTERS, "text", "half of it"),
        ({"text": "no\ufffecharacter\uffff"}, Problem.CONTROL_CHARACTERS, "text", "nocharacter"),
        ({"text": "nor\U0001fffethis"}, Problem.CONTROL_CHARACTERS, "text", "northis"),
        ({"valence": "good"}, Problem.VALENCE_MISPLACED, "valence", ""),
        ({"question": "4", "valence": "bad"}, Problem.VALENCE_MISPLACED, "valence", ""),
        ({"question": "3", "valence": "god"}, Problem.VALENCE_UNKNOWN, "valence", "good"),
        ({"question": "3", "valence": "+"}, Problem.VALENCE_UNKNOWN, "valence", None),
        ({"intent": "start"}, Problem.INTENT_MISPLACED, "intent", ""),
        ({"question": "4", "intent": "stop"}, Problem.INTENT_UNKNOWN, "intent", None),
        ({"question": "4", "intent": "strat"}, Problem.INTENT_UNKNOWN, "intent", "start"),
        ({"breakout": "A", "people": "seven"}, Problem.PEOPLE_UNKNOWN, "people", None),
        ({"breakout": "A", "people": "0"}, Problem.PEOPLE_UNKNOWN, "people", None),
        ({"breakout": "A", "people": "501"}, Problem.PEOPLE_UNKNOWN, "people", None),
        ({"breakout": "A", "people": "6.5"}, Problem.PEOPLE_UNKNOWN, "people", None),
        ({"breakout": "A", "people": "-6"}, Problem.PEOPLE_UNKNOWN, "people", None),
        ({"people": "7"}, Problem.PEOPLE_MISPLACED, "people", ""),
        ({"gathering": "g" * 121}, Problem.NAME_TOO_LONG, "gathering", None),
        ({"breakout": "b" * 81}, Problem.NAME_TOO_LONG, "breakout", None),
        ({"segment": "s" * 81}, Problem.NAME_TOO_LONG, "segment", None),
        ({"breakout": "A\x00"}, Problem.CONTROL_CHARACTERS, "breakout", "A"),
    ],
)
def test_bad_cell_is_pointed_out_beside_its_row(
    change: dict[str, str], problem: Problem, column: str, fix: str | None
) -> None:
    parsed = parse(GOOD | change, GOOD)

    issue = only_issue(parsed)
    assert (issue.row, issue.problem, issue.column, issue.fix) == (2, problem, column, fix)
    assert issue.cell.endswith("2")
    assert issue.sentence.endswith(".")
    assert [answer.row for answer in parsed.answers] == [3]
    assert parsed.left_out == 1


def test_missing_perspective_is_proposed_from_the_row_above() -> None:
    parsed = parse(GOOD | {"perspective": "Customers"}, GOOD | {"perspective": ""})

    assert only_issue(parsed).fix == "customers"


def test_row_with_several_mistakes_names_each() -> None:
    parsed = parse({"perspective": "nobody", "question": "9", "text": "", "people": "x"})

    assert [issue.problem for issue in parsed.issues] == [
        Problem.PERSPECTIVE_UNKNOWN,
        Problem.QUESTION_UNKNOWN,
        Problem.TEXT_EMPTY,
        Problem.PEOPLE_UNKNOWN,
    ]
    assert parsed.left_out == 1


def test_people_that_disagree_within_a_breakout_are_pointed_out() -> None:
    table = GOOD | {"breakout": "Window"}

    parsed = parse(table, table | {"people": "7"}, table | {"people": "8"}, table | {"breakout": "Door", "people": "8"})

    issue = only_issue(parsed)
    assert (issue.row, issue.problem, issue.fix) == (4, Problem.PEOPLE_DISAGREE, "7")
    assert "Row 3" in issue.sentence


def test_segments_that_disagree_on_one_sheet_are_pointed_out() -> None:
    alone = GOOD | {"person": "17"}

    parsed = parse(alone | {"segment": "north"}, alone | {"segment": "North "}, alone | {"segment": "south"})

    assert (only_issue(parsed).row, only_issue(parsed).problem) == (4, Problem.SEGMENT_DISAGREE)


def test_formula_in_a_known_column_is_an_error_that_names_the_cell() -> None:
    rows = [["perspective", "question", "text", "total"], ["staff", 1, "=A1&B1", "=1+1"], ["staff", 1, "fine", "=2"]]

    parsed = read_answers(make_xlsx(rows), "a.xlsx")

    issue = only_issue(parsed)
    assert issue.problem == Problem.FORMULA
    assert "C2 is a formula" in issue.sentence
    assert "paste it as values" in issue.sentence
    assert [answer.text for answer in parsed.answers] == ["fine"]


def test_text_that_looks_like_a_formula_in_csv_is_text() -> None:
    rows = [["perspective", "question", "text"], ["staff", "1", "=SUM(A1)"], ["staff", "1", "'- more seats"]]

    assert [answer.text for answer in read_answers(make_csv(rows), "a.csv").answers] == ["=SUM(A1)", "- more seats"]


def test_text_cut_by_its_own_comma_is_an_error() -> None:
    issue = only_issue(read_answers(b"perspective,question,text\nstaff,1,slow, and rude\n", "a.csv"))

    assert (issue.problem, issue.cell, issue.value) == (Problem.SURPLUS, "D2", " and rude")


def test_row_that_is_empty_in_every_known_column_is_no_row() -> None:
    parsed = read_answers(b"perspective,question,text,source\nstaff,1,fine,x\n,,,total: 1\n", "a.csv")

    assert (parsed.rows, parsed.issues, parsed.left_out) == (1, (), 0)


def test_letters_lost_before_are_noticed_and_kept() -> None:
    parsed = parse(GOOD | {"text": "Caf\ufffd"})

    assert parsed.answers[0].text == "Caf\ufffd"
    assert any("�" in notice for notice in parsed.notices)


def test_rows_without_breakout_or_person_are_said_to_be_people() -> None:
    parsed = parse(GOOD, GOOD | {"breakout": "A"}, GOOD | {"person": "1"}, GOOD)

    assert any(notice.startswith("2 rows name neither") for notice in parsed.notices)


def test_value_is_shown_cut_and_without_anything_invisible() -> None:
    shown = only_issue(parse(GOOD | {"text": "\x1b[31m" + "secret " * 400})).shown

    assert len(shown) == 40
    assert shown.endswith("…")
    assert "\x1b" not in shown


def test_answers_and_issues_keep_their_words_out_of_reprs() -> None:
    parsed = parse(GOOD | {"text": "canary one"}, GOOD | {"text": "canary two\x00"})

    assert "canary" not in repr(parsed)


def test_questions_are_also_known_in_the_language_of_the_screen() -> None:
    with translation.override("de"):
        assert parse(GOOD | {"question": "What do we do well for our customers?"}).answers


def test_fixes_are_looked_for_a_limited_number_of_times() -> None:
    parsed = parse(*(GOOD | {"question": "strenght"} for _row in range(PROPOSED_AT_MOST + 1)))

    assert [issue.fix for issue in parsed.issues] == ["1"] * PROPOSED_AT_MOST + [None]
