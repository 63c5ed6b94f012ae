"""What the worker does for the conductor; the argument is an id, and doing it twice changes nothing."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from gapsessions.background.discretion import discreet
from gapsessions.facilitation.sample import finish_sample, open_sample
from gapsessions.sessions.models import GapSession


@task()
@discreet
def finish_the_sample(session_id: int) -> None:
    """Sort, compare and print the sample; one that was erased is no error."""
    session = GapSession.objects.filter(pk=session_id).first()
    if session is not None:
        finish_sample(session=session)


@transaction.atomic
def bring_the_sample() -> GapSession | None:
    """Bring the sample in and leave its long part to the worker; None where it was brought before."""
    session = open_sample()
    if session is not None:
        finish_the_sample.enqueue(session.pk)
    return session
