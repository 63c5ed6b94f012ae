"""How a change at the desk is heard: by the room's phones, by every control room, and by the projector."""

from __future__ import annotations

from gapsessions.gatherings import topics
from gapsessions.gatherings.models import Gathering
from gapsessions.live.channels import publish
from gapsessions.live.events import Event
from gapsessions.sheets.state import room_facts

STIR = "stir"
"""A word without words: whoever hears it asks for its own part again (docs/decisions/0110)."""


def tell_room(gathering: Gathering) -> None:
    """Tell everybody that the room has moved, or that its countdown, message or door has changed."""
    fresh = Gathering.everything.get(pk=gathering.pk)
    publish(topics.room(fresh.key), Event.of("room", **room_facts(fresh)))
    stir(fresh)


def stir(gathering: Gathering) -> None:
    """Tell control rooms and projector that there is something new to see."""
    publish(topics.desk(gathering.key), Event.of(STIR))
    publish(topics.screen(gathering.key), Event.of(STIR))
