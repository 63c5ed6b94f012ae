"""The control room, put together: everything its page shows, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from gapsessions.facilitation.room.deck import Deck, deck_of
from gapsessions.facilitation.room.happened import Happened, happened_in
from gapsessions.facilitation.room.standing import RoomStanding, standing_of
from gapsessions.gatherings.models import Gathering, ParkedThought
from gapsessions.method.vocabulary import Stage, Style


@dataclass(frozen=True)
class ControlRoom:
    """Everything the page shows."""

    deck: Deck
    standing: RoomStanding
    parked: list[ParkedThought]
    happened: list[Happened]
    live: bool
    open_link: bool


def control_room(gathering: Gathering) -> ControlRoom:
    """Put the page together; as many queries for forty tables as for one."""
    deck = deck_of(gathering)
    return ControlRoom(
        deck=deck,
        standing=standing_of(gathering),
        parked=list(ParkedThought.objects.filter(gathering=gathering, removed=False).order_by("pk")),
        happened=happened_in(gathering),
        live=gathering.stage in (Stage.WRITE, Stage.READ_BACK),
        open_link=gathering.style == Style.OPEN_LINK,
    )
