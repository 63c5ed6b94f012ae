"""What the worker does for the comparison; the argument is an id, and doing it twice changes nothing."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from gapsessions.background.discretion import discreet
from gapsessions.disparity.standing import keep_comparison, note_wish
from gapsessions.sessions.models import GapSession
from gapsessions.themes.actions import place_late
from gapsessions.themes.queries import undecided_of


@task()
@discreet
def compare_now(session_id: int) -> None:
    """Place what came late and compare the session as it stands; one that was erased is no error."""
    session = GapSession.objects.filter(pk=session_id).first()
    if session is not None:
        _place_newcomers(session)
        keep_comparison(session=session)


def _place_newcomers(session: GapSession) -> None:
    """Let answers that came after the themes take their places, so that the comparison is about all of them.

    Those that a person has moved, or that the machine was unsure of before, stay where they are.
    """
    new = undecided_of(session).filter(suggestions__isnull=True, moves__isnull=True)
    answers = list(new.values_list("pk", flat=True))
    if answers:
        place_late(session=session, answers=answers)


@transaction.atomic
def ask_for_comparison(*, session: GapSession) -> None:
    """Leave the comparison to the worker, unless it holds or was asked for already."""
    if note_wish(session=session):
        compare_now.enqueue(session.pk)
