"""A word without words: control rooms, big screens and helpers' pages that hear it ask for their part again.

Nothing of a room travels with it (docs/decisions/0110).
"""

from __future__ import annotations

from gapsessions.gatherings import topics
from gapsessions.gatherings.models import Gathering
from gapsessions.live.channels import publish
from gapsessions.live.events import Event


def stir_desk(gathering: Gathering) -> None:
    """Tell whoever watches a room that there is something new to see, once it is on the disk."""
    publish(topics.desk(gathering.key), Event.of("stir"))
