"""Typing sheets in at the desk: one page per sheet, one address for everything that is done on it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gapsessions.gatherings.access import gathering_to_run
from gapsessions.sheets.access import breakout_to_run, sheet_to_type
from gapsessions.sheets.forms import PeopleForm
from gapsessions.sheets.laying import count_people, single_sheet, table_sheet
from gapsessions.sheets.models import Sheet
from gapsessions.sheets.queries import tables_beside
from gapsessions.sheets.views.typed import answer_act, to_type
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_safe
def sheet(request: HttpRequest, code: str, key: str, sheet: UUID) -> HttpResponse:
    """Type a sheet, look at it, mend it."""
    return _show(request, sheet_to_type(request, code, key, sheet), asked=request.GET.get("question", ""))


@require_POST
def notes(request: HttpRequest, code: str, key: str, sheet: UUID) -> HttpResponse:
    """Carry out one act on the sheet."""
    found = sheet_to_type(request, code, key, sheet)
    page, act = (reverse(name, args=[code, key, found.pk]) for name in ("sheet", "sheet-notes"))
    return answer_act(request, found, act=act, page=page, show=partial(_show, request, found))


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


def _show(request: HttpRequest, sheet: Sheet, *, status: int = 200, typed: str = "", **more: Any) -> HttpResponse:
    gathering, session = sheet.gathering, sheet.gathering.session
    archived = session.archived_at is not None
    before, after = tables_beside(sheet) if sheet.breakout_id else (None, None)
    context = to_type(sheet, typed=typed, **more) | {
        "session": session,
        "gathering": gathering,
        "act": "" if archived and not typed else reverse("sheet-notes", args=[session.code, gathering.key, sheet.pk]),
        "before": before,
        "after": after,
        "people_form": PeopleForm(initial={"people": sheet.head_count}),
    }
    return render_page(request, "sheets/sheet.html", context, status=status)
