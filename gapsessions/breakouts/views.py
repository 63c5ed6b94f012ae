"""The door for phones: the code, the promise, a seat; and from the seat to another table, or out."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from gapsessions.breakouts.access import hand_out, seat_for, seat_of_cookies, take_away
from gapsessions.breakouts.forms import code_said
from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.breakouts.queries import open_gathering_of, tables_of
from gapsessions.breakouts.seats import NobodyComesIn, leave, move_seat, take_seat
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Style
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest) -> HttpResponse:
    """Type the six letters from the big screen."""
    said = request.POST.get("code", "")
    gathering = open_gathering_of(code_said(said)) if request.method == "POST" else None
    if gathering is not None:
        return redirect("join", code=gathering.code)
    wrong = gettext("No gathering is open under this code. Look at the big screen once more.") if said else ""
    return render_page(request, "breakouts/code.html", {"said": said, "wrong": wrong}, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str, table: str = "") -> HttpResponse:
    """Read the promise and come in; whoever has a seat already goes straight in."""
    gathering = open_gathering_of(code_said(code))
    if gathering is None:
        raise Http404
    breakout = _table(gathering, table or request.POST.get("table", ""))
    seat = seat_of_cookies(request.COOKIES, gathering.key)
    if seat is not None and (breakout is None or seat.breakout_id == breakout.pk):
        return redirect(room_path(gathering.key))
    if request.method != "POST":
        return render_page(request, "breakouts/join.html", _door(gathering, breakout, seat))
    if seat is not None:
        move_seat(seat=seat, to=breakout)
        return redirect(room_path(gathering.key))
    try:
        _seat, token = take_seat(gathering=gathering, breakout=breakout)
    except NobodyComesIn:
        return render_page(request, "breakouts/join.html", _door(gathering, breakout, None), status=409)
    response = redirect(room_path(gathering.key))
    hand_out(response, gathering.key, token)
    return response


@require_POST
def sit_at(request: HttpRequest, key: str) -> HttpResponse:
    """Sit at another table of the same room."""
    seat = seat_for(request, key)
    breakout = _table(seat.gathering, request.POST.get("table", ""))
    if breakout is not None:
        move_seat(seat=seat, to=breakout)
    return redirect(room_path(key))


@require_POST
def go(request: HttpRequest, key: str) -> HttpResponse:
    """Leave the room: the phone forgets its seat, and the back button shows nothing."""
    seat = seat_for(request, key)
    leave(seat=seat)
    response = redirect("join-code")
    take_away(response, key)
    return response


def room_path(key: str) -> str:
    """Where a phone goes once it has a seat."""
    try:
        return reverse("room", args=[key])
    except NoReverseMatch:  # the room's page is not part of this version
        return f"/r/{key}/"


def _table(gathering: Gathering, key: str) -> Breakout | None:
    if not key or gathering.style != Style.TABLES:
        return None
    return Breakout.objects.filter(gathering=gathering, key=key[:12]).first()


def _door(gathering: Gathering, breakout: Breakout | None, seat: Seat | None) -> dict[str, Any]:
    return {
        "gathering": gathering,
        "session": gathering.session,
        "organisation": gathering.session.organisation,
        "breakout": breakout,
        "seat": seat,
        "tables": tables_of(gathering) if gathering.style == Style.TABLES else [],
    }
