"""One row of a spreadsheet read as one answer, with everything that is wrong with it said beside the row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gapsessions.intake import meanings
from gapsessions.intake.draft_table import is_filled
from gapsessions.intake.grid import Row
from gapsessions.intake.issues import Issue, Problem, cell_name
from gapsessions.intake.meanings import Meanings
from gapsessions.intake.words import Column, plain
from gapsessions.method import cleaning
from gapsessions.method.formulas import FORMULA_STARTS
from gapsessions.method.vocabulary import Intent, Perspective, Question, Valence
from gapsessions.sheets.models import LONGEST_ANSWER

LONGEST_NAME = {Column.GATHERING: 120, Column.BREAKOUT: 80, Column.SEGMENT: 80, Column.PERSON: 80}
"""Characters of the longest name, as the models of gatherings, breakouts and sheets hold them."""

PROPOSED_AT_MOST = 200
"""Fixes looked for by likeness in one file: past that many the column is another one, and looking takes seconds."""


@dataclass(frozen=True, slots=True)
class ParsedAnswer:
    """One good row. ``gathering``, ``breakout``, ``person`` and ``segment`` are "" where the row says none.

    ``person`` only ties rows of one sheet together and is stored nowhere.
    """

    row: int
    perspective: Perspective
    question: Question
    text: str = field(repr=False)
    """Never part of a repr: whatever prints a row may end in a log."""
    valence: Valence | None = None
    intent: Intent | None = None
    gathering: str = ""
    breakout: str = ""
    person: str = ""
    segment: str = ""
    people: int | None = None


class RowReader:
    """Reads the rows of one table; ``places`` are the columns it found."""

    def __init__(self, columns: tuple[str, ...], places: dict[Column, int], questions: Meanings) -> None:
        self._columns, self._places, self._questions = columns, places, questions
        self._perspective_above = ""
        self._proposals_left = PROPOSED_AT_MOST

    def read(self, row: Row) -> ParsedAnswer | list[Issue] | None:
        """The answer, or what is wrong; None for a row that says nothing."""
        if not is_filled(row, self._places):
            return None
        issues = [*self._formulas(row), *self._surplus(row)]
        # A formula is said once: what it happened to show last is no second mistake.
        broken = {column for column, place in self._places.items() if place in row.formulas}
        perspective = self._perspective(row, issues) if Column.PERSPECTIVE not in broken else None
        question = self._question(row, issues) if Column.QUESTION not in broken else None
        text = self._text(row, issues) if Column.TEXT not in broken else ""
        valence = self._valence(row, question, issues) if Column.VALENCE not in broken else None
        intent = self._intent(row, question, issues) if Column.INTENT not in broken else None
        names = {column: self._name(row, column, issues) for column in LONGEST_NAME if column not in broken}
        people = self._people(row, issues) if Column.PEOPLE not in broken else None
        if issues or perspective is None or question is None:
            return issues
        return ParsedAnswer(
            row.number,
            perspective,
            question,
            text,
            valence,
            intent,
            names[Column.GATHERING],
            names[Column.BREAKOUT],
            names[Column.PERSON],
            names[Column.SEGMENT],
            people,
        )

    def issue(
        self, row: int, column: Column, problem: Problem, sentence: str, value: str = "", fix: str | None = None
    ) -> Issue:
        """An issue in a known column, named as the file names it."""
        place = self._places[column]
        return Issue(row, self._columns[place], cell_name(row, place), problem, sentence, value, fix, column)

    def _raw(self, row: Row, column: Column) -> str:
        place = self._places.get(column)
        text = "" if place is None else row.cells[place]
        # Exports put an apostrophe before what a spreadsheet program would take for a formula.
        return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_STARTS else text

    def _like(self, find: Callable[[str], str | None], raw: str) -> str | None:
        """What ``find`` proposes, as long as there were not too many to look for."""
        self._proposals_left -= 1
        return find(raw) if self._proposals_left >= 0 else None

    def _formulas(self, row: Row) -> list[Issue]:
        return [
            self.issue(
                row.number,
                column,
                Problem.FORMULA,
                _("%(cell)s is a formula. Please copy the column and paste it as values.")
                % {"cell": cell_name(row.number, place)},
                row.cells[place],
            )
            for column, place in self._places.items()
            if place in row.formulas
        ]

    def _surplus(self, row: Row) -> list[Issue]:
        if not row.surplus:
            return []
        sentence = _(
            "The row has more cells than the table has columns. In a CSV file a text with the separator in it"
            " needs quotation marks."
        )
        cell = cell_name(row.number, len(self._columns))
        return [Issue(row.number, "", cell, Problem.SURPLUS, sentence, row.surplus[0])]

    def _perspective(self, row: Row, issues: list[Issue]) -> Perspective | None:
        raw = self._raw(row, Column.PERSPECTIVE).strip()
        found = meanings.perspective(raw)
        if found is not None:
            self._perspective_above = found.value
            return found
        if not plain(raw):
            sentence = _("Who says this is missing: leadership, staff or customers.")
            above = self._perspective_above or None
            issues.append(self.issue(row.number, Column.PERSPECTIVE, Problem.PERSPECTIVE_EMPTY, sentence, raw, above))
            return None
        sentence = _("This is none of leadership, staff and customers.")
        fix = self._like(meanings.perspective_like, raw)
        issues.append(self.issue(row.number, Column.PERSPECTIVE, Problem.PERSPECTIVE_UNKNOWN, sentence, raw, fix))
        return None

    def _question(self, row: Row, issues: list[Issue]) -> Question | None:
        raw = self._raw(row, Column.QUESTION).strip()
        found = self._questions.question(raw)
        if found is None and not plain(raw):
            sentence = _("Which of the four questions this answers is missing: 1, 2, 3 or 4.")
            issues.append(self.issue(row.number, Column.QUESTION, Problem.QUESTION_EMPTY, sentence, raw))
        elif found is None:
            sentence = _("There is no such question. Please give its number: 1, 2, 3 or 4.")
            fix = self._like(self._questions.question_like, raw)
            issues.append(self.issue(row.number, Column.QUESTION, Problem.QUESTION_UNKNOWN, sentence, raw, fix))
        return found

    def _text(self, row: Row, issues: list[Issue]) -> str:
        raw = self._raw(row, Column.TEXT)
        text = cleaning.clean(raw)
        problem, sentence, fix = None, "", None
        if cleaning.has_controls(raw):
            fix = cleaning.clean(cleaning.without_controls(raw))
            if cleaning.is_blank(fix):
                problem, sentence, fix = Problem.TEXT_EMPTY, _("The text is empty."), None
            else:
                problem = Problem.CONTROL_CHARACTERS
                sentence = _("The text holds control characters that nobody can see.")
        elif cleaning.is_blank(text):
            problem, sentence = Problem.TEXT_EMPTY, _("The text is empty.")
        elif len(text) > LONGEST_ANSWER:
            problem = Problem.TEXT_TOO_LONG
            sentence = _("The text has %(length)d characters; an answer holds at most %(limit)d.") % {
                "length": len(text),
                "limit": LONGEST_ANSWER,
            }
        if problem is not None:
            issues.append(self.issue(row.number, Column.TEXT, problem, sentence, raw, fix))
        return text

    def _valence(self, row: Row, question: Question | None, issues: list[Issue]) -> Valence | None:
        raw = self._raw(row, Column.VALENCE).strip()
        if meanings.is_unsaid(raw):
            return None
        if question not in (None, Question.COMPETITOR):
            sentence = _("Good, bad or mixed is said of answers to question 3 only. Please leave it empty here.")
            issues.append(self.issue(row.number, Column.VALENCE, Problem.VALENCE_MISPLACED, sentence, raw, ""))
            return None
        found = meanings.valence(raw)
        if found is None:
            sentence = _("This is none of good, bad and mixed. It may also stay empty.")
            fix = self._like(meanings.valence_like, raw)
            issues.append(self.issue(row.number, Column.VALENCE, Problem.VALENCE_UNKNOWN, sentence, raw, fix))
        return found

    def _intent(self, row: Row, question: Question | None, issues: list[Issue]) -> Intent | None:
        raw = self._raw(row, Column.INTENT).strip()
        if meanings.is_unsaid(raw):
            return None
        if question not in (None, Question.ACTION):
            sentence = _("Continue or start is said of answers to question 4 only. Please leave it empty here.")
            issues.append(self.issue(row.number, Column.INTENT, Problem.INTENT_MISPLACED, sentence, raw, ""))
            return None
        found = meanings.intent(raw)
        if found is None:
            sentence = _("This is neither continue nor start. It may also stay empty.")
            fix = self._like(meanings.intent_like, raw)
            issues.append(self.issue(row.number, Column.INTENT, Problem.INTENT_UNKNOWN, sentence, raw, fix))
        return found

    def _name(self, row: Row, column: Column, issues: list[Issue]) -> str:
        raw = self._raw(row, column)
        name = cleaning.clean_name(raw)
        if cleaning.has_controls(raw):
            sentence = _("The name holds control characters that nobody can see.")
            fix = cleaning.clean_name(cleaning.without_controls(raw))
            issues.append(self.issue(row.number, column, Problem.CONTROL_CHARACTERS, sentence, raw, fix))
        elif len(name) > LONGEST_NAME[column]:
            sentence = _("The name has more than %(limit)d characters.") % {"limit": LONGEST_NAME[column]}
            issues.append(self.issue(row.number, column, Problem.NAME_TOO_LONG, sentence, raw))
        return "" if cleaning.is_blank(name) else name

    def _people(self, row: Row, issues: list[Issue]) -> int | None:
        raw = self._raw(row, Column.PEOPLE).strip()
        if meanings.is_unsaid(raw):
            return None
        found = meanings.head_count(raw)
        if found is None:
            sentence = _("The number of people must be a whole number from 1 to 500.")
            issues.append(self.issue(row.number, Column.PEOPLE, Problem.PEOPLE_UNKNOWN, sentence, raw))
        elif found > 1 and cleaning.is_blank(self._raw(row, Column.BREAKOUT)):
            sentence = _("A number of people belongs to a table, and this row names none.")
            issues.append(self.issue(row.number, Column.PEOPLE, Problem.PEOPLE_MISPLACED, sentence, raw, ""))
        return found
