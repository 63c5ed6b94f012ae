"""The tables of a room with the people at them, and what still fits in."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from django.conf import settings
from django.db.models import Count, Q

from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Stage

MORE_THAN_PLANNED = 10
"""Per cent more phones than people planned that find room..."""
FEWEST_MORE = 2
"""...and never fewer than so many: eight were planned, and two more came."""


@dataclass(frozen=True)
class Table:
    """A table, and how many phones sit at it."""

    breakout: Breakout
    people: int


def tables_of(gathering: Gathering) -> list[Table]:
    """Every table in the order they were made, with its people; one query."""
    found = Breakout.objects.filter(gathering=gathering).order_by("pk")
    counted = found.annotate(people=Count("seats", filter=Q(seats__removed=False)))
    return [Table(breakout, breakout.people) for breakout in counted]


def people_at(breakout: Breakout) -> int:
    """How many phones sit at a table."""
    return Seat.objects.filter(breakout=breakout).count()


def places_taken(gathering: Gathering) -> int:
    """How many phones count against the capacity: those that are in, and those that left after handing in."""
    handed_in = Q(has_sheet=True) | Q(gave_pulse=True) | Q(gave_follow_up=True) | Q(voted=True) | Q(predictions__gt=0)
    return Seat.everything.filter(Q(removed=False) | handed_in, gathering=gathering).count()


def capacity_of(gathering: Gathering) -> int:
    """How many phones find room: those planned and a tenth more; where nobody said, far more than any room holds.

    A thousand bots with a valid code stop here.
    """
    planned = gathering.planned_size
    if planned is None:
        return int(settings.ROOM_CAPACITY)
    return max(planned + FEWEST_MORE, ceil(planned * (100 + MORE_THAN_PLANNED) / 100))


def open_gathering_of(code: str) -> Gathering | None:
    """The gathering people join by this code, with its session and organisation; None for unknown and closed alike."""
    open_ones = Gathering.objects.exclude(stage=Stage.CLOSED).filter(session__archived_at__isnull=True)
    return open_ones.select_related("session__organisation").filter(code=code).exclude(code="").first()
