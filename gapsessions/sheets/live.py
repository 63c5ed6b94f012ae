"""The stream of a phone: what happens in its room, at its table, and to itself."""

from __future__ import annotations

from gapsessions.breakouts.access import seat_of_cookies
from gapsessions.gatherings import topics
from gapsessions.live.channels import Grant, Visitor, open_channel


def _phone(visitor: Visitor) -> Grant | None:
    """What a seat may hear; whoever has no seat in the gathering that the path names hears nothing.

    Being moved to another table or removed ends the stream (`breakouts.seats`), so the topics hold as long as it does.
    """
    seat = seat_of_cookies(visitor.cookies, visitor.path.strip("/"))
    if seat is None:
        return None
    heard = {topics.room(seat.gathering.key), topics.seat(seat.pk)}
    if seat.breakout is not None and not seat.breakout.removed_at:
        heard.add(topics.table(seat.breakout.key))
    return Grant(frozenset(heard), topics.seat(seat.pk))


open_channel("room", _phone)
