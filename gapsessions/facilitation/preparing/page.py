"""The page of one gathering, put together: facts, stage, tables and sheets, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings.forms import STYLES
from gapsessions.gatherings.models import Gathering
from gapsessions.gatherings.wording import STAGES
from gapsessions.method.vocabulary import Question, Stage, Style
from gapsessions.sheets.models import Sheet
from gapsessions.sheets.queries import SheetRow, sheet_rows

TABLES_SHOWN = 40
SHEETS_SHOWN = 60
"""Rows of own sheets on the page; hundreds of them tell nothing that their sum does not."""


@dataclass(frozen=True)
class Line:
    """One table or person, with the notes under each question beside the question's label."""

    breakout: Breakout | None
    sheet: Sheet | None
    notes: int
    cells: list[tuple[str, int]]


@dataclass(frozen=True)
class Next:
    """The next best action: a sentence, a button, and either an address or an act on this page."""

    sentence: str
    button: str
    href: str = ""
    act: str = ""


@dataclass(frozen=True)
class Uneven:
    """Minutes, and silent minutes, of other gatherings of the session where they differ: more time, more notes."""

    lengths: tuple[int, ...]
    silences: tuple[int, ...]


@dataclass(frozen=True)
class GatheringPage:
    """Everything the page shows."""

    style: str
    stage: str
    stage_about: str
    tables: list[Line]
    pages: Page[SheetRow]
    own: list[Line]
    own_count: int
    totals: list[tuple[str, int]]
    notes: int
    room: str
    """Address of the control room; "" where nobody joins."""
    next: Next
    uneven: Uneven
    removed: list[Breakout]


def gathering_page(gathering: Gathering, *, sees_sheets: bool, number: str = "") -> GatheringPage:
    """Put the page together; as many queries for three hundred sheets as for one."""
    rows = sheet_rows(gathering)
    tables = [row for row in rows if row.breakout]
    own = [row for row in rows if not row.breakout]
    per_row = [row.by_question for row in rows]
    totals = [sum(column) for column in zip(*per_row, strict=True)] if rows else [0] * len(Question)
    notes = sum(totals)
    stage = Stage(gathering.stage)
    pages = Paginator(tables, TABLES_SHOWN).get_page(number)
    labels = [gettext("Question %(number)d") % {"number": kind.number} for kind in Question]

    def lines(some: list[SheetRow]) -> list[Line]:
        return [
            Line(row.breakout, row.sheet, row.notes, list(zip(labels, row.by_question, strict=True))) for row in some
        ]

    return GatheringPage(
        style=str(STYLES[Style(gathering.style)]),
        stage=gettext(STAGES[stage].name),
        stage_about=gettext(STAGES[stage].about),
        tables=lines(list(pages.object_list)),
        pages=pages,
        # One person's notes are listed to those who type them, not to everybody who may read the comparison.
        own=lines(own[:SHEETS_SHOWN]) if sees_sheets else [],
        own_count=len(own),
        totals=list(zip(labels, totals, strict=True)),
        notes=notes,
        room=reverse("control-room", args=[gathering.session.code, gathering.key]) if gathering.code else "",
        next=_next(gathering, stage, bool(tables), notes),
        uneven=uneven(gathering),
        removed=list(
            Breakout.everything.filter(gathering=gathering, removed_at__isnull=False).order_by("-removed_at")[:5]
        ),
    )


def uneven(gathering: Gathering) -> Uneven:
    """Find where other gatherings of the session that people join differ from this one in time or silence."""
    if not _takes_time(gathering):
        return Uneven((), ())
    held = Gathering.objects.filter(session=gathering.session_id).exclude(code="").exclude(style=Style.OPEN_LINK)
    rows = set(held.values_list("run_minutes", "silent_minutes"))
    return Uneven(
        tuple(sorted({length for length, _silent in rows} - {gathering.run_minutes})),
        tuple(sorted({silent for _length, silent in rows} - {gathering.silent_minutes})),
    )


def _takes_time(gathering: Gathering) -> bool:
    """Whether people are there together for some minutes: nobody joins typed sheets, and a link is open for days."""
    return bool(gathering.code) and gathering.style != Style.OPEN_LINK


def _next(gathering: Gathering, stage: Stage, tables: bool, notes: int) -> Next:
    given = [gathering.session.code, gathering.key]
    if gathering.code and stage in (Stage.WRITE, Stage.READ_BACK):
        room = reverse("control-room", args=given)
        return Next(gettext("It is being held now."), gettext("Go to the control room"), href=room)
    if gathering.style == Style.TABLES and not tables:
        return Next(gettext("Which tables stand in the room?"), gettext("Add the tables"), href="#add-tables")
    if stage is Stage.LOBBY:
        check = reverse("gathering-check", args=given)
        return Next(gettext("Everything is laid out. See whether the room is ready."), gettext("Check the room"), check)
    if not notes:
        return Next(gettext("Nothing is written down here yet."), gettext("Type answers"), act="type")
    try:
        themes = reverse("themes", args=[gathering.session.code])
    except NoReverseMatch:
        themes = reverse("session", args=[gathering.session.code])
    return Next(gettext("The notes are in. Sort them into themes."), gettext("Go to the themes"), themes)
