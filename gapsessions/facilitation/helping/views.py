"""A helper's pages: the link is opened once, then the tables, their calls for help, and their sheets to type."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gapsessions.breakouts import helping
from gapsessions.breakouts.models import HelperLink
from gapsessions.facilitation.helping.access import sheet_to_help, table_to_help
from gapsessions.facilitation.room.happened import note_down
from gapsessions.facilitation.room.telling import stir
from gapsessions.method.vocabulary import Question
from gapsessions.sheets.laying import table_sheet
from gapsessions.sheets.models import LONGEST_ANSWER, Sheet
from gapsessions.sheets.queries import questions_with_notes, sheet_rows
from gapsessions.sheets.reading_back import somebody_comes
from gapsessions.sheets.refusals import Refusal
from gapsessions.sheets.typing import Answered, carry_out, in_words
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

FROM_SCRIPT = "X-Typing"


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
        stir(link.gathering)
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
    return render_page(request, "facilitation/helping/sheet.html", _page(link, found, request.GET.get("question", "")))


@require_POST
def notes(request: HttpRequest, key: str, table: str) -> HttpResponse:
    """Carry out one act on the sheet, as at the desk."""
    link, found = sheet_to_help(request, key, table)
    said = {name: str(value) for name, value in request.POST.items()}
    try:
        done = carry_out(found, said)
    except Refusal as refused:
        return _refused(request, link, found, in_words(refused, said), said)
    if FROM_SCRIPT in request.headers:
        return render_page(request, "sheets/note.html", {"note": done.note, "act": _act(link, found)})
    place = "say" if said.get("verb") == "add" else f"note-{done.note.pk}"
    return redirect(f"{reverse('helper-sheet', args=[key, table])}?question={done.note.question}#{place}")


def _frame(link: HelperLink) -> dict[str, Any]:
    gathering = link.gathering
    return {
        "link": link,
        "gathering": gathering,
        "organisation": gathering.session.organisation,
        "tables": link.breakouts.filter(removed_at__isnull=True).order_by("pk"),
    }


def _act(link: HelperLink, sheet: Sheet) -> str:
    return reverse("helper-notes", args=[link.key, sheet.breakout.key if sheet.breakout else ""])


def _page(
    link: HelperLink, sheet: Sheet, asked: str, refused: Answered | None = None, typed: str = ""
) -> dict[str, Any]:
    questions = questions_with_notes(sheet)
    for question in questions:
        # What a phone writes in silence is the phone's own until everybody's notes appear.
        question.notes[:] = [note for note in question.notes if not note.pen_hash]
    kinds = [question.kind.value for question in questions]
    return _frame(link) | {
        "sheet": sheet,
        "questions": questions,
        "asked": asked if asked in kinds else next(iter(kinds), ""),
        "act": _act(link, sheet),
        "operation": uuid4().hex,
        "refused": refused,
        "typed": typed,
        "longest": LONGEST_ANSWER,
    }


def _refused(
    request: HttpRequest, link: HelperLink, sheet: Sheet, answered: Answered, said: dict[str, str]
) -> HttpResponse:
    if FROM_SCRIPT in request.headers:
        return JsonResponse(asdict(answered), status=answered.status)
    typed = answered.mine if said.get("verb") == "add" else ""
    context = _page(link, sheet, said.get("question", ""), answered, typed)
    return render_page(request, "facilitation/helping/sheet.html", context, status=answered.status)
