"""Open links whose last day is over: they are closed as a facilitator would close them."""

from __future__ import annotations

from django.utils import timezone

from gapsessions.background.regular import every_minute
from gapsessions.facilitation.room.moving import move_room, place_of
from gapsessions.facilitation.room.way import Place
from gapsessions.gatherings.actions import MovedMeanwhile
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Stage, Style


@every_minute
def close_due_links() -> int:
    """Close every open link that is past its last day; give how many were closed.

    A link that was never opened for writing stays as it is: nobody could write there. Two workers close it once.
    """
    due = Gathering.objects.filter(
        style=Style.OPEN_LINK,
        stage=Stage.WRITE,
        closes_on__lt=timezone.localdate(),
        session__archived_at__isnull=True,
    )
    closed = 0
    for gathering in due.select_related("session"):
        try:
            moved = move_room(gathering=gathering, seen=place_of(gathering), to=Place(Stage.CLOSED))
        except MovedMeanwhile:
            continue
        closed += moved is not None
    return closed
