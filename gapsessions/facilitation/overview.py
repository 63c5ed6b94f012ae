"""What the list of sessions and the overview of one show, put together from counts; no view computes anything."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from gapsessions.facilitation.next_step import Standing, next_step
from gapsessions.facilitation.standings import HELD, Counts, counts_of, standing_of
from gapsessions.facilitation.wording import Offer, offer
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Perspective, Question, Stage
from gapsessions.sessions.models import GapSession
from gapsessions.themes.steps import STEPS


@dataclass(frozen=True)
class Listed:
    """One row of the list."""

    session: GapSession
    leadership: int
    staff: int
    customers: int
    done: int
    step: str
    live: bool
    changed_at: datetime | None
    offer: Offer


@dataclass(frozen=True)
class GatheringCard:
    """One gathering in its column: how far it is, 0-5, and how many notes it gave."""

    gathering: Gathering
    live: bool
    closed: bool
    done: int
    notes: int


@dataclass(frozen=True)
class Column:
    """One perspective of the overview."""

    perspective: Perspective
    cards: list[GatheringCard]
    sheets: int
    people: int
    about: bool
    """`people` is a guess: at some table nobody counted heads."""


@dataclass(frozen=True)
class Cell:
    """Notes of a perspective under a question; `percent` of the bar is notes per sheet, against the longest."""

    perspective: Perspective
    notes: int
    asked: bool
    percent: int


@dataclass(frozen=True)
class QuestionRow:
    """One question with a cell per perspective."""

    number: int
    wording: str
    cells: list[Cell]


@dataclass(frozen=True)
class Overview:
    """Everything the page of one session shows."""

    columns: list[Column]
    rows: list[QuestionRow]
    notes: int
    sheets: int
    people: int
    about: bool
    """`people` is a guess, as in a column."""
    offer: Offer
    done: tuple[str, ...]
    live: bool
    """A gathering is being held: the page asks for its counts again by itself."""


def listed(sessions: Collection[GapSession]) -> list[Listed]:
    """Make the rows of the list, last changed first."""
    counts = counts_of(sessions)
    rows = [_row(session, counts[session.pk]) for session in sessions]
    return sorted(rows, key=lambda row: (row.live, row.changed_at or row.session.created_at), reverse=True)


def overview_of(session: GapSession) -> Overview:
    """Put one session together."""
    counts = counts_of([session])[session.pk]
    at = standing_of(session, counts)
    done = at.done
    return Overview(
        columns=[_column(perspective, counts) for perspective in Perspective],
        rows=_question_rows(session, counts),
        notes=counts.note_count,
        sheets=sum(counts.sheets.values()),
        people=sum(counts.people.values()),
        about=bool(counts.about),
        offer=_offer(session, counts, at),
        done=done,
        live=bool(at.live),
    )


def _current(done: Collection[str]) -> str:
    return next((step for step in STEPS if step not in done), "report")


def _offer(session: GapSession, counts: Counts, at: Standing) -> Offer:
    step = next_step(at)
    name = next((gathering.name for gathering in counts.gatherings if gathering.key == step.gathering), "")
    return offer(session, step, name)


def _row(session: GapSession, counts: Counts) -> Listed:
    at: Standing = standing_of(session, counts)
    done = at.done
    sheets = [counts.sheets.get(perspective, 0) for perspective in Perspective]
    return Listed(
        session, *sheets, len(done), _current(done), bool(at.live), counts.changed_at, _offer(session, counts, at)
    )


def _column(perspective: Perspective, counts: Counts) -> Column:
    own = [gathering for gathering in counts.gatherings if gathering.perspective == perspective]
    cards = [
        GatheringCard(
            gathering,
            live=gathering.stage in HELD,
            closed=gathering.stage == Stage.CLOSED,
            done=_DONE[Stage(gathering.stage)],
            notes=counts.notes_at.get(gathering.pk, 0),
        )
        for gathering in own
    ]
    sheets, people = counts.sheets.get(perspective, 0), counts.people.get(perspective, 0)
    return Column(perspective, cards, sheets, people, perspective in counts.about)


_DONE = {Stage.LOBBY: 0, Stage.WRITE: 2, Stage.READ_BACK: 4, Stage.CLOSED: 5}
"""Segments done of a gathering: joining, four questions, read back."""


def _question_rows(session: GapSession, counts: Counts) -> list[QuestionRow]:
    asked = {(question.perspective, question.kind): question for question in session.questions.all()}

    def per_sheet(perspective: Perspective, kind: Question) -> float:
        return counts.notes.get((perspective, kind), 0) / max(1, counts.sheets.get(perspective, 0))

    longest = max((per_sheet(perspective, kind) for perspective in Perspective for kind in Question), default=0) or 1
    rows = []
    for kind in Question:
        cells = [
            Cell(
                perspective,
                counts.notes.get((perspective, kind), 0),
                bool((question := asked.get((perspective.value, kind.value))) and question.asked),
                round(100 * per_sheet(perspective, kind) / longest),
            )
            for perspective in Perspective
        ]
        ours = asked.get((Perspective.STAFF.value, kind.value))
        rows.append(QuestionRow(kind.number, ours.wording if ours else kind.value, cells))
    return rows
