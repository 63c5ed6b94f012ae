"""Themes with stars, votes and their place on the grid, as a sheet of the workbook."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.summary import by_theme
from gapsessions.method.findings import Count
from gapsessions.method.vocabulary import Perspective, Scope
from gapsessions.method.wording import NOTES

from .document import Paper, ReportDocument
from .excel_cells import SIDE_COLOURS, Styles, data_bars, head_row, make_table, print_setup, put_row, title_rows, widths

HEAD = 4
GRID_COLOUR = "7C8B99"


def themes_sheet(book: Any, document: ReportDocument, styles: Styles) -> None:
    """Themes with their headings: answers, reach, stars, dots of closed votes, impact and effort, and remarks."""
    sheet = book.create_sheet(_("Themes"))
    note = _("Stars are what tables marked as most important, dots are votes; they never decide a reading")
    title_rows(sheet, _("Themes"), note, styles)
    content = document.content
    sides = [side.perspective for side in content.comparison.sides]
    voting = [side for side in sides if any(vote.perspective is side for vote in content.votes)]
    names = [side.name for side in document.sides]
    head = [
        _("Theme"),
        _("Heading"),
        _("Answers"),
        *names,
        *(_("%(side)s: stars") % {"side": name} for name in names),
        *(_("%(side)s: dots") % {"side": words.perspective_name(side)} for side in voting),
        *((_("Impact, 1 to 6"), _("Effort, 1 to 6")) if content.priorities else ()),
        _("Remarks"),
        _("In their words"),
    ]
    head_row(sheet, HEAD, head, styles)
    last = _rows(sheet, content, sides, voting, styles, len(head))
    make_table(sheet, "Themes", HEAD, last, len(head))
    first = 4 + len(sides)
    for place, side in enumerate((*sides, *voting)):
        data_bars(sheet, first + place, HEAD + 1, last, SIDE_COLOURS[side.value])
    middle = len(head) - 5 - len(sides)
    for column in range(first + len(sides) + len(voting), len(head) - 1):
        data_bars(sheet, column, HEAD + 1, last, GRID_COLOUR, most=6)
    sheet.freeze_panes = sheet.cell(row=HEAD + 1, column=2)
    widths(sheet, (38, 22, 10, *([32] * len(sides)), *([12] * middle), 34, 60))
    print_setup(sheet, head=HEAD, letter=document.paper is Paper.LETTER)


def _rows(
    sheet: Any,
    content: SnapshotContent,
    sides: list[Perspective],
    voting: list[Perspective],
    styles: Styles,
    columns: int,
) -> int:
    """Write the rows, themes with most answers first; give the number of the last."""
    findings, row = by_theme(content), HEAD
    dots: dict[tuple[int, Perspective], int] = {}
    for vote in content.votes:
        dots[vote.theme, vote.perspective] = dots.get((vote.theme, vote.perspective), 0) + vote.dots
    places = {place.theme: (place.impact, place.effort) for place in content.priorities}
    for theme in sorted(content.themes, key=lambda t: (-t.answers, t.name)):
        row += 1
        found = findings.get(theme.theme)
        counts = found.counts if found else {}
        values = [
            theme.name,
            theme.heading,
            theme.answers,
            *(words.reach_text(side, counts.get((side, Scope.ANY))) for side in sides),
            *(_stars(counts.get((side, Scope.ANY))) for side in sides),
            *(dots.get((theme.theme, side)) for side in voting),
            *(places.get(theme.theme, (None, None)) if places else ()),
            "; ".join(_remark(note) for note in (found.notes if found else ())),
            theme.quote,
        ]
        put_row(sheet, row, values)
        sheet.cell(row=row, column=columns).alignment = styles.wrap
    return row


def _stars(count: Count | None) -> int | None:
    return count.stars if count is not None else None


def _remark(note: str) -> str:
    """A note's key as a sentence; unknown keys are not printed."""
    key, _separator, side = note.partition(":")
    if key not in NOTES:
        return ""
    name = words.perspective_name(Perspective(side)) if side in set(Perspective) else ""
    return words.said(NOTES[key]) % {"side": name}
