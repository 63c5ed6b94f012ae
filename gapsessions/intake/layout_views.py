"""A spreadsheet with a row for each person: the page that asks which column answers which question."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gapsessions.intake import drafting
from gapsessions.intake.access import draft_for
from gapsessions.intake.draft_table import unpack
from gapsessions.intake.forms import LayoutForm
from gapsessions.intake.grid import Table
from gapsessions.intake.meanings import Meanings
from gapsessions.intake.models import DraftState
from gapsessions.intake.queries import question_words, wordings_of
from gapsessions.intake.refusals import TableRefused
from gapsessions.intake.unfolding import UNFOLDED, guess_layout
from gapsessions.themes.steps import steps_done
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_http_methods(["GET", "HEAD", "POST"])
def layout(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Say what each column is; then the file stands there as one answer per row, to be checked."""
    draft = draft_for(request, code, key)
    if draft.state != DraftState.OPEN:
        return redirect("import-check", code=code, key=key)
    table = unpack(bytes(draft.rows))
    if table.columns == UNFOLDED:
        return redirect("import-check", code=code, key=key)
    guess = guess_layout(table.columns, Meanings(wordings_of(draft.session)))
    words = question_words(draft.session)
    form = LayoutForm(request.POST or None, headers=table.columns, guess=guess, words=words)
    if request.method == "POST" and form.is_valid():
        try:
            drafting.lay_out(draft=draft, layout=form.layout())
        except TableRefused as refusal:
            form.add_error(None, str(refusal))
        except drafting.DraftIsClosed:
            messages.warning(request, _("This file was saved or thrown away meanwhile."))
            return redirect("import-check", code=code, key=key)
        else:
            return redirect("import-check", code=code, key=key)
    fields = list(zip(form.columns(), _examples(table), strict=True))
    context = {"session": draft.session, "draft": draft, "form": form, "fields": fields}
    return render_page(request, "intake/layout.html", context | {"done": steps_done(draft.session)})


def _examples(table: Table) -> list[str]:
    """The first thing that stands in each column."""
    return [
        next((row.cells[place] for row in table.rows if row.cells[place].strip()), "")
        for place in range(len(table.columns))
    ]
