"""The room as one phone may see it at this moment: what every page starts from and returns to after a gap."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from gapsessions.breakouts.models import Seat
from gapsessions.breakouts.queries import people_at
from gapsessions.gatherings.models import Gathering, OpenedQuestion
from gapsessions.gatherings.timing import milliseconds
from gapsessions.live import channels
from gapsessions.method.vocabulary import Perspective, Question, Style
from gapsessions.sessions.models import SessionQuestion
from gapsessions.sheets.asking import is_open
from gapsessions.sheets.models import Answer, Sheet
from gapsessions.sheets.operations import VERSION
from gapsessions.sheets.silence import reveal_due_in
from gapsessions.sheets.telling import facts_of
from gapsessions.storage.codes import hash_of
from gapsessions.storage.prepared import Prepared

# Every phone asks for these when it comes back, and all of a room come back together.
_opened = Prepared(lambda gathering: OpenedQuestion.objects.filter(gathering=gathering))
_wordings = Prepared(
    lambda session, perspective: SessionQuestion.objects.filter(
        session=session, perspective=perspective, asked=True
    ).values_list("kind", "wording")
)
_sheet_at = Prepared(lambda breakout: Sheet.objects.filter(breakout=breakout))
_notes_on = Prepared(lambda sheet: Answer.objects.filter(sheet=sheet).order_by("pk"))


def state_of(seat: Seat, *, pens: Mapping[str, str], sheet_key: str = "") -> dict[str, Any]:
    """Everything a phone shows, as docs/phone-protocol.md describes it.

    `pens` are the phone's own secrets by question: they bring its notes of silent questions along, nobody else's.
    """
    # Asked for first: what happens while we read is heard of afterwards, and hearing of it twice does no harm.
    at = channels.broker.position
    gathering = seat.gathering
    opened = {row.question: row for row in _opened(gathering.pk)}
    if reveal_due_in(gathering, opened.values()):
        opened = {row.question: row for row in _opened(gathering.pk)}
    sheet = _sheet_of(seat, sheet_key)
    breakout = seat.breakout if seat.breakout and not seat.breakout.removed_at else None
    return {
        "v": VERSION,
        "now": round(time.time() * 1000),
        "at": at,
        **room_facts(gathering, opened),
        "table": {"key": breakout.key, "name": breakout.name, "people": people_at(breakout)} if breakout else None,
        "seat": seat.number,
        "own": gathering.style != Style.TABLES,
        "confirmed": bool(sheet and sheet.confirmed),
        "help": bool(breakout and breakout.needs_help),
        "notes": [facts_of(note) for note in _notes(sheet, pens)],
        "asks": {
            "pulse": gathering.asks_pulse,
            "prediction": gathering.asks_prediction,
            "follow_up": gathering.asks_follow_up,
        },
        "gave": {
            "sheet": seat.has_sheet,
            "pulse": seat.gave_pulse,
            "predictions": seat.predictions,
            "follow_up": seat.gave_follow_up,
            "voted": seat.voted,
        },
        "follow_up_url": reverse("you-said-we-did", args=[gathering.session.follow_up_key]),
    }


def room_facts(gathering: Gathering, opened: Mapping[str, OpenedQuestion] | None = None) -> dict[str, Any]:
    """What all phones of a room have in common: every state carries it and, without `opened`, the `room` event.

    An event goes to all at once, so it speaks the session's language and not that of whoever moved the room.
    """
    if opened is None:
        with translation.override(gathering.session.language):
            return room_facts(gathering, {row.question: row for row in _opened(gathering.pk)})
    return {
        "stage": gathering.stage,
        "question": gathering.question or None,
        "questions": _questions(gathering, opened),
        "timer": {"ends": milliseconds(gathering.timer_ends_at), "left": gathering.timer_left},
        "message": gathering.message,
        "ballot": gathering.ballot_open,
    }


def _questions(gathering: Gathering, opened: Mapping[str, OpenedQuestion]) -> list[dict[str, Any]]:
    wording = dict(_wordings(gathering.session_id, gathering.perspective))
    return [
        {
            "kind": kind.value,
            "number": kind.number,
            "wording": wording[kind.value],
            "help": _help(kind, Perspective(gathering.perspective)),
            "open": is_open(gathering, kind, opened),
            "silent_until": _silent_until(gathering, opened.get(kind.value)),
        }
        for kind in Question
        if kind.value in wording
    ]


def _help(kind: Question, perspective: Perspective) -> str:
    """A line under the question that leads nobody: what counts as an answer, not what it is asked for."""
    if kind is Question.COMPETITOR:
        if perspective is Perspective.CUSTOMERS:
            return gettext("Other trades count too. “I use no one else” is an answer.")
        return gettext("Other trades count too. “I do not know” is an answer.")
    return ""


def _silent_until(gathering: Gathering, opened: OpenedQuestion | None) -> int | None:
    if opened is None or opened.revealed or gathering.style != Style.TABLES:
        return None
    return milliseconds(opened.silent_until)


def _sheet_of(seat: Seat, sheet_key: str) -> Sheet | None:
    if seat.gathering.style == Style.TABLES:
        return _sheet_at.first(seat.breakout_id) if seat.breakout_id else None
    if not sheet_key:
        return None
    return Sheet.objects.filter(gathering=seat.gathering_id, key_hash=hash_of(sheet_key)).first()


def _notes(sheet: Sheet | None, pens: Mapping[str, str]) -> list[Answer]:
    """The notes this phone may see, in no order of arrival: ids are random."""
    if sheet is None:
        return []
    mine = {question: hash_of(pen) for question, pen in pens.items()}
    return [note for note in _notes_on(sheet.pk) if not note.pen_hash or note.pen_hash == mine.get(note.question)]
