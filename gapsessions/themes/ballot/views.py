"""The dot vote at the desk: choosing what the room votes on, closing it, and what came out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from gapsessions.gatherings.access import gathering_for, gathering_to_run
from gapsessions.gatherings.models import Gathering
from gapsessions.sessions.access import may_run
from gapsessions.themes.ballot.actions import NothingToVoteOn, VoteIsUnderWay, close_ballot, dots_for, open_ballot
from gapsessions.themes.ballot.queries import (
    MOST_OPTIONS,
    candidates_of,
    last_ballot_of,
    open_ballot_of,
    results_of,
)
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_safe
def ballot(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """What the room could vote on, or how many phones have voted, and what came out of the last vote."""
    gathering = gathering_for(request, code, key)
    return render_page(request, "themes/ballot.html", _page(request, gathering), parts=("ballot",))


@require_POST
def open_it(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Open a vote of this room on the chosen themes."""
    gathering = gathering_to_run(request, code, key)
    chosen = request.POST.getlist("theme")[: 10 * MOST_OPTIONS]
    try:
        ballot = open_ballot(gathering=gathering, themes=chosen)
    except NothingToVoteOn:
        messages.warning(request, gettext("Choose at least one theme that this room raised."))
    except VoteIsUnderWay:
        messages.warning(request, gettext("This room is voting already."))
    else:
        dots = ballot.dots
        words = ngettext("The vote is open: each phone has %d dot.", "The vote is open: each phone has %d dots.", dots)
        messages.success(request, words % dots)
    return redirect("ballot-desk", code=code, key=key)


@require_POST
def close_it(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Close the vote and show what came out."""
    gathering = gathering_to_run(request, code, key)
    ballot = open_ballot_of(gathering)
    if ballot is not None:
        close_ballot(ballot=ballot)
        messages.success(request, gettext("The vote is closed. The single papers are gone; only the totals stay."))
    return redirect("ballot-desk", code=code, key=key)


def _page(request: HttpRequest, gathering: Gathering) -> dict[str, object]:
    under_way = open_ballot_of(gathering)
    last = last_ballot_of(gathering)
    candidates = [] if under_way else candidates_of(gathering)
    options = results_of(last) if last else []
    return {
        "gathering": gathering,
        "session": gathering.session,
        "may_run": may_run(request, gathering.session),
        "candidates": candidates,
        "most": MOST_OPTIONS,
        "dots": dots_for(min(MOST_OPTIONS, len(candidates))),
        "under_way": under_way,
        "listed": results_of(under_way) if under_way else [],
        "papers": under_way.papers.count() if under_way else 0,
        "phones": gathering.seats.count(),
        "last": last,
        "results": options,
        "widest": max([option.dots for option in options], default=0),
    }
