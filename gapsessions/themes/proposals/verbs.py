"""What a press on a button of the proposal does: run, take over all, one theme or one note, put away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gapsessions.sessions.models import GapSession
from gapsessions.themes.access import proposal_of, session_to_run
from gapsessions.themes.actions import accept_all, remember
from gapsessions.themes.actions.accepting import accept_answer, accept_theme, hold_meeting, would_touch
from gapsessions.themes.board import wording
from gapsessions.themes.models import UNDER_WAY, Proposal, ProposalState, Theme
from gapsessions.themes.proposals.actions import bring_back, put_away
from gapsessions.themes.proposals.forms import NoteForm, StopForm, ThemeForm
from gapsessions.themes.queries import answers_of, undecided_of
from gapsessions.themes.tasks import place_new_answers, propose
from gapsessions.themes.verbs import back, refused, say_undoable
from gapsessions.web.requests import HttpRequest


@require_POST
def run(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the machine for a proposal."""
    session = session_to_run(request, code)
    propose(session=session)
    return back(request, code)


@require_POST
def accept(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take a proposal over as the slider stands, around everything people pinned."""
    session = session_to_run(request, code)
    proposal = proposal_of(session, key)

    def act() -> None:
        answers: list[UUID] = list(answers_of(session).values_list("pk", flat=True))
        with remember(
            session=session, by=request.user, answers=answers, proposal=proposal, verb=wording.ACCEPT
        ) as done:
            themes = accept_all(proposal=proposal, by=request.user, stop=StopForm(request.POST).wanted())
        if undecided_of(session).filter(suggestions=None, moves=None).exists():
            place_new_answers.enqueue(session.pk)  # written since the run
        words = ngettext("%(n)d theme is here now.", "%(n)d themes are here now.", len(themes))
        say_undoable(request, session, words % {"n": len(themes)}, done)

    refused(request, act)
    return back(request, code)


@require_POST
def take_theme(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take one proposed theme over; the rest of the board stays as it is."""
    session = session_to_run(request, code)
    proposal = proposal_of(session, key)
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return _nothing(request, code)
    number, stop = form.cleaned_data["number"], form.wanted()
    _take(request, session, proposal, stop, number=number)
    return back(request, code)


@require_POST
def take_note(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put one note where the proposal has it."""
    session = session_to_run(request, code)
    proposal = proposal_of(session, key)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _nothing(request, code)
    _take(request, session, proposal, form.wanted(), answer=form.cleaned_data["answer"])
    return back(request, code)


def _take(
    request: HttpRequest,
    session: GapSession,
    proposal: Proposal,
    stop: int | None,
    *,
    number: int | None = None,
    answer: UUID | None = None,
) -> None:
    def act() -> None:
        with transaction.atomic():
            taken = hold_meeting(proposal=proposal, stop=stop)
            touched = would_touch(taken=taken, number=number, answer=answer)
            with remember(session=session, by=request.user, answers=touched, verb=wording.MOVE) as done:
                theme: Theme | None = None
                if answer is not None:
                    theme = accept_answer(taken=taken, answer=answer, by=request.user)
                elif number is not None:
                    theme = accept_theme(taken=taken, number=number, by=request.user)
                done.about |= {"n": 1 if answer is not None else len(touched), "to": theme.name if theme else ""}
        if theme is None or done.change is None:
            messages.info(request, _("Nothing had to change: this was taken over before, or a person decided it."))
        elif answer is not None:
            say_undoable(request, session, _("It stands in “%(name)s” now.") % {"name": theme.name}, done)
        else:
            say_undoable(request, session, _("“%(name)s” is taken over.") % {"name": theme.name}, done)

    refused(request, act)


def _nothing(request: HttpRequest, code: str) -> HttpResponse:
    messages.error(request, _("Choose a theme or a note of the proposal."))
    return back(request, code)


@require_POST
def away(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put the proposal away, or stop the run."""
    session = session_to_run(request, code)
    proposal = proposal_of(session, key)

    def act() -> None:
        was = put_away(proposal=proposal)
        if was in UNDER_WAY:
            messages.success(request, _("Stopped. Nothing on the board has changed."))
            return
        # One that failed is nothing to come back to.
        undo = "undo:" + reverse("proposal-back", args=[code, proposal.key]) if was is ProposalState.READY else ""
        messages.success(request, _("The proposal is put away. Nothing on the board has changed."), extra_tags=undo)

    refused(request, act)
    return back(request, code)


@require_POST
def back_again(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Lay a proposal that was put away beside the board again."""
    session = session_to_run(request, code)
    proposal = proposal_of(session, key)
    refused(request, lambda: bring_back(proposal=proposal))
    return back(request, code)
