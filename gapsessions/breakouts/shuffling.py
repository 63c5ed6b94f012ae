"""Shuffling a room: everybody in it is spread over even tables, mixed by the words they picked."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from gapsessions.breakouts.actions import MOST_TABLES, add_breakouts, free_names
from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.breakouts.queries import smallest_table
from gapsessions.breakouts.seats import move_seat, tell
from gapsessions.gatherings.models import Gathering
from gapsessions.method.allocation import Person, Split, deal, even, split
from gapsessions.sessions.archive import refuse_archived

SEEDS = 2**32


@dataclass(frozen=True)
class Seating:
    """How a shuffle seats, or has seated, a room; words for it are the page's business."""

    split: Split
    standing: int
    """Tables that stand in the room."""

    @property
    def to_add(self) -> int:
        """Tables that are added, because there are fewer than the split needs."""
        return max(0, len(self.split.sizes) - self.standing)


def seating_for(gathering: Gathering) -> Seating:
    """What `allocate` would do now; nobody moves. Where `split.fits` is false, say so before it is done."""
    people = Seat.objects.filter(gathering=gathering).count()
    return Seating(_possible(people), Breakout.objects.filter(gathering=gathering).count())


@transaction.atomic
def allocate(*, gathering: Gathering, seed: int | None = None) -> Seating:
    """Seat everybody anew; tables are added where too few stand. Answers stay with the sheet they were written on.

    The same people and seed give the same seats; without a seed one is drawn. Raises SessionIsArchived.
    """
    refuse_archived(gathering.session_id)
    Gathering.objects.select_for_update().get(pk=gathering.pk)
    seating = seating_for(gathering)
    if seating.to_add:
        add_breakouts(gathering=gathering, names=free_names(gathering, seating.to_add, gettext("Table %d")))
    tables = list(Breakout.objects.filter(gathering=gathering).order_by("pk"))[: len(seating.split.sizes)]
    seats = list(Seat.objects.filter(gathering=gathering).select_related("breakout"))
    people = [Person(str(seat.pk), seat.tag) for seat in seats]
    drawn = secrets.randbelow(SEEDS) if seed is None else seed
    places = deal(people, len(tables), drawn) if tables else {}
    for seat in seats:
        seat.gathering = gathering
        move_seat(seat=seat, to=tables[places[str(seat.pk)]], quietly=True)
    tell(gathering, *Breakout.objects.filter(gathering=gathering))
    return seating


@transaction.atomic
def seat_the_rest(*, gathering: Gathering) -> None:
    """See that nobody is without a table when the writing starts; whoever sits already stays.

    Where nobody sits yet, everybody is dealt out as by `allocate`; otherwise each goes to the smallest table.
    """
    Gathering.objects.select_for_update().get(pk=gathering.pk)
    seats = Seat.objects.filter(gathering=gathering)
    if not seats.filter(breakout__isnull=False, breakout__removed_at__isnull=True).exists():
        if seats.exists():
            allocate(gathering=gathering)
        return
    for seat in seats.filter(Q(breakout__isnull=True) | Q(breakout__removed_at__isnull=False)).order_by("pk"):
        seat.gathering = gathering
        move_seat(seat=seat, to=smallest_table(gathering, seat.tag))


def _possible(people: int) -> Split:
    wanted = split(people)
    return wanted if len(wanted.sizes) <= MOST_TABLES else even(people, MOST_TABLES)
