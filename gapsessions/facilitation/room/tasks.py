"""What the worker does for rooms: a rehearsal that nobody ended is wiped the day after."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from gapsessions.background.discretion import discreet
from gapsessions.facilitation.room.rehearsing import end_rehearsal, rehearsal_of, rehearse
from gapsessions.gatherings.models import Gathering

FORGOTTEN_AFTER = timedelta(days=1)


@task()
@discreet
def wipe_rehearsal(gathering_id: int) -> None:
    """Wipe a rehearsal; one that was ended is no error, and a real gathering is never touched."""
    rehearsals = Gathering.everything.filter(session__rehearsal_of__isnull=False).select_related("session")
    room = rehearsals.filter(pk=gathering_id).first()
    if room is not None:
        end_rehearsal(room=room)


@transaction.atomic
def begin_rehearsal(*, gathering: Gathering) -> Gathering:
    """Give the room of a rehearsal, as `rehearse` does, and see to it that a new one does not stay for ever."""
    running = rehearsal_of(gathering)
    if running is not None:
        return running
    room = rehearse(gathering=gathering)
    wipe_rehearsal.using(run_after=timezone.now() + FORGOTTEN_AFTER).enqueue(room.pk)
    return room
