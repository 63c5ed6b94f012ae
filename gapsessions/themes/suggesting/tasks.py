"""What the worker does for the questions; the argument is an id, and doing it twice changes nothing."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from gapsessions.background.discretion import discreet
from gapsessions.sessions.models import GapSession
from gapsessions.themes.stirring import stir_board
from gapsessions.themes.suggesting.actions import wish_for_questions
from gapsessions.themes.suggesting.asking import think


@task()
@discreet
def think_of_questions(session_id: int) -> None:
    """Work out what to ask of a session; one that was erased is no error."""
    session = GapSession.objects.filter(pk=session_id).first()
    if session is not None:
        think(session=session)
        stir_board(session)


@transaction.atomic
def ask_for_questions(*, session: GapSession) -> None:
    """Leave it to the worker, unless it is on it already."""
    if wish_for_questions(session=session):
        think_of_questions.enqueue(session.pk)
