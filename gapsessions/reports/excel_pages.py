"""Summary, matrix and plan as sheets of the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from gapsessions.disparity.worded.parts import Cell, Row

from .document import Paper, ReportDocument
from .excel_cells import (
    SIDE_COLOURS,
    Styles,
    head_row,
    make_table,
    print_setup,
    put,
    put_row,
    shades,
    title_rows,
    widths,
)

HEAD = 4
"""The row of every table's head; titles stand above it."""


def summary_sheet(book: Any, document: ReportDocument, styles: Styles) -> None:
    """The one-page summary in words, for whoever opens the workbook first."""
    sheet = book.create_sheet(_("Summary"))
    summary = document.summary
    title_rows(sheet, summary.title, f"{document.organisation} · {document.title} · {document.held_on}", styles)
    row = 3
    if document.draft:
        put(sheet.cell(row=row, column=1), _("DRAFT: answers may still arrive"))
        sheet.cell(row=row, column=1).font = styles.bold
        row += 1
    put(sheet.cell(row=row, column=1), summary.lede)
    if not document.reviewed:
        row += 1
        put(sheet.cell(row=row, column=1), _("Themes proposed by machine, not reviewed."))
    row += 2
    for name, facts in [(side.name, side.sheets) for side in document.sides]:
        put_row(sheet, row, (name, facts))
        sheet.cell(row=row, column=1).font = styles.bold
        row += 1
    for line in document.one_sheet:
        put(sheet.cell(row=row, column=1), line)
        row += 1
    row = _rows_block(sheet, row + 1, summary.gaps_title, summary.gaps, document, styles)
    row = _rows_block(sheet, row, summary.agreement_title, summary.agreements, document, styles)
    most = [(m.side.name, *(f"{theme} ({reach})" for theme, reach in m.themes)) for m in summary.most]
    row = _text_block(sheet, row, _("What each side raised most"), most, styles)
    # The facts are as long as three columns; the cells beside them stay empty so that they are read to their end.
    room = [
        (q.theme, q.question, " ".join((q.facts, q.caveat)).strip(), None, None, q.chip.shown)
        for q in document.room[:5]
    ]
    row = _text_block(sheet, row, _("Questions for the room"), room, styles)
    starts = [(s.what, s.owner, s.due, s.raised_by) for s in summary.starts]
    _text_block(sheet, row, _("Start here"), starts, styles)
    widths(sheet, (44, 30, 30, 34, 42, 50))
    print_setup(sheet, head=None, letter=document.paper is Paper.LETTER)


def _rows_block(
    sheet: Any, row: int, title: str, rows: tuple[Row, ...], document: ReportDocument, styles: Styles
) -> int:
    if not rows:
        return row
    put(sheet.cell(row=row, column=1), title)
    sheet.cell(row=row, column=1).font = styles.section
    head_row(sheet, row + 1, [_("Theme"), _("Question"), *(s.name for s in document.sides), _("Reading")], styles)
    row += 2
    for item in rows:
        label = item.chip.shown if item.chip else ""
        put_row(sheet, row, (item.name, item.question, *(cell.words for cell in item.cells), label))
        if item.chip:
            sheet.cell(row=row, column=3 + len(item.cells)).fill = styles.families[item.chip.family]
        row += 1
    return row + 1


def _text_block(sheet: Any, row: int, title: str, lines: Sequence[tuple[str | None, ...]], styles: Styles) -> int:
    if not lines:
        return row
    put(sheet.cell(row=row, column=1), title)
    sheet.cell(row=row, column=1).font = styles.section
    for line in lines:
        row += 1
        put_row(sheet, row, line)
        sheet.cell(row=row, column=1).font = styles.bold
    return row + 2


def matrix_sheet(book: Any, document: ReportDocument, styles: Styles) -> None:
    """Themes by question and perspective: how many sheets raised each; the number of sheets stands in the head."""
    sheet = book.create_sheet(_("Matrix"))
    title_rows(sheet, _("All themes at a glance"), _("How many sheets raised each theme under each question"), styles)
    head, columns, shaded = [_("Theme"), _("Heading")], [], []
    for column in document.matrix.columns:
        for side, sheets in column.sides:
            label = f"{column.question.number}. {column.label} · {side.name}"
            kinds = (
                zip((_("tables"), _("single")), sheets.split("+"), strict=True)
                if side.both and "+" in sheets
                else (("", sheets),)
            )
            for kind, n in kinds:
                head.append(_("%(label)s (of %(n)s)") % {"label": f"{label} {kind}".strip(), "n": n})
                shaded.append((side.perspective.value, _value(n)))
            columns.append(side.both and "+" in sheets)
    head.append(_("Reading"))
    head_row(sheet, HEAD, head, styles)
    sheet.row_dimensions[HEAD].height = 62
    row = HEAD
    for group in document.matrix.groups:
        for name, cells, chip in group.rows:
            row += 1
            put_row(sheet, row, (name, group.title))
            _matrix_cells(sheet, row, cells, columns, styles)
            if chip:
                put(sheet.cell(row=row, column=len(head)), chip.shown)
                sheet.cell(row=row, column=len(head)).fill = styles.families[chip.family]
    make_table(sheet, "Matrix", HEAD, row, len(head))
    for column, (side, most) in enumerate(shaded, 3):
        if isinstance(most, int):
            shades(sheet, column, HEAD + 1, row, SIDE_COLOURS[side], most)
    sheet.freeze_panes = sheet.cell(row=HEAD + 1, column=2)
    widths(sheet, (38, 20, *([11.5] * (len(head) - 3)), 50))
    print_setup(sheet, head=HEAD, letter=document.paper is Paper.LETTER)


def _matrix_cells(sheet: Any, row: int, cells: tuple[Cell, ...], doubled: list[bool], styles: Styles) -> None:
    column = 3
    for cell, both in zip(cells, doubled, strict=True):
        for text in (cell.k, cell.singles_k) if both else (cell.k,):
            target = sheet.cell(row=row, column=column)
            put(target, _value(text) if cell.state == "counted" else "–")
            target.alignment = styles.centre
            column += 1


def _value(text: str) -> int | str:
    """A count as a number, so that it sorts; "nearly all" stays words."""
    digits = "".join(character for character in text if character.isdigit())
    return int(digits) if digits else text


def plan_sheet(book: Any, document: ReportDocument, styles: Styles) -> None:
    """The actions that people typed; an empty table to fill in where there are none."""
    sheet = book.create_sheet(_("Plan"))
    title_rows(sheet, _("The plan"), _("Only what people wrote down; nothing is added"), styles)
    head = [
        _("What"),
        _("Owner"),
        _("Sponsor"),
        _("Departments"),
        _("By"),
        _("Measure of success"),
        _("Status"),
        _("Theme"),
        _("Raised by"),
    ]
    head_row(sheet, HEAD, head, styles)
    row = HEAD
    for start, action in zip(document.plan, document.content.actions, strict=True):
        row += 1
        put_row(
            sheet,
            row,
            (
                start.what,
                start.owner,
                start.sponsor,
                start.departments,
                action.due,
                start.measure,
                start.status,
                start.theme,
                start.raised_by,
            ),
        )
        sheet.cell(row=row, column=5).number_format = "yyyy-mm-dd"
        for column in range(1, len(head) + 1):
            sheet.cell(row=row, column=column).alignment = styles.wrap
    make_table(sheet, "Plan", HEAD, row, len(head))
    sheet.freeze_panes = sheet.cell(row=HEAD + 1, column=2)
    widths(sheet, (44, 22, 22, 24, 12, 34, 12, 30, 48))
    print_setup(sheet, head=HEAD, letter=document.paper is Paper.LETTER)
