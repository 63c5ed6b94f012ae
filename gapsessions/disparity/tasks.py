"""What the worker does for the comparison; the argument is an id, and doing it twice changes nothing."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from gapsessions.background.discretion import discreet
from gapsessions.disparity.standing import keep_comparison, note_wish
from gapsessions.sessions.models import GapSession


@task()
@discreet
def compare_now(session_id: int) -> None:
    """Compare a session as it stands; one that was erased is no error."""
    session = GapSession.objects.filter(pk=session_id).first()
    if session is not None:
        keep_comparison(session=session)


@transaction.atomic
def ask_for_comparison(*, session: GapSession) -> None:
    """Leave the comparison to the worker, unless it holds or was asked for already."""
    if note_wish(session=session):
        compare_now.enqueue(session.pk)
