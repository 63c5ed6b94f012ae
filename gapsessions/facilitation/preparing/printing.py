"""What a facilitator looks at before people come: the run sheet, and whether the room is ready."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from gapsessions.facilitation.preparing.checks import Found, checks
from gapsessions.facilitation.preparing.page import uneven
from gapsessions.gatherings.access import gathering_for
from gapsessions.gatherings.joining import door_for
from gapsessions.method.run_sheets import LENGTHS, USUAL_LENGTH, run_sheet
from gapsessions.method.vocabulary import Perspective, Style
from gapsessions.sessions.queries import wording_of
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_safe
def run_sheet_page(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """How the minutes are spent and what is said, to read and to print; `?minutes=` shows another length."""
    found = gathering_for(request, code, key)
    asked = request.GET.get("minutes", "")
    own = found.run_minutes if found.run_minutes in LENGTHS else USUAL_LENGTH
    length = int(asked) if asked in map(str, LENGTHS) else own
    wording = wording_of(found.session)
    who = Perspective(found.perspective)
    parts = [
        (timed, wording.get((who, timed.part.question), "") if timed.part.question else "")
        for timed in run_sheet(length)
    ]
    context = {
        "session": found.session,
        "gathering": found,
        "parts": [(timed, asks) for timed, asks in parts if asks or not timed.part.question],
        "length": length,
        "lengths": LENGTHS,
        "silent": 0 if found.style == Style.OPEN_LINK else found.silent_minutes,
        "uneven": uneven(found),
    }
    return render_page(request, "gatherings/run_sheet.html", context)


@require_safe
def check(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Whether the room is ready, as far as this machine can tell."""
    found = gathering_for(request, code, key)
    lines = checks(found, door_for(request))
    context = {
        "session": found.session,
        "gathering": found,
        "by_machine": [line for line in lines if line.found is not Found.ASK],
        "by_hand": [line for line in lines if line.found is Found.ASK],
        "bad": sum(line.found is Found.BAD for line in lines),
    }
    return render_page(request, "gatherings/check.html", context)
