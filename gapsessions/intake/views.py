"""Bringing a spreadsheet: upload, check and mend row by row, save exactly what the button says."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gapsessions.accounts.access import person_of
from gapsessions.background.presence import worker_is_there
from gapsessions.intake import drafting
from gapsessions.intake.access import discarded_draft_for, draft_for, drafts_of
from gapsessions.intake.actions import GatheringIsOpen, NothingToImport, RowsNeedMending
from gapsessions.intake.checking import checked_of
from gapsessions.intake.columns import map_columns
from gapsessions.intake.draft_table import SURPLUS, changes_of, unpack
from gapsessions.intake.forms import ColumnsForm, LeaveOutForm, MendForm, RowForm, UploadForm
from gapsessions.intake.issues import Problem
from gapsessions.intake.meanings import Meanings
from gapsessions.intake.models import DraftState, IntakeDraft
from gapsessions.intake.preview import Preview, ShownRow, preview_of, rows_alike, rows_with
from gapsessions.intake.queries import perhaps_everybody, question_words, wordings_of
from gapsessions.intake.tables import TableRefused
from gapsessions.intake.tasks import ask_to_save, plan_forgetting
from gapsessions.intake.template import answers_template
from gapsessions.intake.unfolding import UNFOLDED, is_folded
from gapsessions.sessions.access import session_to_run
from gapsessions.themes.steps import steps_done
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

SAVED_AT_ONCE = 3_000
"""Rows that are saved while the page waits, in about half a second; more are left to the worker."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a file; files that wait are listed."""
    session = session_to_run(request, code)
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = drafting.keep_draft(
                session=session, user=person_of(request), data=file.read(), name=file.name or ""
            )
        except TableRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            plan_forgetting(draft=draft)
            return redirect("import-check", code=code, key=draft.key)
    waiting = drafts_of(request).filter(session=session, state=DraftState.OPEN).order_by("-created_at")
    context = {"session": session, "form": form, "done": steps_done(session), "waiting": waiting.defer("rows")}
    return render_page(request, "intake/upload.html", context)


@require_safe
def template(request: HttpRequest, code: str) -> HttpResponse:
    """The workbook to fill in, with the session's own questions in its lists."""
    session = session_to_run(request, code)
    response = HttpResponse(answers_template(question_words(session)), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="answers.xlsx"'
    return response


@require_safe
def check(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show the file with its problems beside the rows; a file that is being saved or was saved says so."""
    draft = draft_for(request, code, key)
    return _check_page(request, draft)


def _check_page(request: HttpRequest, draft: IntakeDraft, form: RowForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {"session": draft.session, "draft": draft, "done": steps_done(draft.session)}
    if draft.state == DraftState.SAVING:
        context["nobody_works"] = not worker_is_there()
        return render_page(request, "intake/saving.html", context, parts=("check",))
    if draft.state == DraftState.SAVED:
        context["perhaps_everybody"] = perhaps_everybody(draft.session)[:3]
        return render_page(request, "intake/saved.html", context)
    if checked_of(draft.checked).unusable:
        return redirect(_question_about(draft), code=draft.session.code, key=draft.key)
    wanted = _wanted(request)
    preview = preview_of(
        draft, show=wanted.get("show", ""), page=_number(wanted, "page") or 1, row=_number(wanted, "row")
    )
    edited = next((row for row in preview.rows if row.number == preview.at_hand), None)
    if form is None and edited is not None and (wanted.get("edit") or _only_by_hand(edited)):
        form = RowForm(cells=edited.cells, first=next((one.issue.known for one in edited.problems), None))
    query = urlencode({"show": preview.show, "page": preview.page})
    context |= {"preview": preview, "found": preview.found, "form": form, "query": query, "ready": _ready(preview)}
    return render_page(request, "intake/check.html", context, parts=("check",))


def _question_about(draft: IntakeDraft) -> str:
    """The page that asks what the columns are: of one answer per row, or of one person per row."""
    folded = is_folded(unpack(bytes(draft.rows)).columns, Meanings(wordings_of(draft.session)))
    return "import-layout" if folded else "import-columns"


def _only_by_hand(row: ShownRow) -> bool:
    """Whether a bad row has a problem that no tap mends."""
    return any(not problem.remedies for problem in row.problems)


def _ready(preview: Preview) -> bool:
    return not preview.bad and bool(preview.found.foreseen.new) and not preview.found.foreseen.open_gathering


def _wanted(request: HttpRequest) -> dict[str, str]:
    """Filter, page and row, from the address or from the form that was sent."""
    said = request.POST if request.method == "POST" else request.GET
    return {name: said.get(name, "")[:12] for name in ("show", "page", "row", "edit")}


def _number(wanted: dict[str, str], name: str) -> int | None:
    return int(wanted[name]) if wanted.get(name, "").isdecimal() else None


@require_POST
def mend(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """One tap: put a value into a cell of one row, or of all rows that say the same."""
    draft = draft_for(request, code, key)
    form = MendForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        about = "" if said["column"] == SURPLUS else said["column"]
        rows = rows_alike(draft, said["row"], about) if said["alike"] else [said["row"]]
        _revise(
            request, lambda: drafting.mend(draft=draft, cells={row: {said["column"]: said["value"]} for row in rows})
        )
    return _next_problem(request, draft)


@require_POST
def mend_row(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Type the cells of one row anew."""
    draft = draft_for(request, code, key)
    if draft.state != DraftState.OPEN:
        return redirect("import-check", code=code, key=key)
    number = _number(_wanted(request), "row")
    shown = next((row for row in preview_of(draft, row=number).rows if row.number == number), None)
    if shown is None:
        return redirect("import-check", code=code, key=key)
    form = RowForm(request.POST, cells=shown.cells)
    if not form.is_valid():
        return _check_page(request, draft, form)
    cells = {column.value: form.cleaned_data[column] for column, _header, _text in shown.cells}
    _revise(request, lambda: drafting.mend(draft=draft, cells={shown.number: {**cells, SURPLUS: ""}}))
    return _next_problem(request, draft)


@require_POST
def leave_out(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Leave out one row, all with a kind of problem, or all that need mending."""
    draft = draft_for(request, code, key)
    form = LeaveOutForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        rows = [said["row"]] if said["row"] else []
        if said["problem"]:
            rows = rows_with(draft, Problem(said["problem"]))
        elif said["everything"]:
            rows = list(checked_of(draft.checked).bad)
        _revise(request, lambda: drafting.leave_out(draft=draft, rows=rows))
    return _next_problem(request, draft)


@require_POST
def take_in(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take a row back that was left out, or all of them."""
    draft = draft_for(request, code, key)
    row = _number(_wanted(request), "row")
    _revise(request, lambda: drafting.take_in(draft=draft, rows=None if row is None else [row]))
    return _next_problem(request, draft)


def _revise(request: HttpRequest, revise: Any) -> None:
    try:
        revise()
    except drafting.DraftIsClosed:
        messages.warning(request, _("This file was saved or thrown away meanwhile."))


def _next_problem(request: HttpRequest, draft: IntakeDraft) -> HttpResponseRedirect:
    """Back to the page, at the next row that needs mending after the one that was mended."""
    wanted = _wanted(request)
    after = _number(wanted, "row") or 0
    bad = checked_of(draft.checked).bad if draft.checked else ()
    row = next((number for number in bad if number > after), next(iter(bad), None))
    # Whoever looks at one kind of rows goes on with these; with no problem left, all rows are shown.
    query = {"show": wanted["show"] if bad or wanted["show"] != "fix" else "", "page": wanted["page"], "row": row or ""}
    address = reverse("import-check", args=[draft.session.code, draft.key])
    return HttpResponseRedirect(f"{address}?{urlencode(query)}" + (f"#row-{row}" if row else ""))


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Say which column of the file is which."""
    draft = draft_for(request, code, key)
    if draft.state != DraftState.OPEN:
        return redirect("import-check", code=code, key=key)
    table = unpack(bytes(draft.rows))
    places = map_columns(table.columns, table.header_row, changes_of(draft.changes).columns).places
    form = ColumnsForm(request.POST if request.method == "POST" else None, headers=table.columns, places=places)
    if request.method == "POST" and form.is_valid():
        _revise(request, lambda: drafting.choose_columns(draft=draft, columns=form.columns()))
        return redirect("import-check", code=code, key=key)
    found = checked_of(draft.checked)
    context = {"session": draft.session, "draft": draft, "form": form, "found": found, "first": table.rows[:3]}
    context["unfolded"] = table.columns == UNFOLDED
    return render_page(
        request, "intake/columns.html", context | {"headers": table.columns, "done": steps_done(draft.session)}
    )


@require_POST
def save(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Save what the button said; where something changed since, show it again instead."""
    draft = draft_for(request, code, key)
    address = redirect("import-check", code=code, key=key)
    if draft.state != DraftState.OPEN:
        return address
    if request.POST.get("version") != str(draft.version) or not drafting.is_ready(draft):
        messages.warning(request, _("Something changed since. Please look once more; nothing was saved."))
        return address
    try:
        if checked_of(draft.checked).good > SAVED_AT_ONCE:
            ask_to_save(draft=draft)
        else:
            drafting.save_draft(draft=draft)
    except (GatheringIsOpen, NothingToImport, RowsNeedMending) as refusal:
        messages.error(request, str(refusal))
    return address


@require_POST
def look_again(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Compare the file with the session as it stands now: a gathering may have been closed meanwhile."""
    draft = draft_for(request, code, key)
    _revise(request, lambda: drafting.look_again(draft=draft))
    return redirect("import-check", code=code, key=key)


@require_POST
def discard(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Throw the file away."""
    draft = draft_for(request, code, key)
    drafting.discard(draft=draft)
    undo = reverse("import-bring-back", args=[code, key])
    messages.success(request, _("The file is thrown away; nothing of it was saved."), extra_tags=f"undo:{undo}")
    return redirect("import", code=code)


@require_POST
def bring_back(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Have the file back: the undo of throwing it away."""
    draft = discarded_draft_for(request, code, key)
    drafting.bring_back(draft=draft)
    return redirect("import-check", code=code, key=key)
