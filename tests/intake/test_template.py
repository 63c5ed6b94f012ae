"""The workbook to hand out: its drop-downs say what the reader understands, and nothing in it is a formula."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import load_workbook

from gapsessions.intake.answers import read_answers
from gapsessions.intake.template import ANSWERS, EXAMPLE, LISTS, answers_template
from gapsessions.method.vocabulary import Question


def options() -> dict[str, list[str]]:
    """What each column of the lists offers."""
    book = load_workbook(io.BytesIO(answers_template()))
    return {letter: [cell.value for cell in book[LISTS][letter] if cell.value] for letter in "ABCD"}


def filled(*rows: list[object]) -> bytes:
    """The template with rows typed into it."""
    book = load_workbook(io.BytesIO(answers_template()))
    for row in rows:
        book[ANSWERS].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_every_offered_word_is_understood() -> None:
    lists = options()
    rows = [[who, "", "", "", lists["B"][0], "x"] for who in lists["A"]]
    rows += [["Staff", "", "", "", question, "x"] for question in lists["B"]]
    rows += [["Staff", "", "", "", 3, "x", tag] for tag in lists["C"]]
    rows += [["Staff", "", "", "", 4, "x", "", tag] for tag in lists["D"]]

    parsed = read_answers(filled(*rows), "template.xlsx")

    assert parsed.issues == ()
    assert len({answer.perspective for answer in parsed.answers}) == 3
    assert [answer.question for answer in parsed.answers[3:7]] == list(Question)


def test_drop_downs_stand_on_the_columns_they_are_for() -> None:
    sheet = load_workbook(io.BytesIO(answers_template()))[ANSWERS]
    headers = {cell.column_letter: cell.value for cell in sheet[1]}

    offered = {headers[str(rule.sqref)[0]]: rule.formula1 for rule in sheet.data_validations.dataValidation}

    assert set(offered) == {"perspective", "question", "valence", "intent", "people"}
    assert offered["question"] == f"{LISTS}!$B$1:$B$4"


def test_empty_template_holds_no_answers_of_its_own() -> None:
    assert read_answers(answers_template(), "template.xlsx").answers == ()


def test_example_is_without_mistakes() -> None:
    book = load_workbook(io.BytesIO(answers_template()))
    for title in book.sheetnames:
        if title != EXAMPLE:
            book[title].sheet_state = "hidden"
    book.active = book.sheetnames.index(EXAMPLE)
    file = io.BytesIO()
    book.save(file)

    parsed = read_answers(file.getvalue(), "example.xlsx")

    assert parsed.issues == ()
    assert len(parsed.answers) >= 5


@pytest.mark.parametrize("wording", ["=HYPERLINK(1)", "+1", "@SUM(A1)", "-2"])
def test_wording_of_a_session_becomes_no_formula(wording: str) -> None:
    data = answers_template(dict.fromkeys(Question, wording))

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert sheets
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def test_template_names_nobody() -> None:
    book = load_workbook(io.BytesIO(answers_template()))

    assert (book.properties.creator, book.properties.lastModifiedBy) == ("Gap Sessions", None)
