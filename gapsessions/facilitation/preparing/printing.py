"""What a facilitator takes into the room: run sheet, table cards, paper sheets, and the check before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from gapsessions.breakouts.models import Breakout
from gapsessions.facilitation.preparing import handouts
from gapsessions.facilitation.preparing.checks import Found, checks
from gapsessions.facilitation.preparing.page import uneven
from gapsessions.gatherings.access import gathering_for
from gapsessions.gatherings.joining import Door, door_for
from gapsessions.gatherings.models import Gathering
from gapsessions.method.run_sheets import LENGTHS, USUAL_LENGTH, run_sheet
from gapsessions.method.vocabulary import Perspective, Style
from gapsessions.reports.pdf import PdfUnavailable
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
def table_cards(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Cards for the tables, as PDF."""
    return _pdf(request, gathering_for(request, code, key), handouts.table_cards, "table-cards.pdf")


@require_safe
def paper_sheets(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Sheets to write on by hand, as PDF."""
    return _pdf(request, gathering_for(request, code, key), handouts.paper_sheets, "paper-sheets.pdf")


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


def _pdf(
    request: HttpRequest, found: Gathering, make: Callable[[Gathering, Sequence[Breakout], Door], bytes], name: str
) -> HttpResponse:
    if request.method == "HEAD":
        return HttpResponse(content_type="application/pdf")
    tables = list(Breakout.objects.filter(gathering=found).order_by("pk"))
    try:
        data = make(found, tables, door_for(request))
    except PdfUnavailable as why:
        messages.error(request, str(why))
        return redirect("gathering", code=found.session.code, key=found.key)
    # A fixed name: nothing that people typed stands in a header.
    return HttpResponse(
        data, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
