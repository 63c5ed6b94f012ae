"""The workbook that facilitators hand out for typing answers in: drop-downs, an example, a page of advice."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gapsessions.intake.words import REQUIRED, Column
from gapsessions.method.vocabulary import Intent, Perspective, Question, Valence
from gapsessions.method.wording import QUESTIONS, SIDE_NAMES

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

ROWS = 5_000
"""Rows below the header that offer drop-downs."""
ANSWERS, EXAMPLE, ADVICE, LISTS = "Answers", "Example", "How to fill in", "Lists"
_WIDTHS = {
    Column.PERSPECTIVE: 14,
    Column.GATHERING: 20,
    Column.BREAKOUT: 16,
    Column.PERSON: 10,
    Column.QUESTION: 34,
    Column.TEXT: 70,
    Column.VALENCE: 10,
    Column.INTENT: 10,
    Column.SEGMENT: 16,
    Column.PEOPLE: 9,
}
_EXAMPLE: tuple[tuple[str, ...], ...] = (
    ("staff", "Tuesday, Leeds", "Window table", "", "1", "We know our regulars by name", "", "", "", "7"),
    ("staff", "Tuesday, Leeds", "Window table", "", "2", "Nobody calls back when we promised", "", "", "", "7"),
    ("customers", "Evening at the library", "Table 2", "", "3", "Others answer at night", "good", "", "north", "6"),
    ("customers", "By link", "", "17", "2", "The form asks the same thing twice", "", "", "under 30", ""),
    ("customers", "By link", "", "17", "4", "A text message when it is ready", "", "start", "under 30", ""),
    ("leadership", "Board", "", "A", "4", "The visits to branches", "", "continue", "", ""),
)


def answers_template(wording: Mapping[Question, str] | None = None) -> bytes:
    """An XLSX file to fill in, whose drop-downs name the questions by number and the given or default wording.

    What people type is kept as text: nothing in it becomes a formula, and nothing in it is one.
    """
    # Kept out of start-up: openpyxl takes a tenth of a second and 20 MB to load.
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "Gap Sessions"
    answers = book.active
    answers.title = ANSWERS
    example, advice, lists = (book.create_sheet(title) for title in (EXAMPLE, ADVICE, LISTS))
    options = _options(wording or QUESTIONS[Perspective.STAFF])
    _write_lists(lists, options)
    for sheet in (answers, example):
        _write_header(sheet)
    _offer(answers, options)
    for number, row in enumerate(_EXAMPLE, 2):
        for place, text in enumerate(row, 1):
            _put(example.cell(number, place), text)
    _write_advice(advice)
    lists.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _options(wording: Mapping[Question, str]) -> dict[Column, list[str]]:
    """What the drop-downs offer; question texts follow their number, so no wording can begin a cell."""
    return {
        Column.PERSPECTIVE: [SIDE_NAMES[perspective] for perspective in Perspective],
        Column.QUESTION: [f"{question.number} - {wording[question]}" for question in Question],
        Column.VALENCE: [valence.value for valence in Valence],
        Column.INTENT: [intent.value for intent in Intent],
    }


def _put(cell: Cell, text: str) -> None:
    """Write text as text, whatever it begins with."""
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(("=", "+", "-", "@"))


def _write_lists(sheet: Worksheet, options: Mapping[Column, list[str]]) -> None:
    for place, texts in enumerate(options.values(), 1):
        for number, text in enumerate(texts, 1):
            _put(sheet.cell(number, place), text)


def _write_header(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for place, column in enumerate(Column, 1):
        cell = sheet.cell(1, place)
        _put(cell, column.value)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F3A5F" if column in REQUIRED else "6B7785")
        cell.alignment = Alignment(vertical="center")
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = _WIDTHS[column]
        if column is not Column.PEOPLE:
            # Cells typed into later are text too, so "- more seats" and "=" stay what was typed.
            sheet.column_dimensions[letter].number_format = "@"
    sheet.row_dimensions[1].height = 22
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _offer(sheet: Worksheet, options: Mapping[Column, list[str]]) -> None:
    """Attach the drop-downs. Other words are let through with a hint: they are read, or pointed out, on import."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for place, (column, texts) in enumerate(options.items(), 1):
        source = get_column_letter(place)
        rule = DataValidation(
            type="list",
            formula1=f"{LISTS}!${source}$1:${source}${len(texts)}",
            allow_blank=True,
            errorStyle="warning",
            errorTitle=column.value,
            error=_("This is not on the list. It may not be understood later."),
            showErrorMessage=True,
        )
        target = get_column_letter(list(Column).index(column) + 1)
        rule.add(f"{target}2:{target}{ROWS + 1}")
        sheet.add_data_validation(rule)
    count = DataValidation(
        type="whole",
        operator="between",
        formula1="1",
        formula2="500",
        allow_blank=True,
        errorStyle="warning",
        error=_("A whole number from 1 to 500."),
        showErrorMessage=True,
    )
    target = get_column_letter(list(Column).index(Column.PEOPLE) + 1)
    count.add(f"{target}2:{target}{ROWS + 1}")
    sheet.add_data_validation(count)


def _write_advice(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment, Font

    lines = (
        ("", _("One row is one answer: one note, under one question, from one table or one person.")),
        ("", _("Type into the sheet “Answers”; this one and “Example” are not read.")),
        (Column.PERSPECTIVE, _("Who says it: Leadership, Staff or Customers. Required.")),
        (Column.GATHERING, _("The meeting, such as “Tuesday, Leeds”. Empty: one meeting per perspective.")),
        (Column.BREAKOUT, _("The table. All rows of one table are one sheet, and the sheet is what is counted.")),
        (
            Column.PERSON,
            _(
                "For people who answered alone: any mark that is the same in all rows of one person. It is not kept."
                " Empty as well as the breakout: every row counts as another person."
            ),
        ),
        (Column.QUESTION, _("The number of the question, 1 to 4. Required.")),
        (Column.TEXT, _("What was said, in their words, at most 2,000 characters. Required.")),
        (Column.VALENCE, _("Question 3 only: good, bad or mixed for customers. May stay empty.")),
        (Column.INTENT, _("Question 4 only: continue or start. May stay empty.")),
        (Column.SEGMENT, _("The kind of customer or staff, such as “under 30”. May stay empty.")),
        (Column.PEOPLE, _("How many sat at the table, 1 to 500. Empty: six.")),
        ("", _("Please write no names of customers or colleagues.")),
    )
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 100
    for number, (name, sentence) in enumerate(lines, 1):
        _put(sheet.cell(number, 1), str(name))
        _put(sheet.cell(number, 2), sentence)
        sheet.cell(number, 1).font = Font(bold=True)
        sheet.cell(number, 2).alignment = Alignment(wrap_text=True, vertical="top")
