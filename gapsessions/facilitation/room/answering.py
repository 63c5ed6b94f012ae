"""What every verb of the control room answers: the room as it stands now, or the way back to its page."""

from __future__ import annotations

import time

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from gapsessions.breakouts.queries import is_full
from gapsessions.facilitation.room.page import control_room
from gapsessions.gatherings.access import gathering_for
from gapsessions.gatherings.guessing import vouch
from gapsessions.gatherings.joining import door_for, spoken
from gapsessions.gatherings.models import Gathering
from gapsessions.sessions.access import may_run
from gapsessions.web.pages import render_page, wanted_part
from gapsessions.web.requests import HttpRequest


def answer(request: HttpRequest, gathering: Gathering, *, once: dict[str, str] | None = None) -> HttpResponse:
    """Show the room after a verb: its living part where the page asked for that, else the page by redirect.

    `once` is a helper's address: it is in this answer and never again.
    """
    if wanted_part(request) != "room" and once is None:
        return redirect("control-room", code=gathering.session.code, key=gathering.key)
    fresh = gathering_for(request, gathering.session.code, gathering.key)
    context = room_context(request, fresh) | {"once": once}
    return render_page(request, "facilitation/room.html", context, parts=("room",))


def room_context(request: HttpRequest, gathering: Gathering, *, brief: bool = False) -> dict[str, object]:
    """What the templates need; `brief` leaves out what only the control room itself shows."""
    door = door_for(request)
    runs = may_run(request, gathering.session) and not gathering.session.archived_at
    if gathering.code:
        vouch(request, gathering.code)  # the desk stands in the room: its network may type the code
    return {
        "session": gathering.session,
        # A rehearsal hangs beside the session it is a copy of; the bar leads there.
        "home": gathering.session.rehearsal_of or gathering.session,
        "rehearsal": gathering.session.rehearsal_of_id is not None,
        "gathering": gathering,
        "room": None if brief else control_room(gathering, may_run=runs),
        "may_run": runs,
        "door": door,
        "full": not brief and bool(gathering.code) and is_full(gathering),
        "link": door.link(gathering.code) if gathering.code else "",
        "spoken": spoken(gathering.code),
        "here": reverse("control-room", args=[gathering.session.code, gathering.key]),
        "stream": f"/live/desk/{gathering.key}",
        "no_tables": gettext("No tables yet"),
        "no_tables_text": gettext("Add the tables that stand in the room. Six to eight people sit well at one."),
        "unsent": gettext("That did not reach the server. Try again in a moment."),
        "now": round(time.time() * 1000),
    }
