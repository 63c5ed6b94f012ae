"""How a room stands: notes per table and question, people, calls for help; no more queries for forty tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q

from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.facilitation.room.activity import Activity, activity_at
from gapsessions.facilitation.standings import shown
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Question, SheetKind, Stage
from gapsessions.sheets.models import Answer, Sheet

FULL_BAR = 8
"""Notes that fill a bar at first; where a table has more, the longest fills it."""


@dataclass(frozen=True)
class Bar:
    """Notes (or sheets) under one question; `percent` of the bar, `now` where it is asked at the moment."""

    number: int
    count: int
    percent: int
    now: bool


@dataclass(frozen=True)
class Table:
    """One table of the room."""

    breakout: Breakout
    number: int
    people: int
    sheet: UUID | None
    confirmed: bool
    bars: list[Bar]
    activity: Activity
    quiet: bool
    """People sit there and could write, and for some minutes nobody has."""

    @property
    def notes(self) -> int:
        """Notes on its sheet."""
        return sum(bar.count for bar in self.bars)


@dataclass(frozen=True)
class OwnSheets:
    """Sheets of single people, counted together: nobody's is shown by itself."""

    sheets: int
    confirmed: int
    bars: list[Bar]
    """How many of the sheets have a note under each question."""


@dataclass
class Counted:
    """What the queries found; by the keys of the rows."""

    people: dict[int | None, int] = field(default_factory=dict)
    notes: dict[UUID, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def note_count(self) -> int:
        """All notes that stand."""
        return sum(sum(by_kind.values()) for by_kind in self.notes.values())


@dataclass(frozen=True)
class RoomStanding:
    """Everything about a room that changes while people write."""

    tables: list[Table]
    own: OwnSheets | None
    people: int
    without_table: int
    notes: int
    notes_now: int
    """Under the question that is asked at the moment."""
    per_question: dict[Question, int]


@dataclass(frozen=True)
class Totals:
    """What everybody in the room may see: how many are in, and how many notes there are."""

    people: int
    notes: int
    notes_now: int


def totals_of(gathering: Gathering) -> Totals:
    """Count the room as a whole; two queries."""
    notes = Answer.objects.filter(sheet__gathering=gathering, sheet__removed=False, struck_out=False)
    of_question = Count("pk", filter=Q(question=gathering.question))
    counted = notes.aggregate(all=Count("pk"), now=of_question)
    return Totals(
        people=shown(gathering, Seat.objects.filter(gathering=gathering).count()),
        notes=shown(gathering, counted["all"]),
        notes_now=shown(gathering, counted["now"] if gathering.question else counted["all"]),
    )


def count_room(gathering: Gathering) -> Counted:
    """Count; three queries."""
    found = Counted()
    seats = Seat.objects.filter(gathering=gathering).values_list("breakout").annotate(n=Count("pk"))
    found.people = dict(seats)
    found.sheets = list(Sheet.objects.filter(gathering=gathering).only("kind", "breakout", "confirmed", "gathering"))
    rows = Answer.objects.filter(sheet__gathering=gathering, struck_out=False).values_list("sheet", "question")
    for sheet, question, n in rows.annotate(n=Count("pk")):
        found.notes[sheet][question] = n
    return found


def standing_of(gathering: Gathering) -> RoomStanding:
    """Put together how the room stands; four queries, and a look at the cache."""
    found = count_room(gathering)
    tables = list(Breakout.objects.filter(gathering=gathering).order_by("pk"))
    per_question = {kind: sum(by_kind.get(kind.value, 0) for by_kind in found.notes.values()) for kind in Question}
    people = sum(found.people.values())
    now = gathering.question
    return RoomStanding(
        tables=_tables(gathering, tables, found),
        own=_own(gathering, found),
        people=shown(gathering, people),
        without_table=found.people.get(None, 0),
        notes=shown(gathering, found.note_count),
        notes_now=shown(gathering, per_question[Question(now)] if now else found.note_count),
        per_question={kind: shown(gathering, n) for kind, n in per_question.items()},
    )


def _tables(gathering: Gathering, tables: list[Breakout], found: Counted) -> list[Table]:
    of_table = {sheet.breakout_id: sheet for sheet in found.sheets if sheet.breakout_id}

    def notes(table: Breakout) -> dict[str, int]:
        sheet = of_table.get(table.pk)
        return found.notes.get(sheet.pk, {}) if sheet else {}

    full = max([FULL_BAR, *(n for table in tables for n in notes(table).values())])
    active = activity_at(gathering, [table.key for table in tables])
    return [
        Table(
            breakout=table,
            number=number,
            people=found.people.get(table.pk, 0),
            sheet=sheet.pk if (sheet := of_table.get(table.pk)) else None,
            confirmed=bool(sheet and sheet.confirmed),
            bars=_bars(gathering, notes(table), full),
            activity=active[table.key],
            quiet=active[table.key].quiet and gathering.stage == Stage.WRITE and bool(found.people.get(table.pk)),
        )
        for number, table in enumerate(tables, 1)
    ]


def _own(gathering: Gathering, found: Counted) -> OwnSheets | None:
    own = [sheet for sheet in found.sheets if sheet.kind == SheetKind.SINGLE]
    if not own:
        return None
    begun = {
        kind.value: shown(gathering, sum(1 for sheet in own if found.notes.get(sheet.pk, {}).get(kind.value)))
        for kind in Question
    }
    count = shown(gathering, len(own))
    return OwnSheets(
        sheets=count,
        confirmed=shown(gathering, sum(sheet.confirmed for sheet in own)),
        bars=_bars(gathering, begun, max(1, count)),
    )


def _bars(gathering: Gathering, counts: dict[str, int], full: int) -> list[Bar]:
    return [
        Bar(
            kind.number,
            counts.get(kind.value, 0),
            round(100 * counts.get(kind.value, 0) / full),
            kind.value == gathering.question,
        )
        for kind in Question
    ]
