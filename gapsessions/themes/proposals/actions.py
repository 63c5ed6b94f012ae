"""Putting a proposal away, or stopping one that is still being made; and changing one's mind about it."""

from __future__ import annotations

from django.db import transaction

from gapsessions.sessions.models import GapSession
from gapsessions.themes.actions import ProposalIsNotReady
from gapsessions.themes.models import UNDER_WAY, Proposal, ProposalState
from gapsessions.themes.stirring import stir_board


@transaction.atomic
def put_away(*, proposal: Proposal) -> ProposalState:
    """Take the proposal off the page; the worker leaves off at its next step. Give the state that it was in.

    Raises ProposalIsNotReady where it was taken over or put away before.
    """
    session = GapSession.objects.select_for_update().get(pk=proposal.session_id)
    proposal.refresh_from_db(fields=["state"])
    states = (*UNDER_WAY, ProposalState.READY.value, ProposalState.FAILED.value)
    was = ProposalState(proposal.state)
    if not Proposal.objects.filter(pk=proposal.pk, state__in=states).update(state=ProposalState.SUPERSEDED):
        raise ProposalIsNotReady
    stir_board(session)
    return was


@transaction.atomic
def bring_back(*, proposal: Proposal) -> None:
    """Lay a proposal that was put away beside the board again; raises ProposalIsNotReady where a newer one is there."""
    session = GapSession.objects.select_for_update().get(pk=proposal.session_id)
    newer = Proposal.objects.filter(session=session, created_at__gt=proposal.created_at)
    whole = Proposal.objects.filter(pk=proposal.pk, state=ProposalState.SUPERSEDED, progress=100)
    if newer.exists() or not whole.update(state=ProposalState.READY):
        raise ProposalIsNotReady
    stir_board(session)
