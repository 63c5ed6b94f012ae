"""Preparing a gathering: its page, its tables, and what is taken out and put back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from gapsessions.breakouts import actions as breakouts
from gapsessions.breakouts.bursts import burst_of
from gapsessions.facilitation.naming import refusals_said
from gapsessions.facilitation.preparing import removing
from gapsessions.facilitation.preparing.forms import TablesForm
from gapsessions.facilitation.preparing.page import gathering_page
from gapsessions.facilitation.standings import shown
from gapsessions.gatherings.access import gathering_for, gathering_to_run, removed_gathering
from gapsessions.gatherings.actions import record_gathering
from gapsessions.gatherings.joining import door_for, spoken
from gapsessions.method.vocabulary import Perspective, Style
from gapsessions.method.wording import SIDE_NAMES
from gapsessions.sessions.access import facilitates, may_run, session_to_run
from gapsessions.sheets.access import breakout_to_run
from gapsessions.sheets.laying import single_sheet
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_safe
def gathering(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """One gathering at a glance, and what to do next."""
    found = gathering_for(request, code, key)
    sees_sheets = facilitates(request, found.session)
    door = door_for(request)
    page = gathering_page(found, sees_sheets=sees_sheets, number=request.GET.get("page", ""))
    context = {
        "session": found.session,
        "gathering": found,
        "page": page,
        "here": reverse("gathering", args=[code, key]),
        "may_run": may_run(request, found.session),
        "sees_sheets": sees_sheets,
        "door": door,
        "link": door.link(found.code) if found.code else "",
        "spoken": spoken(found.code),
        "tables_form": TablesForm(),
        "burst": burst_of(found),
        "replies": shown(found, page.own_count),
    }
    return render_page(request, "gatherings/gathering.html", context)


@require_POST
def type_now(request: HttpRequest, code: str) -> HttpResponse:
    """Begin to type at once: a gathering that no phone joins, and its first sheet with the cursor in the field."""
    session = session_to_run(request, code)
    wanted = request.POST.get("perspective", "")
    who = Perspective(wanted) if wanted in [*Perspective] else Perspective.LEADERSHIP
    name = gettext("%(who)s, typed in") % {"who": gettext(SIDE_NAMES[who])}
    today = timezone.localdate()
    made = record_gathering(session=session, perspective=who, style=Style.OWN_SHEETS, name=name, held_on=today)
    sheet = single_sheet(gathering=made)
    return redirect("sheet", code=code, key=made.key, sheet=sheet.pk)


@require_POST
def remove(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take the gathering out of its session; the toast and the session's page put it back."""
    found = gathering_to_run(request, code, key)
    notes = removing.remove_gathering(gathering=found)
    words = ngettext("“%(name)s” is removed, with %(n)d note.", "“%(name)s” is removed, with %(n)d notes.", notes) % {
        "name": found.name,
        "n": notes,
    }
    undo = reverse("gathering-restore", args=[code, key])
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect("session", code=code)


@require_POST
def restore(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put a removed gathering back."""
    found = removed_gathering(request, code, key)
    removing.restore_gathering(gathering=found)
    messages.success(request, gettext("“%(name)s” is back.") % {"name": found.name})
    return redirect("gathering", code=code, key=key)


@require_POST
def add_tables(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Add tables by name, or so many at once."""
    found = gathering_to_run(request, code, key)
    form = TablesForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Say how many tables, or give their names, one on each line."))
        return redirect("gathering", code=code, key=key)
    names = form.names or breakouts.free_names(found, form.cleaned_data["number"] or 1, gettext("Table %d"))
    with refusals_said(request):
        breakouts.add_breakouts(gathering=found, names=names)
    return redirect(reverse("gathering", args=[code, key]) + "#tables")


@require_POST
def rename_table(request: HttpRequest, code: str, key: str, table: str) -> HttpResponse:
    """Give a table another name."""
    breakout = breakout_to_run(request, code, key, table)
    with refusals_said(request):
        breakouts.rename_breakout(breakout=breakout, name=request.POST.get("name", ""))
    return redirect(reverse("gathering", args=[code, key]) + "#tables")


@require_POST
def remove_table(request: HttpRequest, code: str, key: str, table: str) -> HttpResponse:
    """Take a table out of the room, with its sheet."""
    breakout = breakout_to_run(request, code, key, table)
    notes = removing.remove_breakout(breakout=breakout)
    words = ngettext("%(name)s is removed, with %(n)d note.", "%(name)s is removed, with %(n)d notes.", notes)
    undo = reverse("breakout-restore", args=[code, key, table])
    messages.success(request, words % {"name": breakout.name, "n": notes}, extra_tags=f"undo:{undo}")
    return redirect("gathering", code=code, key=key)


@require_POST
def restore_table(request: HttpRequest, code: str, key: str, table: str) -> HttpResponse:
    """Put a removed table back."""
    breakout = breakout_to_run(request, code, key, table, removed=True)
    removing.restore_breakout(breakout=breakout)
    messages.success(request, gettext("%(name)s is back.") % {"name": breakout.name})
    return redirect("gathering", code=code, key=key)
