"""The pages between summary and plan: all themes at a glance, and one page for each of the four questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.headline import agreement_title, gap_title, short_name
from gapsessions.disparity.worded.parts import (
    Chip,
    Matrix,
    MatrixColumn,
    MatrixGroup,
    Paper,
    PlotTable,
    QuestionPage,
    Row,
)
from gapsessions.disparity.worded.rows import cell_of, reach, row_of, side_of
from gapsessions.disparity.worded.summary import chip_of, compared_text, names
from gapsessions.disparity.worded.tables import about_table, chip_under, raised_under, scopes_of
from gapsessions.method.findings import Reading, SideFacts, ThemeFindings
from gapsessions.method.vocabulary import Perspective, Question, Scope

from .quotes import quote_columns

ROWS_OF_A_QUESTION, ROWS_OF_A_HALF = 10, 4
"""More themes than this are named below the table; all of them stand in the matrix and in the spreadsheet."""
OPEN_LIST = 40
"""How many of those names a page prints before it says "and n more"."""


def matrix_of(content: SnapshotContent) -> Matrix:
    """Rows are themes under their headings; columns are questions, each with its perspectives."""
    comparison = content.comparison
    columns = tuple(
        MatrixColumn(
            question,
            words.question_name(question),
            tuple((side_of(side), _sheets_under(comparison.themes, side, question)) for side in comparison.sides),
        )
        for question in Question
    )
    theme_names = names(content)
    headings = {theme.theme: theme.heading for theme in content.themes}
    groups: dict[str, list[ThemeFindings]] = {}
    for findings in sorted(comparison.themes, key=lambda f: -reach(f, Scope.ANY)):
        groups.setdefault(headings.get(findings.theme, ""), []).append(findings)
    return Matrix(
        columns,
        tuple(
            MatrixGroup(title, tuple(_matrix_row(f, theme_names, comparison.sides) for f in members))
            for title, members in groups.items()
        ),
        len(comparison.themes),
    )


def _matrix_row(
    findings: ThemeFindings, theme_names: dict[int, str], sides: tuple[SideFacts, ...]
) -> tuple[str, tuple, Chip | None]:
    cells = tuple(
        cell_of(side.perspective, findings.counts.get((side.perspective, Scope(question.value))))
        for question in Question
        for side in sides
    )
    first = findings.readings[0] if findings.readings else None
    if first is None:
        return theme_names[findings.theme], cells, None
    number = words.number(words.QUESTION_OF[words.stands_under(first)].number)
    return theme_names[findings.theme], cells, replace(chip_of(first), number=number)


def _sheets_under(themes: Iterable[ThemeFindings], side: SideFacts, question: Question) -> str:
    """ "9" or "2+50": sheets of the side that answered the question, as the head of a column prints it."""
    count = next(
        (
            f.counts[side.perspective, Scope(question.value)]
            for f in themes
            if (side.perspective, Scope(question.value)) in f.counts
        ),
        None,
    )
    if count is None or not count.answered:
        return "–"
    parts = [words.number(n) for n in (count.tables, count.singles) if n]
    return "+".join(parts)


def question_page(content: SnapshotContent, question: Question, paper: Paper = Paper.A4) -> QuestionPage:
    """What each side answered to one question; side by side, then in their own words."""
    comparison = content.comparison
    scopes = scopes_of(content, question)
    tables = tuple(
        table for scope in scopes if (table := _table(content, scope, alone=len(scopes) == 1, paper=paper)).rows
    )
    readings = [
        r
        for r in (*comparison.headlines, *comparison.agreements, *comparison.questions)
        if words.QUESTION_OF[words.stands_under(r)] is question
    ]
    title, lede = _question_title(content, question, readings, tables)
    return QuestionPage(
        question=question,
        number=question.number,
        anchor=f"question-{question.number}",
        name=words.question_name(question),
        wordings=_wordings(content, question),
        title=title,
        lede=lede,
        tables=tables,
        quotes=quote_columns(content, question, [row.theme for table in tables for row in table.rows]),
        absent=tuple(_absent(content, question)),
    )


def _table(content: SnapshotContent, scope: Scope, *, alone: bool, paper: Paper) -> PlotTable:
    comparison, theme_names = content.comparison, names(content)
    ordered = raised_under(content, scope)
    limit = ROWS_OF_A_QUESTION if alone else ROWS_OF_A_HALF
    # Rows are higher where tables and single replies, or good and bad, stand below each other; Letter is shorter.
    tall = any(side.tables and side.singles for side in comparison.sides) or scope is Scope.COMPETITOR
    limit -= (limit // 4) * (tall + (paper is Paper.LETTER))
    rows = tuple(
        row_of(theme_names[f.theme], f, scope, comparison.sides, chip=chip_under(f, scope)) for f in ordered[:limit]
    )
    rest = [words.isolated(theme_names[f.theme]) for f in ordered[limit:]]
    more = ", ".join(rest[:OPEN_LIST])
    if len(rest) > OPEN_LIST:
        more = _("%(names)s and %(n)d more") % {"names": more, "n": len(rest) - OPEN_LIST}
    title = {Scope.START: _("Start doing"), Scope.CONTINUE: _("Keep doing")}.get(scope, "")
    return PlotTable(title, rows, more, about_table(scope))


def _question_title(
    content: SnapshotContent, question: Question, readings: list[Reading], tables: tuple[PlotTable, ...]
) -> tuple[str, str]:
    """The page's own finding, and the counts behind it."""
    if not any(question in side.asked for side in content.comparison.sides):
        return _("This question was not asked"), ""
    if not tables:
        return _("No sheet answered this question yet"), ""
    if len(content.comparison.sides) > 1:
        for reading in readings:
            facts = compared_text(content, reading)
            if reading.headline:
                return gap_title(content, reading), facts
            if reading.contest is None:
                return agreement_title(content, reading), facts
    return _most(tables)


def _most(tables: tuple[PlotTable, ...]) -> tuple[str, str]:
    """Without a reading the page opens with what was raised by most sheets."""
    row = max((row for table in tables for row in table.rows), key=_raised_share)
    title = _("Raised most: %(theme)s") % {"theme": words.quoted(short_name(row.name))}
    return title, f"{row.plot.title}."


def _raised_share(row: Row) -> float:
    return sum(cell.tint for cell in row.cells)


def _wordings(content: SnapshotContent, question: Question) -> tuple[str, ...]:
    """The question as it was asked; several lines only where sides were asked in different words."""
    said: dict[str, list[Perspective]] = {}
    for side in content.comparison.sides:
        wording = content.wording.get((side.perspective, question), "")
        if wording and question in side.asked:
            said.setdefault(wording, []).append(side.perspective)
    if len(said) == 1:
        return tuple(said)
    return tuple(
        _("%(sides)s: %(wording)s")
        % {"sides": words.listed([words.perspective_name(p) for p in sides]), "wording": wording}
        for wording, sides in said.items()
    )


def _absent(content: SnapshotContent, question: Question) -> Iterable[str]:
    for side in content.comparison.sides:
        name = words.perspective_name(side.perspective)
        if question not in side.asked:
            yield _("%(side)s: this question was not asked.") % {"side": name}
        elif not any(
            count.answered
            for findings in content.comparison.themes
            for (of, scope), count in findings.counts.items()
            if of is side.perspective and scope.value == question.value
        ):
            yield _("%(side)s: no sheet answered this question.") % {"side": name}
