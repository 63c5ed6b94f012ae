"""What the worker does after a room has closed; the argument is an id, and doing it twice changes nothing."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task

from gapsessions.background.discretion import discreet
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Stage
from gapsessions.sheets.forgetting import GRACE, RECEIPTS_KEPT, forget_keys, forget_receipts, leave_no_copies
from gapsessions.sheets.shuffling import lay_room_again

A_MOMENT = timedelta(minutes=1)


@task()
@discreet
def forget(gathering_id: int) -> None:
    """Forget what is due by now, in the gathering and in the database's file; one that was erased is no error."""
    gathering = Gathering.everything.filter(pk=gathering_id).first()
    if gathering is not None:
        _lay_stragglers(gathering)
        forget_keys(gathering)
    forget_receipts()
    leave_no_copies()


@transaction.atomic
def _lay_stragglers(gathering: Gathering) -> None:
    """Shuffle once more where writers do not stand in one line: a note may have come in the moment of the close."""
    held = Gathering.everything.select_for_update().filter(pk=gathering.pk, stage=Stage.CLOSED).first()
    if held is not None and connection.features.has_select_for_update:
        lay_room_again(held)


def forget_in_time(gathering: Gathering) -> None:
    """Leave it to the worker: now, when no note can be in time any more, and when the receipts go."""
    for later in (timedelta(), GRACE + A_MOMENT, RECEIPTS_KEPT + A_MOMENT):
        forget.using(run_after=timezone.now() + later).enqueue(gathering.pk)
