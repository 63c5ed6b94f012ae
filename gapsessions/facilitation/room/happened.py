"""What just happened in a room: moves, minutes, messages and the door, never a note. It is forgotten overnight."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext, gettext_noop

from gapsessions.gatherings.models import Gathering

SHOWN = 8
_KEPT = 20
_SECONDS = 12 * 60 * 60

SENTENCES = {
    "question": gettext_noop("Question %(number)s was opened."),
    "write": gettext_noop("All questions were opened."),
    "read_back": gettext_noop("The read back began."),
    "closed": gettext_noop("The gathering was closed."),
    "reopened": gettext_noop("The gathering was opened again."),
    "back": gettext_noop("Writing goes on."),
    "taken_back": gettext_noop("The last move was taken back."),
    "minute_more": gettext_noop("Everybody got one more minute."),
    "minute_less": gettext_noop("One minute was taken off."),
    "paused": gettext_noop("The clock was stopped."),
    "resumed": gettext_noop("The clock runs again."),
    "started": gettext_noop("The clock was started."),
    "message": gettext_noop("A message went to every phone: “%(text)s”"),
    "unsaid": gettext_noop("The message was taken off the phones."),
    "nudged": gettext_noop("%(table)s got a nudge."),
    "coming": gettext_noop("Somebody is on the way to %(table)s."),
    "door_closed": gettext_noop("The door was closed."),
    "door_opened": gettext_noop("The door was opened."),
    "new_code": gettext_noop("The room has a new code."),
    "shuffled": gettext_noop("The seats were shuffled."),
    "table_added": gettext_noop("%(table)s was added."),
    "table_removed": gettext_noop("%(table)s was removed."),
    "table_back": gettext_noop("%(table)s is back."),
    "late_in": gettext_noop("Late notes were added to their sheets: %(n)s."),
    "helper": gettext_noop("%(name)s got a helper link."),
    "helper_ended": gettext_noop("The helper link of %(name)s was ended."),
}


@dataclass(frozen=True)
class Happened:
    """One line: a sentence, and when, in seconds since 1970."""

    sentence: str
    at: int


def note_down(gathering: Gathering, what: str, **facts: Any) -> None:
    """Remember that something happened; `what` is a key of SENTENCES."""
    name = _name(gathering)
    cache.set(name, [(int(time.time()), what, facts), *cache.get(name, [])][:_KEPT], _SECONDS)


def happened_in(gathering: Gathering) -> list[Happened]:
    """The last things, newest first, in the reader's language."""
    return [
        Happened(gettext(SENTENCES[what]) % facts, at)
        for at, what, facts in cache.get(_name(gathering), [])[:SHOWN]
        if what in SENTENCES
    ]


def _name(gathering: Gathering) -> str:
    return f"room-happened:{gathering.key}"
