"""How a move of the room is heard: by its phones, by every control room, and by the big screen."""

from __future__ import annotations

from gapsessions.gatherings import topics
from gapsessions.gatherings.models import Gathering
from gapsessions.gatherings.stirring import stir_desk
from gapsessions.live.channels import publish
from gapsessions.live.events import Event
from gapsessions.sheets.state import room_facts


def tell_room(gathering: Gathering) -> None:
    """Tell everybody that the room has moved, or that its countdown, message or door has changed."""
    fresh = Gathering.everything.get(pk=gathering.pk)
    publish(topics.room(fresh.key), Event.of("room", **room_facts(fresh)))
    stir_desk(fresh)
