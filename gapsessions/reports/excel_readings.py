"""Readings with all their figures, as a sheet of the workbook."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.differences import why_of
from gapsessions.disparity.worded.headline import count_of
from gapsessions.disparity.worded.summary import by_theme, chip_of, names
from gapsessions.method.findings import Reading
from gapsessions.method.wording import SCOPES, TERMS

from .document import Paper, ReportDocument
from .excel_cells import Styles, head_row, make_table, print_setup, put_row, title_rows, widths

HEAD = 4


def readings_sheet(book: Any, document: ReportDocument, styles: Styles) -> None:
    """One row per reading of every theme: counts, evidence, grade, cap, whether it became a headline, and why."""
    sheet = book.create_sheet(_("Readings"))
    title_rows(
        sheet, _("Readings"), _("Every reading with its figures; the field's own terms in the second column"), styles
    )
    content = document.content
    head = [
        _("Theme"),
        _("Reading"),
        _("Term"),
        _("Where"),
        *(side.name for side in document.sides),
        _("Evidence"),
        _("After the cap"),
        _("Capped by sheets"),
        _("Grade"),
        _("Headline"),
        _("Expected of the leaders"),
        _("Holds if cut otherwise"),
        _("Why"),
    ]
    head_row(sheet, HEAD, head, styles)
    theme_names, row = names(content), HEAD
    order = {
        reading: place
        for place, reading in enumerate(
            (*content.comparison.headlines, *content.comparison.agreements, *content.comparison.questions)
        )
    }
    readings = [r for findings in content.comparison.themes for r in findings.readings]
    for reading in sorted(readings, key=lambda r: order.get(r, len(order))):
        row += 1
        counts = by_theme(content)[reading.theme].counts
        put_row(
            sheet,
            row,
            (
                theme_names[reading.theme],
                words.reading_words(reading),
                words.said(TERMS[reading.name]),
                words.said(SCOPES[reading.scope]),
                *(
                    words.reach_text(side.perspective, count_of(reading, side.perspective, counts))
                    for side in content.comparison.sides
                ),
                reading.evidence,
                reading.capped,
                reading.cap_n,
                reading.grade.value,
                _headline(reading),
                round(reading.expected, 1) if reading.expected is not None else None,
                {True: _("yes"), False: _("no"), None: ""}[reading.robust],
                " ".join(why_of(content, reading)),
            ),
        )
        sheet.cell(row=row, column=2).fill = styles.families[chip_of(reading).family]
        sheet.cell(row=row, column=len(head)).alignment = styles.wrap
    make_table(sheet, "Readings", HEAD, row, len(head))
    sheet.freeze_panes = sheet.cell(row=HEAD + 1, column=2)
    widths(sheet, (34, 26, 20, 22, *([30] * len(document.sides)), 11, 11, 11, 12, 12, 13, 13, 90))
    print_setup(sheet, head=HEAD, letter=document.paper is Paper.LETTER)


def _headline(reading: Reading) -> str:
    if reading.contest is None:
        return ""
    return _("yes") if reading.headline else _("question for the room")
