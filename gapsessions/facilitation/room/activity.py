"""How long a table has been quiet, as closely as a facilitator may know: in half minutes and per table."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass

from django.core.cache import cache

from gapsessions.gatherings.models import Gathering
from gapsessions.sheets.activity import GRAIN, last_active

QUIET_SECONDS = 4 * 60
_KEPT = 6 * 60 * 60


@dataclass(frozen=True)
class Activity:
    """Full half minutes, in seconds, since a table did something, and since it could have; None where nobody knows."""

    seconds: int | None = None
    waited: int | None = None

    @property
    def quiet(self) -> bool:
        """No note for some minutes: perhaps they are talking, perhaps they are stuck."""
        return self.waited is not None and self.waited >= QUIET_SECONDS

    @property
    def minutes(self) -> int:
        """Full minutes since the table did something."""
        return (self.seconds or 0) // 60

    @property
    def minutes_quiet(self) -> int:
        """Full minutes of quiet."""
        return (self.waited or 0) // 60


def begin_anew(gathering: Gathering) -> None:
    """The room has moved: nobody is quiet who was asked just now."""
    cache.set(_name(gathering), int(time.time()), _KEPT)


def activity_at(gathering: Gathering, tables: Collection[str]) -> dict[str, Activity]:
    """How long each table has been quiet since it last wrote, or since the room was asked something new."""
    now = int(time.time())
    asked_at = cache.get(_name(gathering), 0)
    last = last_active(tables)
    found = {}
    for table in tables:
        wrote = last.get(table)
        since = max(asked_at, wrote or 0)
        found[table] = Activity(_rounded(now - wrote) if wrote else None, _rounded(now - since) if since else None)
    return found


def _rounded(seconds: int) -> int:
    return max(0, seconds) // GRAIN * GRAIN


def _name(gathering: Gathering) -> str:
    return f"room-asked:{gathering.key}"
