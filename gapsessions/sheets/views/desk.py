"""Typing sheets in at the desk: one page per sheet, one address for everything that is done on it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gapsessions.gatherings.access import gathering_to_run
from gapsessions.sheets.access import breakout_to_run, sheet_to_type
from gapsessions.sheets.actions import MOST_STARS
from gapsessions.sheets.forms import PeopleForm
from gapsessions.sheets.laying import count_people, single_sheet, table_sheet
from gapsessions.sheets.models import LONGEST_ANSWER, Sheet
from gapsessions.sheets.queries import questions_with_notes, tables_beside
from gapsessions.sheets.refusals import Refusal
from gapsessions.sheets.typing import Answered, carry_out, in_words
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

FROM_SCRIPT = "X-Typing"
"""Carried by what static/js/typing.js sends: it wants the one note, not the page."""


@require_safe
def sheet(request: HttpRequest, code: str, key: str, sheet: UUID) -> HttpResponse:
    """Type a sheet, look at it, mend it."""
    found = sheet_to_type(request, code, key, sheet)
    return render_page(request, "sheets/sheet.html", _page(found, question=request.GET.get("question", "")))


@require_POST
def notes(request: HttpRequest, code: str, key: str, sheet: UUID) -> HttpResponse:
    """Carry out one act on the sheet: a script gets the note back, a plain form the page."""
    found = sheet_to_type(request, code, key, sheet)
    said = {name: str(value) for name, value in request.POST.items()}
    try:
        done = carry_out(found, said)
    except Refusal as refused:
        return _refused(request, found, in_words(refused, said), said)
    if FROM_SCRIPT in request.headers:
        context = {"note": done.note, "act": reverse("sheet-notes", args=[code, key, found.pk])}
        return render_page(request, "sheets/note.html", context)
    page = reverse("sheet", args=[code, key, found.pk])
    return redirect(
        f"{page}?question={done.note.question}#{'say' if said.get('verb') == 'add' else f'note-{done.note.pk}'}"
    )


@require_POST
def people(request: HttpRequest, code: str, key: str, sheet: UUID) -> HttpResponse:
    """Say how many people a table's sheet speaks for."""
    found = sheet_to_type(request, code, key, sheet)
    form = PeopleForm(request.POST)
    if form.is_valid():
        count_people(sheet=found, people=form.cleaned_data["people"])
    return redirect("sheet", code=code, key=key, sheet=found.pk)


@require_POST
def new(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Open the next person's sheet."""
    opened = single_sheet(gathering=gathering_to_run(request, code, key))
    return redirect("sheet", code=code, key=key, sheet=opened.pk)


@require_POST
def of_table(request: HttpRequest, code: str, key: str, table: str) -> HttpResponse:
    """Open the sheet of a table."""
    opened = table_sheet(breakout=breakout_to_run(request, code, key, table))
    return redirect("sheet", code=code, key=key, sheet=opened.pk)


def _page(sheet: Sheet, *, question: str = "", refused: Answered | None = None, typed: str = "") -> dict[str, Any]:
    gathering, session = sheet.gathering, sheet.gathering.session
    archived = session.archived_at is not None
    questions = questions_with_notes(sheet)
    kinds = [one.kind.value for one in questions]
    before, after = tables_beside(sheet) if sheet.breakout_id else (None, None)
    return {
        "session": session,
        "gathering": gathering,
        "sheet": sheet,
        "questions": questions,
        "asked": question if question in kinds else next(iter(kinds), ""),
        "act": "" if archived and not typed else reverse("sheet-notes", args=[session.code, gathering.key, sheet.pk]),
        "before": before,
        "after": after,
        "operation": uuid4().hex,
        "refused": refused,
        "typed": typed,
        "longest": LONGEST_ANSWER,
        "most_stars": MOST_STARS,
        "people_form": PeopleForm(initial={"people": sheet.head_count}),
    }


def _refused(request: HttpRequest, sheet: Sheet, answered: Answered, said: dict[str, str]) -> HttpResponse:
    if FROM_SCRIPT in request.headers:
        return JsonResponse(asdict(answered), status=answered.status)
    typed = answered.mine if said.get("verb") == "add" else ""
    context = _page(sheet, question=said.get("question", ""), refused=answered, typed=typed)
    return render_page(request, "sheets/sheet.html", context, status=answered.status)
