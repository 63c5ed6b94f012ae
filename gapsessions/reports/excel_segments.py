"""Every count of every segment as a sheet of the workbook; none where no side can be taken apart."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gapsessions.disparity.parts.narrowing import narrowed
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.summary import names
from gapsessions.method.wording import SCOPES

from .document import Paper, ReportDocument
from .excel_cells import Styles, head_row, make_table, print_setup, put_row, title_rows, widths
from .segment_pages import segments_of

HEAD = 4


def segments_sheet(book: Any, document: ReportDocument, styles: Styles) -> None:
    """One row for each theme that a segment raised under a question; a theme that is missing was raised by nobody."""
    content = document.content
    parts = [part for side in content.comparison.sides for part in segments_of(content, side)]
    if not parts:
        return
    sheet, theme_names = book.create_sheet(_("Segments")), names(content)
    about = _("Counts of sheets; five people or more stand behind each segment. No reading rests on them.")
    title_rows(sheet, _("Segment by segment"), about, styles)
    head = [
        _("Side"), _("Segment"), _("Theme"), _("Where"),
        _("Tables raising it"), _("Tables"), _("Single replies raising it"), _("Single replies"),
    ]  # fmt: skip
    head_row(sheet, HEAD, head, styles)
    row = HEAD
    for part in parts:
        for found in narrowed(content, [part]).comparison.themes:
            for (side, scope), count in found.counts.items():
                if side is part.perspective and count.raising:
                    row += 1
                    singles = _("nearly all") if words.nearly_all(count) else count.singles_raising
                    values = (count.tables_raising, count.tables, singles, count.singles)
                    where = words.said(SCOPES[scope])
                    name = theme_names[found.theme]
                    put_row(sheet, row, (words.perspective_name(side), part.name, name, where, *values))
    make_table(sheet, "Segments", HEAD, row, len(head))
    sheet.freeze_panes = sheet.cell(row=HEAD + 1, column=4)
    widths(sheet, (16, 18, 34, 26, 12, 10, 14, 12))
    print_setup(sheet, head=HEAD, letter=document.paper is Paper.LETTER)
