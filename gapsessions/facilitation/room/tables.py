"""Verbs on the tables of a room that is being held: added, named, taken out, nudged, visited."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from gapsessions.breakouts import actions as breakouts
from gapsessions.breakouts.models import Breakout
from gapsessions.facilitation.naming import refusals_said
from gapsessions.facilitation.preparing import removing
from gapsessions.facilitation.preparing.forms import TablesForm
from gapsessions.facilitation.room.answering import answer
from gapsessions.facilitation.room.happened import note_down
from gapsessions.gatherings import topics
from gapsessions.gatherings.access import gathering_to_run
from gapsessions.gatherings.stirring import stir_desk
from gapsessions.live.channels import publish
from gapsessions.live.events import Event
from gapsessions.sheets.access import breakout_to_run
from gapsessions.sheets.reading_back import somebody_comes
from gapsessions.web.requests import HttpRequest


@require_POST
def add(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Add a table by name, or so many at once."""
    gathering = gathering_to_run(request, code, key)
    form = TablesForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Say how many tables, or give their names, one on each line."))
        return answer(request, gathering)
    names = form.names or breakouts.free_names(gathering, form.cleaned_data["number"] or 1, gettext("Table %d"))
    with refusals_said(request):
        for table in breakouts.add_breakouts(gathering=gathering, names=names):
            note_down(gathering, "table_added", table=table.name)
    stir_desk(gathering)
    return answer(request, gathering)


@require_POST
def on_table(request: HttpRequest, code: str, key: str, table: str) -> HttpResponse:
    """Do something with one table: `verb` is rename, remove, nudge or coming."""
    breakout = breakout_to_run(request, code, key, table)
    verb = _VERBS.get(request.POST.get("verb", ""))
    if verb:
        verb(request, breakout)
        stir_desk(breakout.gathering)
    return answer(request, breakout.gathering)


@require_POST
def back(request: HttpRequest, code: str, key: str, table: str) -> HttpResponse:
    """Put a table back that was taken out."""
    breakout = breakout_to_run(request, code, key, table, removed=True)
    removing.restore_breakout(breakout=breakout)
    note_down(breakout.gathering, "table_back", table=breakout.name)
    stir_desk(breakout.gathering)
    return answer(request, breakout.gathering)


def _rename(request: HttpRequest, breakout: Breakout) -> None:
    with refusals_said(request):
        breakouts.rename_breakout(breakout=breakout, name=request.POST.get("name", ""))


def _remove(request: HttpRequest, breakout: Breakout) -> None:
    notes = removing.remove_breakout(breakout=breakout)
    note_down(breakout.gathering, "table_removed", table=breakout.name)
    words = ngettext("%(name)s is removed, with %(n)d note.", "%(name)s is removed, with %(n)d notes.", notes)
    undo = reverse("control-table-back", args=[breakout.gathering.session.code, breakout.gathering.key, breakout.key])
    messages.success(request, words % {"name": breakout.name, "n": notes}, extra_tags=f"undo:{undo}")


def _nudge(request: HttpRequest, breakout: Breakout) -> None:
    # Words are the phone's own, in the language of whoever holds it.
    publish(topics.table(breakout.key), Event.of("sheet", nudge=True))
    note_down(breakout.gathering, "nudged", table=breakout.name)
    messages.success(request, gettext("The phones at %(name)s show a friendly reminder.") % {"name": breakout.name})


def _coming(request: HttpRequest, breakout: Breakout) -> None:
    if somebody_comes(breakout=breakout):
        note_down(breakout.gathering, "coming", table=breakout.name)


_VERBS: dict[str, Callable[[HttpRequest, Breakout], None]] = {
    "rename": _rename,
    "remove": _remove,
    "nudge": _nudge,
    "coming": _coming,
}
