"""Counting: what sheets say about each theme, per question and per union of questions, before any judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from gapsessions.method.evidence import Bools, Ints
from gapsessions.method.vocabulary import Intent, Perspective, Question, Scope, SheetKind, Valence

SIDES: tuple[Perspective, ...] = tuple(Perspective)

DENOMINATOR: dict[Scope, tuple[Question, ...]] = {
    Scope.STRENGTH: (Question.STRENGTH,),
    Scope.IMPROVE: (Question.IMPROVE,),
    Scope.COMPETITOR: (Question.COMPETITOR,),
    Scope.ACTION: (Question.ACTION,),
    Scope.START: (Question.ACTION,),
    Scope.CONTINUE: (Question.ACTION,),
    Scope.PROBLEM: (Question.IMPROVE, Question.ACTION),
    Scope.PRAISE: (Question.STRENGTH, Question.ACTION),
    Scope.ANY: tuple(Question),
}
"""A sheet counts in a scope's n when it answered at least one of these questions (disparity.md 6.14)."""

NUMERATOR: dict[Scope, tuple[tuple[Question, Intent | None], ...]] = {
    Scope.STRENGTH: ((Question.STRENGTH, None),),
    Scope.IMPROVE: ((Question.IMPROVE, None),),
    Scope.COMPETITOR: ((Question.COMPETITOR, None),),
    Scope.ACTION: ((Question.ACTION, None),),
    Scope.START: ((Question.ACTION, Intent.START),),
    Scope.CONTINUE: ((Question.ACTION, Intent.CONTINUE),),
    Scope.PROBLEM: ((Question.IMPROVE, None), (Question.ACTION, Intent.START)),
    Scope.PRAISE: ((Question.STRENGTH, None), (Question.ACTION, Intent.CONTINUE)),
    Scope.ANY: tuple((question, None) for question in Question),
}
"""A sheet raised a theme in a scope with an answer to one of these; None takes any intent, or none."""

NEEDED: dict[Scope, Question] = {
    Scope.START: Question.ACTION,
    Scope.CONTINUE: Question.ACTION,
    Scope.PROBLEM: Question.IMPROVE,
    Scope.PRAISE: Question.STRENGTH,
}
"""The question without which a scope is silent: who left *improve* empty has not said "no problem"."""

WAITS_ABOVE = 0.2
"""A side's low waits while more than this share of its answers is undecided (disparity.md 1)."""
PEOPLE_AT_A_TABLE = 6
"""Head count of a table that gave none (spec.md 9)."""


@dataclass(frozen=True, slots=True)
class Note:
    """One answer as the comparison sees it: where it was placed, never what it says.

    ``themes`` holds theme numbers, the primary one first and "also in" after it. Without themes the answer is
    *undecided*, unless ``other`` is set: then a person said that it fits no theme.
    """

    question: Question
    themes: tuple[int, ...] = ()
    other: bool = False
    valence: Valence | None = None
    intent: Intent | None = None
    star: bool = False

    @property
    def undecided(self) -> bool:
        """Not placed yet, or the machine is unsure."""
        return not self.themes and not self.other


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one table or one person handed in: the unit that is counted."""

    perspective: Perspective
    kind: SheetKind
    notes: tuple[Note, ...]
    people: int | None = None
    confirmed: bool = True
    gathering: str = ""
    """Any label of the meeting it came from; only told apart, never shown."""

    @property
    def head_count(self) -> int:
        """People behind the sheet; six for a table that did not say."""
        if self.people is not None:
            return self.people
        return 1 if self.kind is SheetKind.SINGLE else PEOPLE_AT_A_TABLE


def _sheets_by_theme(rows: Sequence[int], themes: Sequence[int], shape: tuple[int, int]) -> csr_array:
    """0/1 matrix, sheets x themes: a theme named twice on a sheet counts once."""
    matrix = csr_array((np.ones(len(rows), dtype=np.int64), (rows, themes)), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


@dataclass(frozen=True)
class Ledger:
    """All sheets of a session as arrays, one row per sheet, one column per theme."""

    side: NDArray[np.int8]
    """Place of each sheet's perspective in ``SIDES``."""
    single: Bools
    theme_count: int
    answered: dict[Scope, Bools]
    """Sheets with at least one placed or "other" answer in the scope's questions."""
    raised: dict[Scope, csr_array]
    """0/1, sheets x themes."""
    leaning: dict[Valence, csr_array]
    """0/1 under *competitor*: sheets that call the theme mostly good, mostly bad, or mixed."""
    stars: dict[Scope, csr_array]
    """Starred answers, sheets x themes."""
    shares: dict[Question, csr_array]
    """Placed answers per theme / all placed answers of the sheet; an answer in two themes counts 1/2 each."""
    undecided: NDArray[np.int64]
    """Undecided answers, sheets x questions."""
    answers: NDArray[np.int64]
    """All answers, sheets x questions."""
    other: NDArray[np.int64]
    """Answers that fit no theme, per sheet."""

    @cached_property
    def members(self) -> dict[tuple[Perspective, SheetKind], Ints]:
        """Rows of the sheets of each perspective and kind."""
        return {
            (side, kind): np.flatnonzero((self.side == place) & (self.single == (kind is SheetKind.SINGLE)))
            for place, side in enumerate(SIDES)
            for kind in SheetKind
        }

    def rows(self, side: Perspective) -> Ints:
        """Rows of all sheets of a perspective."""
        return np.flatnonzero(self.side == SIDES.index(side))

    def _per_kind(self, matrix: csr_array) -> dict[tuple[Perspective, SheetKind], Ints]:
        """Column sums over the sheets of each perspective and kind; one product, because slicing is slow."""
        belongs = np.zeros((len(self.members), len(self.side)), dtype=np.int64)
        for place, rows in enumerate(self.members.values()):
            belongs[place, rows] = 1
        sums = np.asarray(matrix.T @ belongs.T, dtype=np.int64).T
        return dict(zip(self.members, sums, strict=True))

    @cached_property
    def raising(self) -> dict[Scope, dict[tuple[Perspective, SheetKind], Ints]]:
        """Sheets of each perspective and kind that raised each theme, per scope."""
        return {scope: self._per_kind(matrix) for scope, matrix in self.raised.items()}

    @cached_property
    def leaning_so(self) -> dict[Valence, dict[Perspective, Ints]]:
        """Sheets of each perspective that lean each way on each theme."""
        return {valence: _both_kinds(self._per_kind(matrix)) for valence, matrix in self.leaning.items()}

    @cached_property
    def starred(self) -> dict[Scope, dict[Perspective, Ints]]:
        """Stars of each perspective on each theme, per scope."""
        return {scope: _both_kinds(self._per_kind(matrix)) for scope, matrix in self.stars.items()}

    def answering(self, scope: Scope, side: Perspective, kind: SheetKind) -> int:
        """How many sheets of this perspective and kind answered."""
        return int(self.answered[scope][self.members[side, kind]].sum())

    def themes_per_sheet(self, scope: Scope, sides: Iterable[Perspective], kind: SheetKind) -> float | None:
        """Mean number of different themes on a sheet of this kind that answered; None where none did."""
        counts = [(self.raising[scope][side, kind].sum(), self.answering(scope, side, kind)) for side in sides]
        answering = sum(found for _, found in counts)
        return float(sum(raised for raised, _ in counts)) / answering if answering else None

    def waits(self, side: Perspective, scope: Scope) -> bool:
        """True while too many of the side's answers are undecided for a low to mean anything."""
        columns = [question.number - 1 for question in DENOMINATOR[scope]]
        rows = self.rows(side)
        answers = int(self.answers[rows][:, columns].sum())
        return int(self.undecided[rows][:, columns].sum()) > WAITS_ABOVE * answers


def _both_kinds(counts: Mapping[tuple[Perspective, SheetKind], Ints]) -> dict[Perspective, Ints]:
    return {side: np.sum([counts[side, kind] for kind in SheetKind], axis=0) for side in SIDES}


def asked_scopes(questions: Iterable[Question]) -> frozenset[Scope]:
    """Scopes that a side which was asked these questions can speak to."""
    asked = frozenset(questions)
    return frozenset(
        scope
        for scope in Scope
        if (NEEDED[scope] in asked if scope in NEEDED else bool(asked & set(DENOMINATOR[scope])))
    )


def questions_of(
    sheets: Sequence[Sheet], asked: Mapping[Perspective, frozenset[Question]]
) -> dict[Perspective, frozenset[Question]]:
    """Questions each perspective was asked: those declared, and any that somebody answered all the same."""
    found: dict[Perspective, set[Question]] = {side: set(asked.get(side, frozenset())) for side in SIDES}
    for sheet in sheets:
        found[sheet.perspective].update(note.question for note in sheet.notes)
    return {side: frozenset(questions) for side, questions in found.items()}


def _leanings(notes: Sequence[Note]) -> dict[int, Valence]:
    """Per theme under *competitor*, how the sheet leans; a theme whose answers carry no valence has none."""
    balance: dict[int, int] = {}
    for note in notes:
        if note.question is Question.COMPETITOR and note.valence is not None:
            step = {Valence.GOOD: 1, Valence.BAD: -1, Valence.MIXED: 0}[note.valence]
            for theme in note.themes:
                balance[theme] = balance.get(theme, 0) + step
    return {
        theme: Valence.GOOD if total > 0 else Valence.BAD if total < 0 else Valence.MIXED
        for theme, total in balance.items()
    }


class _Entries:
    """Row and column numbers of a sparse matrix while it is being written."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.values: list[float] = []

    def add(self, row: int, column: int, value: float = 1.0) -> None:
        self.rows.append(row)
        self.columns.append(column)
        self.values.append(value)

    def flags(self, shape: tuple[int, int]) -> csr_array:
        return _sheets_by_theme(self.rows, self.columns, shape)

    def sums(self, shape: tuple[int, int]) -> csr_array:
        matrix = csr_array((np.array(self.values), (self.rows, self.columns)), shape=shape)
        matrix.sum_duplicates()
        return matrix


def keep_ledger(sheets: Sequence[Sheet], theme_count: int) -> Ledger:
    """Write all sheets into one ledger; theme numbers run from 0 to ``theme_count`` - 1."""
    questions = list(Question)
    shape = (len(sheets), theme_count)
    raised = {scope: _Entries() for scope in Scope}
    stars = {scope: _Entries() for scope in Scope}
    shares = {question: _Entries() for question in Question}
    leaning = {valence: _Entries() for valence in Valence}
    spoke = np.zeros((len(sheets), len(questions)), dtype=bool)
    undecided = np.zeros((len(sheets), len(questions)), dtype=np.int64)
    answers = np.zeros((len(sheets), len(questions)), dtype=np.int64)
    other = np.zeros(len(sheets), dtype=np.int64)
    scopes_of = {
        (question, intent): [
            scope
            for scope in Scope
            if any(asked is question and wanted in (None, intent) for asked, wanted in NUMERATOR[scope])
        ]
        for question in Question
        for intent in (None, *Intent)
    }
    for row, sheet in enumerate(sheets):
        placed: dict[Question, int] = dict.fromkeys(questions, 0)
        for note in sheet.notes:
            placed[note.question] += bool(note.themes)
        for note in sheet.notes:
            column = note.question.number - 1
            answers[row, column] += 1
            undecided[row, column] += note.undecided
            spoke[row, column] |= not note.undecided
            other[row] += note.other and not note.themes
            for theme in note.themes:
                for scope in scopes_of[note.question, note.intent]:
                    raised[scope].add(row, theme)
                    if note.star:
                        stars[scope].add(row, theme)
                shares[note.question].add(row, theme, 1 / len(note.themes) / placed[note.question])
        for theme, valence in _leanings(sheet.notes).items():
            leaning[valence].add(row, theme)
    return Ledger(
        side=np.array([SIDES.index(sheet.perspective) for sheet in sheets], dtype=np.int8),
        single=np.array([sheet.kind is SheetKind.SINGLE for sheet in sheets], dtype=bool),
        theme_count=theme_count,
        answered={
            scope: np.asarray(spoke[:, [question.number - 1 for question in DENOMINATOR[scope]]].any(axis=1))
            for scope in Scope
        },
        raised={scope: entries.flags(shape) for scope, entries in raised.items()},
        leaning={valence: entries.flags(shape) for valence, entries in leaning.items()},
        stars={scope: entries.sums(shape) for scope, entries in stars.items()},
        shares={question: entries.sums(shape) for question, entries in shares.items()},
        undecided=undecided,
        answers=answers,
        other=other,
    )
