"""The proposal beside the board: its page, the part that the slider exchanges, and the notes of one proposed theme."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gapsessions.background.presence import nobody_works
from gapsessions.sessions.models import GapSession
from gapsessions.themes.access import may_run, proposal_of, session_for
from gapsessions.themes.models import HISTORY, UNDER_WAY, Proposal, ProposalState, Theme
from gapsessions.themes.proposals.forms import StopForm
from gapsessions.themes.proposals.panel import meeting_at, rows_of, show, whys
from gapsessions.themes.proposals.stops import themes_per_stop
from gapsessions.themes.queries import answers_of, latest_proposal
from gapsessions.themes.steps import steps_done
from gapsessions.web.pages import render_page, wanted_part
from gapsessions.web.requests import HttpRequest

GIVEN_UP = 300.0
"""Seconds after which stops of the slider that are missing are not waited for: their worker ended."""
PAGE = 50


@require_safe
def proposal(request: HttpRequest, code: str) -> HttpResponse:
    """Show the newest proposal against the board as it is, theme by theme."""
    session = session_for(request, code)
    context = panel_of(request, session)
    if wanted_part(request).startswith("proposal"):
        return render_page(
            request,
            "themes/proposal_panel.html",
            context,
            parts=("proposal", "proposal-result", "proposal-stops"),
        )
    return render_page(request, "themes/proposal.html", context | {"done": steps_done(session)})


def panel_of(request: HttpRequest, session: GapSession, *, on_board: bool | None = None) -> dict[str, Any]:
    """What `themes/proposal_panel.html` needs; the board includes it with ``on_board=True``: without single themes."""
    newest = latest_proposal(session)
    on_board = "board" in request.GET if on_board is None else on_board
    stop = StopForm(request.GET).wanted()
    context: dict[str, Any] = {
        "session": session,
        "may_run": may_run(request, session),
        "on_board": on_board,
        "page_of_it": reverse("proposal", args=[session.code]),
        "has_run": newest is not None,
        "proposal": newest if newest is not None and newest.state not in HISTORY else None,
        "shown": None,
        "next": request.GET.get("next", "") or (request.path if on_board else ""),
    }
    if newest is None or newest.state in HISTORY:
        return context | {"answers": answers_of(session).count()}
    if newest.state == ProposalState.READY:
        shown = show(session, newest, stop)
        waits = not shown.complete and _age(newest) < GIVEN_UP
        return context | {"shown": shown, "stops_coming": waits}
    return context | {"under_way": newest.state in UNDER_WAY, "nobody_works": _nobody_works(newest)}


def _age(newest: Proposal) -> float:
    return (timezone.now() - newest.created_at).total_seconds()


def _nobody_works(newest: Proposal) -> bool:
    under_way = newest.state in UNDER_WAY
    return under_way and not newest.progress and nobody_works(_age(newest))


@require_safe
def notes(request: HttpRequest, code: str, key: str, number: int) -> HttpResponse:
    """Show the notes of one proposed theme, each with why it would stand there."""
    session = session_for(request, code)
    asked = proposal_of(session, key)
    stop = StopForm(request.GET).wanted()
    context: dict[str, Any] = {"session": session, "done": steps_done(session), "may_run": may_run(request, session)}
    if asked.state != ProposalState.READY:
        return render_page(request, "themes/proposal_notes.html", context | {"gone": True}, parts=("proposal-notes",))
    meeting, at = meeting_at(session, asked, stop, themes_per_stop(asked))
    rows = rows_of(meeting, number)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    names = dict(Theme.objects.filter(session=session).values_list("pk", "name"))
    carried = meeting.carried_on.get(number)
    context |= {
        "proposal": asked,
        "number": number,
        "stop": at,
        "name": meeting.name_of(number) if number < len(meeting.proposed.themes) else "",
        "into": names.get(carried or 0, ""),
        "page": page,
        "notes": whys(meeting, list(page.object_list), names),
        "this_page": reverse("proposal-notes", args=[code, key, number]) + f"?stop={at}&page={page.number}",
        "gone": not rows,
    }
    return render_page(request, "themes/proposal_notes.html", context, parts=("proposal-notes",))
