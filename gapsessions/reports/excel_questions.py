"""One sheet of the workbook for each question: every theme raised under it, counts, raw shares, and a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.parts import QuestionPage
from gapsessions.disparity.worded.rows import reach, share, spread
from gapsessions.disparity.worded.summary import chip_of, names
from gapsessions.method.findings import Count, SideFacts, ThemeFindings
from gapsessions.method.vocabulary import Perspective, Question, Scope

from .document import Paper, ReportDocument
from .excel_cells import SIDE_COLOURS, Styles, data_bars, head_row, make_table, print_setup, put_row, title_rows, widths
from .excel_charts import share_chart

HEAD = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """Tables or single sheets of one side; the two are never added up."""

    perspective: Perspective
    singles: bool
    label: str

    def of(self, count: Count | None) -> tuple[object, object, float | None]:
        """(sheets that answered, sheets that raised it, raw share); words where there is no number."""
        if count is None:
            return words.reach_text(self.perspective, None), "", None
        n, k = (count.singles, count.singles_raising) if self.singles else (count.tables, count.tables_raising)
        if not n:
            return 0, "", None
        if self.singles and words.nearly_all(count):
            return n, _("nearly all"), share(k - 0.5, n)
        return n, k, share(k, n)


def units_of(sides: tuple[SideFacts, ...]) -> list[Unit]:
    """What the columns stand for; a side with tables and single replies has two."""
    units = []
    for side in sides:
        name = words.perspective_name(side.perspective)
        both = bool(side.tables and side.singles)
        if side.tables or not side.singles:
            label = _("%(side)s, tables") % {"side": name} if both else name
            units.append(Unit(side.perspective, False, label))
        if side.singles:
            label = _("%(side)s, single replies") % {"side": name} if both else name
            units.append(Unit(side.perspective, True, label))
    return units


def question_sheet(book: Any, document: ReportDocument, page: QuestionPage, styles: Styles) -> None:
    """The table of one question, sorted by the widest difference of raw shares, with a chart of the first themes."""
    sheet = book.create_sheet(f"{page.number} {page.name}"[:31])
    title_rows(sheet, page.title, " / ".join((*page.wordings, *page.absent)), styles)
    comparison, scope = document.content.comparison, Scope(page.question.value)
    raised = [
        findings
        for findings in comparison.themes
        if any(count.raising for (_side, of), count in findings.counts.items() if of is scope)
    ]
    raised.sort(key=lambda f: (-spread(f, scope), -reach(f, scope)))
    units = units_of(comparison.sides)
    head = _head(units, document, page.question)
    head_row(sheet, HEAD, head, styles)
    theme_names = names(document.content)
    for offset, findings in enumerate(raised, start=1):
        _row(sheet, HEAD + offset, theme_names[findings.theme], findings, units, page.question, styles)
    last = HEAD + len(raised)
    make_table(sheet, f"Question{page.number}", HEAD, last, len(head))
    sheet.freeze_panes = sheet.cell(row=HEAD + 1, column=2)
    middle = len(head) - 2 - len(units)
    widths(sheet, (38, *([14] * middle), 50, *([14] * len(units))))
    first = len(head) - len(units) + 1
    for place, unit in enumerate(units):
        data_bars(sheet, first + place, HEAD + 1, last, SIDE_COLOURS[unit.perspective.value], most=1)
    share_chart(
        sheet,
        title=_("Raw share of sheets"),
        head=HEAD,
        rows=len(raised),
        series=[
            (first + i, unit.perspective.value, unit.singles and _both(units, unit)) for i, unit in enumerate(units)
        ],
        anchor=f"A{last + 3}",
    )
    print_setup(sheet, head=HEAD, letter=document.paper is Paper.LETTER)


def _both(units: list[Unit], unit: Unit) -> bool:
    return sum(other.perspective is unit.perspective for other in units) > 1


def _head(units: list[Unit], document: ReportDocument, question: Question) -> list[str]:
    head = [_("Theme")]
    for unit in units:
        head += [_("%(side)s: answered") % {"side": unit.label}, _("%(side)s: raised it") % {"side": unit.label}]
    for side in document.sides:
        if question is Question.COMPETITOR:
            head.append(_("%(side)s: good / bad / mixed") % {"side": side.name})
        if question is Question.ACTION:
            head += [_("%(side)s: start") % {"side": side.name}, _("%(side)s: keep") % {"side": side.name}]
    return [*head, _("Reading"), *(_("%(side)s: share") % {"side": unit.label} for unit in units)]


def _row(
    sheet: Any, row: int, name: str, findings: ThemeFindings, units: list[Unit], question: Question, styles: Styles
) -> None:
    scope = Scope(question.value)
    values: list[object] = [name]
    shares: list[float | None] = []
    for unit in units:
        n, k, raw = unit.of(findings.counts.get((unit.perspective, scope)))
        values += [n, k]
        shares.append(raw)
    for side in dict.fromkeys(unit.perspective for unit in units):
        count = findings.counts.get((side, scope))
        if question is Question.COMPETITOR:
            values.append(f"{count.good} / {count.bad} / {count.mixed}" if count and count.raising else "")
        if question is Question.ACTION:
            values += [
                words.reach_text(side, findings.counts.get((side, part))) for part in (Scope.START, Scope.CONTINUE)
            ]
    under = [reading for reading in findings.readings if words.QUESTION_OF[words.stands_under(reading)] is question]
    values.append(words.reading_words(under[0]) if under else "")
    label = len(values)
    put_row(sheet, row, [*values, *shares])
    for column in range(2, len(values) + len(shares) + 1):
        cell = sheet.cell(row=row, column=column)
        cell.alignment = styles.centre
        if column > label:
            cell.number_format = "0%"
    if under:
        sheet.cell(row=row, column=label).fill = styles.families[chip_of(under[0]).family]
