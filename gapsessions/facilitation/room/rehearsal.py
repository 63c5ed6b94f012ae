"""Addresses of a rehearsal: begin it, let its phones go on, and end it with everything in it."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from gapsessions.facilitation.room import rehearsing
from gapsessions.facilitation.room.tasks import begin_rehearsal
from gapsessions.gatherings.access import gathering_to_run
from gapsessions.gatherings.models import Gathering
from gapsessions.gatherings.stirring import stir_desk
from gapsessions.web.requests import HttpRequest


@require_POST
def begin(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Open a rehearsal of the gathering, or the one that is under way, in its own control room."""
    gathering = gathering_to_run(request, code, key)
    if gathering.session.rehearsal_of_id or not gathering.code:
        raise Http404
    room = begin_rehearsal(gathering=gathering)
    return redirect("control-room", code=room.session.code, key=room.key)


@require_POST
def go_on(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Let the played phones do a little; the page asks while it is open."""
    room = _rehearsal(request, code, key)
    # Somebody may end the rehearsal while its phones write: then there is nothing left to write on.
    with suppress(ObjectDoesNotExist, IntegrityError):
        if rehearsing.step(room=room):
            stir_desk(room)
    return HttpResponse(status=204)


@require_POST
def end(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Wipe the rehearsal and go back to the gathering."""
    room = _rehearsal(request, code, key)
    real = rehearsing.rehearsed(room)
    session = room.session.rehearsal_of
    rehearsing.end_rehearsal(room=room)
    messages.success(request, gettext("The rehearsal is over, and nothing of it is kept."))
    if real:
        return redirect("gathering", code=real.session.code, key=real.key)
    return redirect("session", code=session.code) if session else redirect("sessions")


def _rehearsal(request: HttpRequest, code: str, key: str) -> Gathering:
    room = gathering_to_run(request, code, key)
    if room.session.rehearsal_of_id is None:
        raise Http404
    return room
