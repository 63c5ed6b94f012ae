"""Pulse, predictions and votes as a sheet of the workbook: counts of people, and no score of anybody."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gapsessions.disparity.content import PulseContent
from gapsessions.disparity.worded import words

from .aside_pages import pulse_of
from .document import Paper, ReportDocument
from .excel_cells import Styles, head_row, make_table, print_setup, put, put_row, title_rows, widths
from .headings import pulse_heading

HEAD = 4
SCORES = range(11)


def pulse_sheet(book: Any, document: ReportDocument, styles: Styles) -> None:
    """How many gave each score, rooms and links apart, and what was foreseen; no sheet where neither was asked."""
    page = pulse_of(document.content)
    if page is None:
        return
    sheet = book.create_sheet(_("Pulse"))
    title_rows(sheet, pulse_heading(document.content), page.question, styles)
    head = [_("Who"), _("Where"), _("People"), _("Gave 9 or 10"), *(str(score) for score in SCORES)]
    head_row(sheet, HEAD, head, styles)
    asked = {side.perspective for side in document.sides}
    given = [pulse for pulse in document.content.pulse if pulse.perspective in asked and pulse.people]
    for row, pulse in enumerate(given, HEAD + 1):
        put_row(sheet, row, _row(pulse))
        for column in range(2, len(head) + 1):
            sheet.cell(row=row, column=column).alignment = styles.centre
    last = HEAD + len(given)
    make_table(sheet, "Pulse", HEAD, last, len(head))
    if given:
        _bars(sheet, last, len(head))
    below = last + 2
    for line in page.foreseen:
        put(sheet.cell(row=below, column=1), line)
        below += 1
    if any(pulse.counts for pulse in given):
        _chart(sheet, given, anchor=f"A{below + 1}")
    sheet.freeze_panes = sheet.cell(row=HEAD + 1, column=2)
    widths(sheet, (22, 14, 10, 12, *([6] * len(SCORES))))
    print_setup(sheet, head=HEAD, letter=document.paper is Paper.LETTER)


def _row(pulse: PulseContent) -> tuple[object, ...]:
    """Below five people no score is told: the cells stay empty."""
    where = _("by link") if pulse.by_link else _("in the room")
    scores = pulse.counts or (None,) * len(SCORES)
    return (words.perspective_name(pulse.perspective), where, pulse.people, pulse.promoters, *scores)


def _bars(sheet: Any, last: int, columns: int) -> None:
    """Bars behind the counts, of one scale for each row."""
    from openpyxl.formatting.rule import ColorScaleRule
    from openpyxl.utils import get_column_letter

    for row in range(HEAD + 1, last + 1):
        scale = ColorScaleRule(
            start_type="num", start_value=0, start_color="FFFFFFFF", end_type="max", end_color="FFB6C0CA"
        )
        sheet.conditional_formatting.add(f"E{row}:{get_column_letter(columns)}{row}", scale)


def _chart(sheet: Any, given: list[PulseContent], *, anchor: str) -> None:
    from openpyxl.chart import BarChart, Reference
    from openpyxl.chart.series import SeriesLabel
    from openpyxl.chart.shapes import GraphicalProperties

    from .excel_cells import PALE_COLOURS, SIDE_COLOURS

    chart = BarChart()
    chart.type, chart.grouping, chart.style = "col", "clustered", 10
    chart.title, chart.gapWidth = _("How many gave each score"), 60
    for row, pulse in enumerate(given, HEAD + 1):
        if not pulse.counts:
            continue
        chart.add_data(Reference(sheet, min_col=5, max_col=15, min_row=row), from_rows=True)
        where = _("by link") if pulse.by_link else _("in the room")
        chart.series[-1].tx = SeriesLabel(v=f"{words.perspective_name(pulse.perspective)}, {where}")
        colours = PALE_COLOURS if pulse.by_link else SIDE_COLOURS
        chart.series[-1].graphicalProperties = GraphicalProperties(solidFill=colours[pulse.perspective.value])
    chart.set_categories(Reference(sheet, min_col=5, max_col=15, min_row=HEAD))
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorUnit = 1
    chart.legend.position = "b"
    chart.width, chart.height = 24, 9
    sheet.add_chart(chart, anchor)
