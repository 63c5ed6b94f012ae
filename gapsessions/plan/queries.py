"""Who wants to hear what came of it: counts from five people on, and the contact list."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from gapsessions.plan.models import Channel, Contact, FollowUpWish
from gapsessions.sessions.models import GapSession

FLOOR = 5
"""People behind a figure of a segment before it is shown (spec.md section 9)."""


@dataclass(frozen=True)
class Wishes:
    """How many people of a segment asked to hear of it, in all and by way; "" is the session as a whole."""

    segment: str
    people: int
    by_channel: tuple[tuple[Channel, int], ...]


def wishes_of(session: GapSession) -> list[Wishes]:
    """The whole session first, then each segment of five people or more, as long as the rest has five too."""
    rows = (
        FollowUpWish.objects.filter(gathering__session=session, people__gt=0)
        .values_list("segment", "channel")
        .annotate(total=Sum("people"))
    )
    counts = {(segment, Channel(channel)): total for segment, channel, total in rows}
    whole = _wishes("", counts)
    parts = [_wishes(segment, counts) for segment in sorted({segment for segment, _channel in counts} - {""})]
    shown = [part for part in parts if part.people >= FLOOR and whole.people - part.people >= FLOOR]
    # What is left when all shown ones are taken away may not be a handful either.
    hidden = whole.people - sum(part.people for part in shown)
    return [whole] if 0 < hidden < FLOOR else [whole, *shown]


def contacts_of(session: GapSession) -> QuerySet[Contact]:
    """The addresses on the list, by way and address: no order of arrival."""
    return Contact.objects.filter(session=session, removed=False).order_by("channel", "address")


def _wishes(segment: str, counts: dict[tuple[str, Channel], int]) -> Wishes:
    totals = {
        channel: sum(n for (of, by), n in counts.items() if by is channel and segment in ("", of))
        for channel in Channel
    }
    return Wishes(segment, sum(totals.values()), tuple((channel, n) for channel, n in totals.items() if n))
