"""All answers as one filtered table; the sheet that grows, so the one that is written the quick way."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gapsessions.disparity.content import AnswerContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.summary import names
from gapsessions.method.formulas import FORMULA_STARTS
from gapsessions.method.vocabulary import Intent, Perspective, Question, SheetKind, Valence

from .document import Paper, ReportDocument
from .excel_cells import Styles, clean_text, head_row, make_table, print_setup, title_rows, widths

HEAD = 4


def answers_sheet(book: Any, document: ReportDocument, styles: Styles) -> None:
    """Every answer with its theme; the breakout only where the facilitator's own export carries it.

    Rows are ordered by question, perspective, theme and text: no order here tells who wrote when or together.
    """
    sheet = book.create_sheet(_("Answers"))
    title_rows(sheet, _("All answers"), _("Ordered by question, perspective and theme, then by the alphabet"), styles)
    content = document.content
    with_breakout = any(answer.breakout for answer in content.answers)
    head = [
        _("Question"),
        _("Perspective"),
        _("Answer"),
        _("Theme"),
        _("Also in"),
        _("Good or bad"),
        _("Keep or start"),
        _("Star"),
        _("Sheet"),
        _("How sure"),
    ]
    if with_breakout:
        head.append(_("Breakout"))
    head_row(sheet, HEAD, head, styles)
    said = _Said(names(content))
    rows = sorted((said.row(answer) for answer in content.answers), key=lambda r: (r[0], r[1], r[3], r[2]))
    for offset, row in enumerate(rows, start=1):
        sheet.append(row if with_breakout else row[:-1])
        # Appended text that begins like a formula was taken for one: it is set back to text, here and only here.
        for column, value in ((3, row[2]), (4, row[3]), (5, row[4]), (11, row[10])):
            if value and value.startswith(FORMULA_STARTS) and column <= len(head):
                cell = sheet.cell(row=HEAD + offset, column=column)
                cell.data_type, cell.quotePrefix = "s", True
    last = HEAD + len(rows)
    make_table(sheet, "Answers", HEAD, last, len(head))
    sheet.freeze_panes = sheet.cell(row=HEAD + 1, column=1)
    widths(sheet, (18, 14, 90, 34, 24, 12, 14, 7, 10, 10, 16))
    print_setup(sheet, head=HEAD, letter=document.paper is Paper.LETTER)


class _Said:
    """Looks words up once per kind instead of once per answer."""

    def __init__(self, theme_names: dict[int, str]) -> None:
        self.themes = {theme: clean_text(name) for theme, name in theme_names.items()}
        self.questions = {q: f"{q.number}. {words.question_name(q)}" for q in Question}
        self.perspectives = {p: f"{words.perspective_name(p)}" for p in Perspective}
        self.valences = {Valence.GOOD: _("good"), Valence.BAD: _("bad"), Valence.MIXED: _("mixed"), None: ""}
        self.intents = {Intent.CONTINUE: _("keep"), Intent.START: _("start"), None: ""}
        self.kinds = {SheetKind.TABLE: _("table"), SheetKind.SINGLE: _("single")}
        self.other, self.undecided, self.star = _("Other"), _("Not placed yet"), _("star")

    def row(self, answer: AnswerContent) -> tuple:
        """One answer as a row of plain values, the breakout last."""
        if answer.themes:
            theme = self.themes.get(answer.themes[0], "")
        else:
            theme = self.other if answer.other else self.undecided
        return (
            self.questions[answer.question],
            self.perspectives[answer.perspective],
            clean_text(answer.text),
            theme,
            ", ".join(self.themes.get(number, "") for number in answer.themes[1:]),
            self.valences[answer.valence],
            self.intents[answer.intent],
            self.star if answer.star else "",
            self.kinds[answer.sheet_kind],
            answer.confidence,
            clean_text(answer.breakout) if answer.sheet_kind is SheetKind.TABLE else "",
        )
