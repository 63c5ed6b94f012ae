"""An uploaded file as a page shows it: rows with their problems and remedies, counts, and what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from gapsessions.intake import meanings
from gapsessions.intake.checking import Checked, checked_of
from gapsessions.intake.columns import map_columns
from gapsessions.intake.draft_table import Changes, StoredTable, changes_of, mended
from gapsessions.intake.grid import Row
from gapsessions.intake.issues import Issue, Problem
from gapsessions.intake.meanings import Meanings
from gapsessions.intake.models import IntakeDraft
from gapsessions.intake.queries import wordings_of
from gapsessions.intake.remedies import Remedy, remedies_for
from gapsessions.intake.words import Column
from gapsessions.method.vocabulary import Intent, Perspective, Question, Valence

PAGE = 30
"""Rows on a page: each may need mending, with a dozen buttons."""


class State(StrEnum):
    """Where a row stands."""

    READY = "ready"
    BAD = "fix"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """One thing wrong with a row; ``alike`` rows of the file, this one included, have it with the same value."""

    issue: Issue
    remedies: list[Remedy]
    alike: int
    same_kind: int


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the file on the page; cells as they read with all mendings."""

    number: int
    state: State
    perspective: Perspective | None
    said_perspective: str
    group: str
    gathering: str
    question: Question | None
    said_question: str
    text: str = field(repr=False)
    valence: Valence | None
    intent: Intent | None
    mended: bool
    problems: list[ShownProblem]
    cells: list[tuple[Column, str, str]] = field(repr=False)
    """Known columns of the file: the column, its header, and the text, for editing."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything one page of the check says."""

    rows: list[ShownRow]
    counts: Mapping[str, int]
    found: Checked
    show: str
    page: int
    pages: int
    at_hand: int | None
    next_problem: int | None

    @property
    def bad(self) -> int:
        """How many rows still need mending."""
        return self.counts[State.BAD]

    @property
    def out(self) -> int:
        """How many rows were left out."""
        return self.counts[State.OUT]


def preview_of(draft: IntakeDraft, *, show: str = "", page: int = 1, row: int | None = None) -> Preview:
    """Look at one page of the file: of all rows or those in one state, or the page on which ``row`` stands."""
    table, changes, found = StoredTable(bytes(draft.rows)), changes_of(draft.changes), checked_of(draft.checked)
    places = map_columns(table.columns, table.header_row, changes.columns).places
    reader = _Shown(draft, table.columns, places, changes, found)
    passed_over = frozenset(found.blank)
    everything = [number for number in table.numbers if number not in passed_over]
    wanted = reader.numbers(everything, show)
    pages = max(1, -(-len(wanted) // PAGE))
    index = wanted.index(row) if row in wanted else None
    page = index // PAGE + 1 if index is not None else min(max(page, 1), pages)
    bad, out = len(found.bad), len(changes.left_out)
    after = row if row is not None else 0
    return Preview(
        rows=[reader.row(one) for one in table.rows(wanted[(page - 1) * PAGE : page * PAGE])],
        counts={"all": len(everything), State.READY: len(everything) - bad - out, State.BAD: bad, State.OUT: out},
        found=found,
        show=show if show in set(State) else "",
        page=page,
        pages=pages,
        at_hand=row if index is not None else None,
        next_problem=next((number for number in found.bad if number > after), next(iter(found.bad), None)),
    )


def rows_alike(draft: IntakeDraft, row: int, column: str) -> list[int]:
    """Numbers of the rows that say the same wrong thing in a column as this row does."""
    issues = checked_of(draft.checked).issues
    mine = [one for one in issues if one.row == row and (one.known or "") == column]
    wanted = {(one.problem, one.value) for one in mine}
    return [one.row for one in issues if (one.known or "") == column and (one.problem, one.value) in wanted]


def rows_with(draft: IntakeDraft, problem: Problem) -> list[int]:
    """Numbers of the rows that have a kind of problem."""
    return [one.row for one in checked_of(draft.checked).issues if one.problem == problem]


def table_name(said: str) -> str:
    """A table as people call it: a bare number under somebody's side says nothing."""
    return _("Table %(number)s") % {"number": said} if said.isdigit() else said


class _Shown:
    """Reads the rows of one page with everything known about them."""

    def __init__(
        self,
        draft: IntakeDraft,
        columns: tuple[str, ...],
        places: Mapping[Column, int],
        changes: Changes,
        found: Checked,
    ) -> None:
        self._columns, self._places, self._changes = columns, places, changes
        self._questions = Meanings(wordings_of(draft.session))
        self._bad = frozenset(found.bad)
        self._issues: dict[int, list[Issue]] = {}
        for issue in found.issues:
            self._issues.setdefault(issue.row, []).append(issue)
        self._alike = Counter((one.known, one.problem, one.value) for one in found.issues)
        self._kinds = Counter(one.problem for one in found.issues)

    def state(self, number: int) -> State:
        if number in self._changes.left_out:
            return State.OUT
        return State.BAD if number in self._bad else State.READY

    def numbers(self, everything: list[int], show: str) -> list[int]:
        """Rows in one state, or all of them."""
        if show == State.BAD:
            return sorted(self._bad)
        if show == State.OUT:
            return sorted(self._changes.left_out)
        if show == State.READY:
            return [number for number in everything if self.state(number) is State.READY]
        return everything

    def row(self, row: Row) -> ShownRow:
        changed = self._changes.cells.get(row.number)
        row = mended(row, changed, self._places) if changed else row
        said = {column: row.cells[place].strip() for column, place in self._places.items()}
        state = self.state(row.number)
        return ShownRow(
            number=row.number,
            state=state,
            perspective=meanings.perspective(said.get(Column.PERSPECTIVE, "")),
            said_perspective=said.get(Column.PERSPECTIVE, ""),
            group=table_name(said.get(Column.BREAKOUT, "")),
            gathering=said.get(Column.GATHERING, ""),
            question=self._questions.question(said.get(Column.QUESTION, "")),
            said_question=said.get(Column.QUESTION, ""),
            text=said.get(Column.TEXT, ""),
            valence=meanings.valence(said.get(Column.VALENCE, "")),
            intent=meanings.intent(said.get(Column.INTENT, "")),
            mended=bool(changed),
            problems=[self._problem(one) for one in self._issues.get(row.number, ())] if state is State.BAD else [],
            cells=[
                (column, self._columns[self._places[column]], said[column])
                for column in Column
                if column in self._places
            ],
        )

    def _problem(self, issue: Issue) -> ShownProblem:
        alike = self._alike[issue.known, issue.problem, issue.value]
        return ShownProblem(issue, remedies_for(issue), alike, self._kinds[issue.problem])
