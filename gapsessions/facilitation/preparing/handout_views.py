"""Table cards and paper sheets as PDF: at once for a few tables, by the worker for many."""

from __future__ import annotations

from math import ceil

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gapsessions.background.presence import nobody_works
from gapsessions.facilitation.preparing.handouts import printed
from gapsessions.facilitation.preparing.many import AT_ONCE, layout_of, tables_of
from gapsessions.facilitation.preparing.models import UNDER_WAY, HandoutKind, HandoutPrint, PrintState
from gapsessions.facilitation.preparing.tasks import ask_to_print
from gapsessions.gatherings.access import gathering_for, gathering_to_run
from gapsessions.gatherings.joining import door_for
from gapsessions.reports.pdf import PdfUnavailable
from gapsessions.sessions.access import may_run
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

NAMES = {HandoutKind.CARDS: "table-cards.pdf", HandoutKind.SHEETS: "paper-sheets.pdf"}
"""Fixed: nothing that people typed stands in a header."""
PAGES_A_SECOND = 10


@require_safe
def table_cards(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Cards for the tables, as PDF."""
    return _pdf(request, code, key, HandoutKind.CARDS)


@require_safe
def paper_sheets(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Sheets to write on by hand, as PDF."""
    return _pdf(request, code, key, HandoutKind.SHEETS)


@require_safe
def printing(request: HttpRequest, code: str, key: str, kind: str) -> HttpResponse:
    """How far the worker is with the pages of many tables, and the PDF once it is there."""
    what = _kind(kind)
    found = gathering_for(request, code, key)
    tables = tables_of(found)
    wish = HandoutPrint.objects.filter(gathering=found, kind=what).defer("data").first()
    under_way = wish is not None and wish.state in UNDER_WAY
    waited = (timezone.now() - wish.asked_at).total_seconds() if wish else 0.0
    ready = wish is not None and wish.state == PrintState.READY
    context = {
        "session": found.session,
        "gathering": found,
        "kind": what.value,
        "file": "gathering-cards" if what is HandoutKind.CARDS else "gathering-paper",
        "pages": len(tables),
        "seconds": max(2, ceil(len(tables) / PAGES_A_SECOND)),
        "wish": wish,
        "under_way": under_way,
        "fresh": ready and wish.digest == layout_of(found, what, tables, door_for(request)).digest,
        "nobody_works": under_way and nobody_works(waited),
        "may_run": may_run(request, found.session),
    }
    return render_page(request, "gatherings/printing.html", context, parts=("printing",))


@require_POST
def start(request: HttpRequest, code: str, key: str, kind: str) -> HttpResponse:
    """Ask the worker for the pages."""
    what = _kind(kind)
    ask_to_print(gathering=gathering_to_run(request, code, key), kind=what, address=door_for(request).base)
    return redirect("gathering-printing", code=code, key=key, kind=what)


def _kind(kind: str) -> HandoutKind:
    try:
        return HandoutKind(kind)
    except ValueError:
        raise Http404 from None


def _pdf(request: HttpRequest, code: str, key: str, kind: HandoutKind) -> HttpResponse:
    found = gathering_for(request, code, key)
    if request.method == "HEAD":
        return HttpResponse(content_type="application/pdf")
    tables = tables_of(found)
    layout = layout_of(found, kind, tables, door_for(request))
    if len(tables) > AT_ONCE:
        ready = HandoutPrint.objects.filter(gathering=found, kind=kind, state=PrintState.READY, digest=layout.digest)
        kept = ready.first()
        if kept is None:
            return redirect("gathering-printing", code=code, key=key, kind=kind)
        return _file(bytes(kept.data), kind)
    try:
        return _file(printed(layout), kind)
    except PdfUnavailable as why:
        messages.error(request, str(why))
        return redirect("gathering", code=code, key=key)


def _file(data: bytes, kind: HandoutKind) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{NAMES[kind]}"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)
