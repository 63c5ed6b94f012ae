"""A word without words: control rooms, big screens and helpers' pages that hear it ask for their part again.

Nothing of a room travels with it (docs/decisions/0110).
"""

from __future__ import annotations

from gapsessions.gatherings import topics
from gapsessions.gatherings.models import Gathering
from gapsessions.live.channels import publish
from gapsessions.live.events import REFETCH, Event


def stir_desk(gathering: Gathering) -> None:
    """Tell whoever watches a room that there is something new to see, once it is on the disk."""
    publish(topics.desk(gathering.key), Event.of("stir"))


def send_away(gathering: Gathering) -> None:
    """Have every page of a room ask once more, now that there is nothing there: phones say so instead of waiting."""
    for topic in (topics.room(gathering.key), topics.desk(gathering.key), topics.screen(gathering.key)):
        publish(topic, Event.of(REFETCH))
