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
from gapsessions.facilitation.preparing import removing
from gapsessions.facilitation.preparing.forms import TablesForm
from gapsessions.facilitation.room.answering import answer
from gapsessions.facilitation.room.happened import note_down
from gapsessions.facilitation.room.telling import stir
from gapsessions.gatherings import topics
from gapsessions.gatherings.access import gathering_to_run
from gapsessions.live.channels import publish
from gapsessions.live.events import Event
from gapsessions.sheets.access import breakout_to_run
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
    with _refusals(request):
        for table in breakouts.add_breakouts(gathering=gathering, names=names):
            note_down(gathering, "table_added", table=table.name)
    stir(gathering)
    return answer(request, gathering)


@require_POST
def on_table(request: HttpRequest, code: str, key: str, table: str) -> HttpResponse:
    """Do something with one table: `verb` is rename, remove, nudge or coming."""
    breakout = breakout_to_run(request, code, key, table)
    verb = _VERBS.get(request.POST.get("verb", ""))
    if verb:
        verb(request, breakout)
        stir(breakout.gathering)
    return answer(request, breakout.gathering)


@require_POST
def back(request: HttpRequest, code: str, key: str, table: str) -> HttpResponse:
    """Put a table back that was taken out."""
    breakout = breakout_to_run(request, code, key, table, removed=True)
    removing.restore_breakout(breakout=breakout)
    note_down(breakout.gathering, "table_back", table=breakout.name)
    stir(breakout.gathering)
    return answer(request, breakout.gathering)


def _rename(request: HttpRequest, breakout: Breakout) -> None:
    with _refusals(request):
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
    if Breakout.objects.filter(pk=breakout.pk, needs_help=True).update(needs_help=False):
        publish(topics.table(breakout.key), Event.of("sheet", help=False))
        note_down(breakout.gathering, "coming", table=breakout.name)


_VERBS: dict[str, Callable[[HttpRequest, Breakout], None]] = {
    "rename": _rename,
    "remove": _remove,
    "nudge": _nudge,
    "coming": _coming,
}


class _refusals:  # noqa: N801 (reads as a statement)
    """Say in a sentence why tables were not added or named."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        sentence = {
            breakouts.NameIsTaken: gettext("Two tables of a room cannot have one name."),
            breakouts.NameIsBlank: gettext("Give each table a name that can be read."),
            breakouts.TooManyTables: gettext("A gathering holds at most %(n)d tables.") % {"n": breakouts.MOST_TABLES},
        }.get(kind)  # type: ignore[arg-type]
        if sentence:
            messages.error(self.request, sentence)
        return sentence is not None
