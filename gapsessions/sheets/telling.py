"""What a change on a sheet says to the table's phones and to the desk, once it is on the disk.

The table hears the note itself, the desk only that something stirred: no text is on its way to a screen that shows
none (`activity`).
"""

from __future__ import annotations

from typing import Any

from gapsessions.gatherings import topics
from gapsessions.live.channels import publish
from gapsessions.live.events import Event
from gapsessions.sheets import activity
from gapsessions.sheets.models import Answer, Sheet


def facts_of(note: Answer) -> dict[str, Any]:
    """A note as phones know it: no seat, no pen, no time."""
    return {
        "id": str(note.pk),
        "question": note.question,
        "text": note.text,
        "revision": note.revision,
        "valence": note.valence or None,
        "intent": note.intent or None,
        "star": note.star,
        "struck": note.struck_out,
        "same_as": str(note.same_as_id) if note.same_as_id else None,
        "silent": bool(note.pen_hash),
    }


def of_note(sheet: Sheet, note: Answer) -> None:
    """Tell the table what a note says now, unless it is hidden; own sheets have no table to tell."""
    breakout = sheet.breakout
    if breakout is not None and not note.pen_hash:
        publish(topics.table(breakout.key), Event.of("note", **facts_of(note)))
    activity.stir(sheet.gathering.key, breakout.key if breakout else "", note.question)


def of_sheet(sheet: Sheet) -> None:
    """Tell the table whether its sheet is confirmed, and whether it asks for help."""
    breakout = sheet.breakout
    if breakout is not None:
        event = Event.of("sheet", confirmed=sheet.confirmed, help=breakout.needs_help)
        publish(topics.table(breakout.key), event)
        activity.stir(sheet.gathering.key, breakout.key, "")
