"""A table with a row for each person and a column for each question, unfolded into one row for each answer.

Survey programs hand answers out this way; everything after this file reads one answer per row (``rows.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.intake import meanings
from gapsessions.intake.columns import map_columns
from gapsessions.intake.grid import Row, Table
from gapsessions.intake.issues import cell_name
from gapsessions.intake.meanings import Meanings
from gapsessions.intake.refusals import MAX_ROWS, TableRefused, too_many_rows
from gapsessions.intake.words import COLUMNS, QUESTION_STEMS, Column, plain
from gapsessions.method.vocabulary import Intent, Perspective, Question, Valence

ABOUT_THE_ROW = (Column.PERSPECTIVE, Column.GATHERING, Column.BREAKOUT, Column.SEGMENT)
"""What a column may say about everything in its row."""
UNFOLDED = (*ABOUT_THE_ROW, Column.PERSON, Column.QUESTION, Column.TEXT, Column.VALENCE, Column.INTENT)


@dataclass(frozen=True, slots=True)
class Asked:
    """The question a column holds answers to; a tag where the column is for one kind of them ("keep doing")."""

    question: Question
    valence: Valence | None = None
    intent: Intent | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column is what, by place (0-based); ``everybody`` stands for a column that says who answers."""

    about: Mapping[Column, int]
    asked: Mapping[int, Asked]
    everybody: Perspective | None = None

    @property
    def complete(self) -> bool:
        """Whether it is known who answered, and at least one question."""
        return bool(self.asked) and (Column.PERSPECTIVE in self.about or self.everybody is not None)


def guess_layout(columns: tuple[str, ...], questions: Meanings, *, boldly: bool = True) -> Layout:
    """What the headers tell. ``boldly`` also goes by likeness and telling words: to be proposed, never assumed."""
    about: dict[Column, int] = {}
    asked: dict[int, Asked] = {}
    for place, header in enumerate(columns):
        known = COLUMNS.get(plain(header))
        if known in ABOUT_THE_ROW:
            about.setdefault(known, place)
        elif known is None and (found := _asked(header, questions, boldly)):
            asked[place] = found
    return Layout(about, asked)


def is_folded(columns: tuple[str, ...], questions: Meanings) -> bool:
    """Whether headers look like a row per person: questions among them, or nothing but answers."""
    places = map_columns(columns).places
    if Column.QUESTION in places:
        return False
    return bool(guess_layout(columns, questions).asked) or sum(bool(header) for header in columns) == 1


def is_plainly_folded(columns: tuple[str, ...], questions: Meanings) -> bool:
    """Whether headers leave no doubt of it: who answers, and questions word for word."""
    if not {Column.QUESTION, Column.TEXT}.isdisjoint(COLUMNS.get(plain(header)) for header in columns):
        return False
    return guess_layout(columns, questions, boldly=False).complete


def unfold(table: Table, layout: Layout, name: str) -> Table:
    """One row for each answer, numbered anew; raises TableRefused where a cell is no text that can be relied on.

    Each row of ``table`` is one sheet: a table's where it names a breakout, otherwise one person's. Empty cells
    and those that say nothing ("-", "n/a") are passed over.
    """
    used = {*layout.about.values(), *layout.asked}
    rows: list[Row] = []
    sheets = silent = 0
    for row in table.rows:
        _refuse_what_cannot_be_unfolded(row, used)
        said = [(place, row.cells[place]) for place in layout.asked if row.cells[place].strip()]
        told = [(place, text) for place, text in said if not meanings.says_nothing(text)]
        silent += len(said) - len(told)
        sheets += bool(told)
        for place, text in told:
            rows.append(Row(len(rows) + 2, tuple(_cells(row, layout, layout.asked[place], text))))
        if len(rows) > MAX_ROWS:
            raise too_many_rows(name)
    notices = [*table.notices, _counted(sheets, len(rows)), *_unused(table.columns, used)]
    if silent:
        notices.append(passed_over(silent))
    return Table(tuple(UNFOLDED), tuple(rows), source=table.source, notices=tuple(notices))


def passed_over(silent: int) -> str:
    """How many answers were no answers; said of every file, whichever way its rows lie."""
    return ngettext(
        "%(count)d cell that says nothing, such as “-”, was passed over.",
        "%(count)d cells that say nothing, such as “-”, were passed over.",
        silent,
    ) % {"count": silent}


def unfolded_where_plain(table: Table, questions: Meanings, name: str) -> Table:
    """The table unfolded where its headers leave no doubt; any other table as it is. Raises TableRefused."""
    if not is_plainly_folded(table.columns, questions):
        return table
    return unfold(table, guess_layout(table.columns, questions, boldly=False), name)


def _cells(row: Row, layout: Layout, asked: Asked, text: str) -> Iterator[str]:
    for column in ABOUT_THE_ROW:
        place = layout.about.get(column)
        if column is Column.PERSPECTIVE and layout.everybody is not None:
            yield layout.everybody.value
        else:
            yield row.cells[place] if place is not None else ""
    # The row's number ties its answers together; at a table the breakout does, and a person does not count.
    yield from (str(row.number), str(asked.question.number), text, asked.valence or "", asked.intent or "")


def _asked(header: str, questions: Meanings, boldly: bool) -> Asked | None:
    found = questions.question(header)
    if found is None and boldly:
        found = _by_stem(header)
        near = questions.question_like(header) if found is None else None
        found = list(Question)[int(near) - 1] if near else found
    if found is Question.ACTION:
        keep, start = (_has(header, words) for words in (("keep", "continue", "carry on"), ("start", "begin")))
        if keep != start:
            return Asked(found, intent=Intent.CONTINUE if keep else Intent.START)
    return Asked(found) if found else None


def _by_stem(header: str) -> Question | None:
    return next((question for question, stems in QUESTION_STEMS.items() if _has(header, stems)), None)


def _has(header: str, stems: tuple[str, ...]) -> bool:
    """Whether a word of the header begins with one of the stems."""
    return any(re.search(rf"\b{re.escape(stem)}", header.casefold()) for stem in stems)


def _refuse_what_cannot_be_unfolded(row: Row, used: set[int]) -> None:
    """Say it with the cell's own name: in the unfolded table it would have another."""
    for place in sorted(row.formulas & used):
        sentence = _("%(cell)s is a formula. Please copy the column and paste it as values.")
        raise TableRefused(sentence % {"cell": cell_name(row.number, place)})
    if row.surplus:
        sentence = _(
            "Row %(row)d has more cells than the table has columns. In a CSV file a text with the separator in it"
            " needs quotation marks."
        )
        raise TableRefused(sentence % {"row": row.number})


def _counted(sheets: int, answers: int) -> str:
    return ngettext(
        "%(sheets)d row of the file holds %(answers)d answers, each on a line here; they are one sheet.",
        "%(sheets)d rows of the file hold %(answers)d answers, each on a line here; each row of the file is one sheet.",
        sheets,
    ) % {"sheets": sheets, "answers": answers}


def _unused(columns: tuple[str, ...], used: set[int]) -> list[str]:
    headers = [header for place, header in enumerate(columns) if header and place not in used]
    return [_("Columns that are not used: %(headers)s.") % {"headers": ", ".join(headers)}] if headers else []
