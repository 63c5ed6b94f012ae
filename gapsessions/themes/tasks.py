"""What the worker does for themes; arguments are ids, and doing a task twice changes nothing."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from gapsessions.background.discretion import discreet
from gapsessions.sessions.models import GapSession
from gapsessions.themes.actions import carry_out, open_proposal, place_late
from gapsessions.themes.models import Proposal
from gapsessions.themes.queries import newcomers_of


@task()
@discreet
def cluster(proposal_id: int) -> None:
    """Carry out a proposal; one that was erased or is done is no error."""
    proposal = Proposal.objects.select_related("session").filter(pk=proposal_id).first()
    if proposal is not None:
        carry_out(proposal=proposal)


@task()
@discreet
def place_new_answers(session_id: int) -> None:
    """Place what is undecided in a session."""
    session = GapSession.objects.filter(pk=session_id).first()
    if session is not None:
        place_late(session=session)


@task()
@discreet
def place_newcomers(session_id: int) -> None:
    """Place what was written since the themes were made; what a person took out or the machine doubted stays."""
    session = GapSession.objects.filter(pk=session_id).first()
    if session is not None:
        newcomers = list(newcomers_of(session).values_list("pk", flat=True))
        if newcomers:
            place_late(session=session, answers=newcomers)


@transaction.atomic
def propose(*, session: GapSession) -> Proposal:
    """Ask for a proposal and leave it to the worker; both are noted in one transaction, or neither."""
    proposal = open_proposal(session=session)
    cluster.enqueue(proposal.pk)
    return proposal
