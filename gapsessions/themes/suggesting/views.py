"""One question about the board at a time, with quotes side by side; answered by tap or key, remembered, undoable."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gapsessions.background.presence import worker_is_there
from gapsessions.sessions.models import GapSession
from gapsessions.themes.access import may_run, session_for, session_to_run
from gapsessions.themes.actions import NotTheLastMove
from gapsessions.themes.steps import steps_done
from gapsessions.themes.suggesting.actions import (
    NotAsked,
    answer_question,
    ask_skipped_again,
    last_answered,
    take_back,
)
from gapsessions.themes.suggesting.models import Said
from gapsessions.themes.suggesting.queries import is_thinking, next_question, open_questions, settled, skipped
from gapsessions.themes.suggesting.tasks import ask_for_questions
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

FEW = 5
"""Open questions left at which the worker is asked for more: nobody waits for it."""


@require_safe
def questions(request: HttpRequest, code: str) -> HttpResponse:
    """Show the question most worth answering."""
    session = session_for(request, code)
    context = _context(request, session) | {"done": steps_done(session)}
    return render_page(request, "themes/suggestions.html", context, parts=("question",))


def _context(request: HttpRequest, session: GapSession) -> dict[str, Any]:
    runs = may_run(request, session)
    asked = next_question(session)
    thinking = asked is None and is_thinking(session)
    return {
        "session": session,
        "may_run": runs,
        "asked": asked,
        "thinking": thinking,
        "nobody_works": thinking and not worker_is_there(),
        "settled": settled(session),
        "skipped": skipped(session) if asked is None else 0,
        "can_take_back": runs and last_answered(session, request.user) is not None,
        "has_themes": session.themes.filter(other=False).exists(),
        "begun": session.board_questions.exists(),
    }


@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the machine for questions."""
    session = session_to_run(request, code)
    ask_for_questions(session=session)
    return redirect("board-questions", code)


@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Yes, no, or not now."""
    session = session_to_run(request, code)
    try:
        said = Said(request.POST.get("said", ""))
    except ValueError:
        said = Said.OPEN
    try:
        if said is Said.OPEN:
            raise NotAsked
        answer_question(session=session, key=request.POST.get("key", "")[:12], said=said, by=request.user)
    except NotAsked:
        messages.info(request, _("This was answered or changed meanwhile. Here is what is next."))
    if open_questions(session).count() < FEW:
        ask_for_questions(session=session)
    return redirect("board-questions", code)


@require_POST
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take one's own last answer back."""
    session = session_to_run(request, code)
    try:
        taken = take_back(session=session, by=request.user)
    except NotTheLastMove:
        messages.error(request, _("Somebody went on from there, so this can no longer be undone."))
    else:
        messages.success(request, _("Undone.") if taken else _("There is nothing to undo."))
    return redirect("board-questions", code)


@require_POST
def again(request: HttpRequest, code: str) -> HttpResponse:
    """Ask what was skipped once more."""
    session = session_to_run(request, code)
    ask_skipped_again(session=session)
    return redirect("board-questions", code)
