"""The tables of a room with the people at them, and what still fits in."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.gatherings.models import Gathering
from gapsessions.method.allocation import table_for_late
from gapsessions.method.vocabulary import Seating, Stage, Style

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


def smallest_table(gathering: Gathering, tag: str = "") -> Breakout | None:
    """Where a late-comer to a shuffled room sits: at the smallest table in use, where the own word is rarest."""
    tables = tables_of(gathering)
    used = [table for table in tables if table.people] or tables
    if not used:
        return None
    same = Seat.objects.filter(gathering=gathering, tag=tag).values_list("breakout").annotate(n=Count("pk"))
    of_tag = dict(same) if tag else {}
    counts = {place: of_tag.get(table.breakout.pk, 0) for place, table in enumerate(used)}
    return used[table_for_late([table.people for table in used], counts)].breakout


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


def segment_of(seat: Seat) -> str:
    """The segment that was picked at an open link, for the own sheet of this phone; "" where none was."""
    gathering = seat.gathering
    picked = gathering.style == Style.OPEN_LINK and seat.tag in gathering.session.segments
    return seat.tag if picked else ""


def was_shuffled(gathering: Gathering) -> bool:
    """Whether people have been spread over the tables, so that whoever comes now comes late."""
    if gathering.style != Style.TABLES or gathering.seating != Seating.SHUFFLE:
        return False
    return gathering.stage != Stage.LOBBY or Seat.objects.filter(gathering=gathering, breakout__isnull=False).exists()


def is_full(gathering: Gathering) -> bool:
    """Whether the next phone is turned away because every place is taken."""
    return places_taken(gathering) >= capacity_of(gathering)


def open_gathering_of(code: str) -> Gathering | None:
    """The gathering people join by this code, with its session and organisation; None for unknown and closed alike.

    One query whatever comes of it, so that the two take the same time as well.
    """
    return open_gatherings().filter(code=code).exclude(code="").first()


def table_behind(code: str, key: str) -> Breakout | None:
    """The table whose card carries this address, standing or not, with its open gathering; nobody guesses its key."""
    cards = Breakout.everything.filter(key=key, gathering__in=open_gatherings().filter(code=code).exclude(code=""))
    return cards.select_related("gathering__session__organisation").first()


def open_gatherings() -> QuerySet[Gathering]:
    """Gatherings that people may still join, with session and organisation."""
    over = Q(style=Style.OPEN_LINK, closes_on__lt=timezone.localdate())
    return (
        Gathering.objects.exclude(stage=Stage.CLOSED)
        .exclude(over)
        .filter(session__archived_at__isnull=True)
        .select_related("session__organisation")
    )
