"""Seats: taken by a phone, moved to another table, removed and put back, left."""

from __future__ import annotations

from math import ceil

from django.db import transaction
from django.db.models import Max

from gapsessions.breakouts.cookies import new_token
from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.breakouts.queries import (
    capacity_of,
    is_full,
    open_gatherings,
    people_at,
    places_taken,
    smallest_table,
    was_shuffled,
)
from gapsessions.gatherings import topics
from gapsessions.gatherings.door import plan_for
from gapsessions.gatherings.models import Gathering
from gapsessions.gatherings.stirring import stir_desk
from gapsessions.live.channels import publish, revoke
from gapsessions.live.events import Event
from gapsessions.method.vocabulary import Style
from gapsessions.storage.codes import hash_of

MORE_AT_LEAST = 5


class NobodyComesIn(Exception):
    """The gathering takes nobody new; the message is for programmers, pages have words of their own."""


class RoomIsLocked(NobodyComesIn):
    """The facilitator locked the door."""


class RoomIsFull(NobodyComesIn):
    """As many phones are in as were planned, and a tenth more."""


class RoomIsClosed(NobodyComesIn):
    """The gathering is over."""


@transaction.atomic
def take_seat(*, gathering: Gathering, breakout: Breakout | None = None, tag: str = "") -> tuple[Seat, str]:
    """Seat a new phone and return its seat with the token that only the phone keeps; raises NobodyComesIn.

    Joins come one after the other here, so that the room never holds more than fit and numbers are given once.
    """
    held = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if not open_gatherings().filter(pk=held.pk).exists():
        raise RoomIsClosed
    if held.locked:
        raise RoomIsLocked
    if is_full(held):
        raise RoomIsFull
    if breakout is None and was_shuffled(held):
        breakout = smallest_table(held, tag)
    last = Seat.everything.filter(gathering=held).aggregate(last=Max("number"))["last"] or 0
    token = new_token()
    seat = Seat.objects.create(
        gathering=held,
        breakout=breakout if held.style == Style.TABLES else None,
        token_hash=hash_of(token),
        number=last + 1,
        tag=tag[: Seat._meta.get_field("tag").max_length],
    )
    tell(held, seat.breakout)
    return seat, token


@transaction.atomic
def move_seat(*, seat: Seat, to: Breakout | None, quietly: bool = False) -> None:
    """Seat a phone at another table of its gathering, or at none; what it wrote stays with the sheet it was on.

    `quietly` tells the phone alone: whoever moves many calls `tell` once.
    """
    if to is not None and to.gathering_id != seat.gathering_id:
        raise ValueError("A seat stays in its gathering.")
    was = seat.breakout
    if (was and was.pk) == (to and to.pk):
        return
    Seat.objects.filter(pk=seat.pk).update(breakout=to)
    seat.breakout = to
    publish(listener_of(seat), Event.of("moved", table=to.key if to else "", name=to.name if to else ""))
    # The stream hears the old table's notes; the phone opens another, which hears the new one's.
    revoke(listener_of(seat))
    if not quietly:
        tell(seat.gathering, was, to)


@transaction.atomic
def remove_seat(*, seat: Seat) -> None:
    """Take a phone out of the room: its stream ends and its writes are refused; what is written stays."""
    Seat.objects.filter(pk=seat.pk).update(removed=True)
    seat.removed = True
    revoke(listener_of(seat))
    tell(seat.gathering, seat.breakout)


@transaction.atomic
def put_back_seat(*, seat: Seat) -> None:
    """Undo `remove_seat`: the phone goes on where it was, with the token it still has."""
    Seat.everything.filter(pk=seat.pk).update(removed=False)
    seat.removed = False
    tell(seat.gathering, seat.breakout)


@transaction.atomic
def leave(*, seat: Seat) -> None:
    """Let a phone go: nobody gets in with its token any more.

    A phone that has handed something in keeps its place in the count, or leaving and coming again would vote twice.
    """
    if gave_anything(seat):
        forgotten = hash_of(new_token())
        Seat.objects.filter(pk=seat.pk).update(removed=True, token_hash=forgotten)
    else:
        Seat.objects.filter(pk=seat.pk).delete()
    revoke(listener_of(seat))
    tell(seat.gathering, seat.breakout)


def make_room(*, gathering: Gathering) -> int:
    """Let some more in where more came than were planned: a quarter, at least five; returns how many fit now."""
    planned = max(gathering.planned_size or 0, places_taken(gathering))
    plan_for(gathering=gathering, people=planned + max(MORE_AT_LEAST, ceil(planned / 4)))
    return capacity_of(gathering)


def gave_anything(seat: Seat) -> bool:
    """Whether something was handed in from this phone that a phone hands in once."""
    return seat.has_sheet or seat.gave_pulse or seat.gave_follow_up or seat.voted or seat.predictions > 0


def listener_of(seat: Seat) -> str:
    """The name under which a phone's streams can be ended."""
    return topics.seat(seat.pk)


def tell(gathering: Gathering, *breakouts: Breakout | None) -> None:
    """Tell tables how many they are now, and the desk that people came or went; no text travels."""
    for breakout in breakouts:
        if breakout is not None:
            publish(topics.table(breakout.key), Event.of("sheet", people=people_at(breakout)))
    stir_desk(gathering)
