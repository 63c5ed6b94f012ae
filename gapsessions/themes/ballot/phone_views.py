"""The dot vote on a phone."""

from __future__ import annotations

import hashlib
import random

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gapsessions.breakouts.access import seat_for
from gapsessions.breakouts.models import Seat
from gapsessions.sheets.operations import secret
from gapsessions.themes.ballot.actions import MOST_ON_ONE, DotsDoNotFit, PaperIsElsewhere, VoteIsClosed, cast
from gapsessions.themes.ballot.models import Ballot, BallotOption
from gapsessions.themes.ballot.queries import open_ballot_of
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, key: str) -> HttpResponse:
    """Give dots; without a vote under way the phone goes back to its sheet."""
    seat = seat_for(request, key)
    found = open_ballot_of(seat.gathering)
    if found is None:
        return redirect("room", key=key)
    if request.method == "POST":
        return _give(request, seat, found)
    return render_page(request, "themes/ballot_phone.html", _page(seat, found))


def _give(request: HttpRequest, seat: Seat, found: Ballot) -> HttpResponse:
    paper = request.POST.get("paper", "")
    try:
        if not secret(paper):
            raise DotsDoNotFit
        cast(ballot=found, seat=seat, key=paper, given=_dots(request))
    except VoteIsClosed:
        return _said(410, gettext("The vote has closed. Look at the big screen."))
    except PaperIsElsewhere:
        return _said(409, gettext("This phone has voted already, in another tab or before its memory was cleared."))
    except DotsDoNotFit:
        return _said(422, gettext("That does not fit: at most three dots on one, and no more than you have."))
    return JsonResponse({"done": True})


def _said(status: int, sentence: str) -> JsonResponse:
    return JsonResponse({"sentence": sentence}, status=status)


def _dots(request: HttpRequest) -> dict[str, int]:
    given = {}
    for name, said in request.POST.items():
        if name.startswith("dots-"):
            if not (said.isascii() and said.isdecimal() and len(said) < 3):
                raise DotsDoNotFit
            given[name.removeprefix("dots-")] = int(said)
    return given


def _page(seat: Seat, found: Ballot) -> dict[str, object]:
    gathering = seat.gathering
    return {
        "gathering": gathering,
        "organisation": gathering.session.organisation,
        "ballot": found,
        "options": _shuffled(seat, found),
        "most_on_one": MOST_ON_ONE,
    }


def _shuffled(seat: Seat, found: Ballot) -> list[BallotOption]:
    """The list in an order of this phone's own, the same after a reload: nobody profits from standing first."""
    options = sorted(found.options.all(), key=lambda option: option.key)
    seed = hashlib.sha256(f"{seat.pk}{found.key}".encode()).digest()
    random.Random(seed).shuffle(options)
    return options
