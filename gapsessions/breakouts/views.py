"""The door for phones: the code, the promise, a seat; and from the seat to another table, or out."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from gapsessions.breakouts.access import hand_out, seat_behind, seat_for, take_away
from gapsessions.breakouts.bursts import count_join
from gapsessions.breakouts.forms import code_said, word_picked, words_to_pick
from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.breakouts.promise import promise_for
from gapsessions.breakouts.queries import is_full, open_gathering_of, table_behind, tables_of
from gapsessions.breakouts.seats import NobodyComesIn, RoomIsClosed, leave, move_seat, take_seat
from gapsessions.gatherings import guessing
from gapsessions.gatherings.joining import join_path
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Seating, Style
from gapsessions.method.wording import GROUND_RULES
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest) -> HttpResponse:
    """Type the six letters from the big screen; unknown and closed are answered alike."""
    if request.method != "POST":
        return render_page(request, "breakouts/code.html", {"said": ""})
    said = request.POST.get("code", "")[:200]
    code = code_said(said)
    if code and not guessing.may_look(request, code):
        return _too_many(request, said)
    gathering = open_gathering_of(code)
    if gathering is not None:
        guessing.vouch(request, code)
        return redirect(join_path(code))
    if code and not guessing.count_wrong(request):
        return _too_many(request, said)
    why = gettext("No gathering is open under this code. Look at the big screen once more.")
    return render_page(request, "breakouts/code.html", {"said": said, "wrong": True, "why": why}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Read the promise and come in; whoever has a seat goes straight to it."""
    letters = code_said(code)
    seat = seat_behind(request.COOKIES, letters)
    if seat is not None:
        return redirect("room", key=seat.gathering.key)
    if letters and not guessing.may_look(request, letters, request.GET.get("m", "")):
        return _too_many(request, code)
    gathering = open_gathering_of(letters)
    if gathering is None:
        if letters and not guessing.count_wrong(request):
            return _too_many(request, code)
        raise Http404
    return _at_the_door(request, gathering, _table(gathering, request.POST.get("table", "")))


@require_http_methods(["GET", "HEAD", "POST"])
def join_table(request: HttpRequest, code: str, table: str) -> HttpResponse:
    """Come in by the card on a table and sit there; whoever sits elsewhere is asked first."""
    letters = code_said(code)
    card = table_behind(letters, table[:12])
    if card is None:
        raise Http404
    seat = seat_behind(request.COOKIES, letters)
    breakout = card if card.removed_at is None else _table(card.gathering, request.POST.get("table", ""))
    if seat is None:
        return _at_the_door(request, card.gathering, breakout)
    if request.method == "POST" and breakout is not None:
        move_seat(seat=seat, to=breakout)
    if breakout is None or seat.breakout_id == breakout.pk:
        return redirect("room", key=card.gathering.key)
    return render_page(request, "breakouts/move.html", _context(card.gathering, breakout, seat))


@require_POST
def sit_at(request: HttpRequest, key: str) -> HttpResponse:
    """Sit at another table of the same room."""
    seat = seat_for(request, key)
    breakout = _table(seat.gathering, request.POST.get("table", ""))
    if breakout is not None:
        move_seat(seat=seat, to=breakout)
    return redirect("room", key=key)


@require_POST
def go(request: HttpRequest, key: str) -> HttpResponse:
    """Leave the room: the phone forgets its seat, and the back button shows nothing."""
    leave(seat=seat_for(request, key))
    response = redirect("join-code")
    take_away(response, key)
    # Pages are never stored; this also empties what the back button would bring out of memory.
    response["Clear-Site-Data"] = '"cache"'
    return response


def _at_the_door(request: HttpRequest, gathering: Gathering, breakout: Breakout | None) -> HttpResponse:
    context = _context(gathering, breakout)
    if request.method != "POST":
        return render_page(request, "breakouts/join.html", context)
    picked = word_picked(gathering, request.POST.get("word", ""))
    if picked is None:
        return render_page(request, "breakouts/join.html", context | {"unpicked": True}, status=422)
    try:
        _seat, token = take_seat(gathering=gathering, breakout=breakout, tag=picked)
    except RoomIsClosed:
        raise Http404 from None
    except NobodyComesIn:
        return render_page(request, "breakouts/join.html", _context(gathering, breakout), status=409)
    guessing.vouch(request, gathering.code)
    count_join(gathering, str(request.META.get("REMOTE_ADDR", "")))
    response = redirect("room", key=gathering.key)
    hand_out(response, gathering.key, token)
    return response


def _table(gathering: Gathering, key: str) -> Breakout | None:
    if not key or gathering.style != Style.TABLES:
        return None
    return Breakout.objects.filter(gathering=gathering, key=key[:12]).first()


def _context(gathering: Gathering, breakout: Breakout | None, seat: Seat | None = None) -> dict[str, Any]:
    session = gathering.session
    sits_anywhere = gathering.style == Style.TABLES and gathering.seating == Seating.SIT_ANYWHERE
    return {
        "gathering": gathering,
        "organisation": session.organisation,
        "breakout": breakout,
        "seat": seat,
        "shut": "locked" if gathering.locked else "full" if is_full(gathering) else "",
        "tables": tables_of(gathering) if sits_anywhere and breakout is None else [],
        "words": words_to_pick(gathering),
        "ground_rules": session.ground_rules or gettext(GROUND_RULES),
        "promise": promise_for(gathering),
        "is_open_link": gathering.style == Style.OPEN_LINK,
    }


def _too_many(request: HttpRequest, said: str) -> HttpResponse:
    why = gettext(
        "Too many wrong codes came from this network. Scan the QR code instead, or open the link you were sent: both "
        "still work. Otherwise try again in ten minutes."
    )
    context = {"said": said, "why": why}
    response = render_page(request, "breakouts/code.html", context, status=429)
    response["Retry-After"] = str(guessing.WAIT_SECONDS)
    return response
