"""A helper's pages: the link is opened once, then the tables, their calls for help, and their sheets to type."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gapsessions.breakouts import helping
from gapsessions.breakouts.models import HelperLink
from gapsessions.facilitation.helping.access import sheet_to_help, table_to_help
from gapsessions.facilitation.room.happened import note_down
from gapsessions.gatherings.stirring import stir_desk
from gapsessions.method.vocabulary import Question
from gapsessions.sheets.laying import table_sheet
from gapsessions.sheets.models import Sheet
from gapsessions.sheets.queries import sheet_rows
from gapsessions.sheets.reading_back import somebody_comes
from gapsessions.sheets.views.typed import answer_act, to_type
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open a helper link in this browser, once. Looking at it uses nothing up: messengers look at links, too."""
    if held := helping.helper_of_cookies(request.COOKIES, helping.key_of(token)):
        return redirect("helper-room", key=held.key)
    if request.method != "POST":
        link = helping.unopened_link(token)
        if link is None:
            raise Http404
        return render_page(request, "facilitation/helping/open.html", _frame(link))
    opened = helping.open_helper_link(token=token)
    if opened is None:
        raise Http404
    link, own = opened
    response = redirect("helper-room", key=link.key)
    helping.hand_out(response, link.key, own)
    return response


@require_safe
def room(request: HttpRequest, key: str) -> HttpResponse:
    """The tables of this helper: notes per question, and who calls."""
    link = helping.helper_for(request, key)
    mine = set(link.breakouts.filter(removed_at__isnull=True).values_list("pk", flat=True))
    rows = [row for row in sheet_rows(link.gathering) if row.breakout and row.breakout.pk in mine]
    # Whoever calls stands first; the others keep their order.
    rows.sort(key=lambda row: not (row.breakout and row.breakout.needs_help))
    context = _frame(link) | {"rows": rows, "kinds": list(Question)}
    return render_page(request, "facilitation/helping/room.html", context, parts=("helped",))


@require_POST
def coming(request: HttpRequest, key: str, table: str) -> HttpResponse:
    """Say that one is on the way to a table; its call is answered."""
    link, breakout = table_to_help(request, key, table)
    if somebody_comes(breakout=breakout):
        note_down(link.gathering, "coming", table=breakout.name)
        stir_desk(link.gathering)
        messages.success(request, gettext("%(table)s sees that somebody is coming.") % {"table": breakout.name})
    return redirect("helper-room", key=key)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, key: str, table: str) -> HttpResponse:
    """Type a table's sheet; POST lays it out where there is none."""
    if request.method == "POST":
        _link, breakout = table_to_help(request, key, table)
        table_sheet(breakout=breakout)
        return redirect("helper-sheet", key=key, table=table)
    link, found = sheet_to_help(request, key, table)
    return _show(request, link, found, asked=request.GET.get("question", ""))


@require_POST
def notes(request: HttpRequest, key: str, table: str) -> HttpResponse:
    """Carry out one act on the sheet, as at the desk."""
    link, found = sheet_to_help(request, key, table)
    page, act = (reverse(name, args=[key, table]) for name in ("helper-sheet", "helper-notes"))
    return answer_act(request, found, act=act, page=page, show=partial(_show, request, link, found))


def _frame(link: HelperLink) -> dict[str, Any]:
    gathering = link.gathering
    return {
        "link": link,
        "gathering": gathering,
        "organisation": gathering.session.organisation,
        "tables": link.breakouts.filter(removed_at__isnull=True).order_by("pk"),
    }


def _show(request: HttpRequest, link: HelperLink, sheet: Sheet, *, status: int = 200, **more: Any) -> HttpResponse:
    act = reverse("helper-notes", args=[link.key, sheet.breakout.key if sheet.breakout else ""])
    context = _frame(link) | to_type(sheet, **more) | {"act": act}
    return render_page(request, "facilitation/helping/sheet.html", context, status=status)
