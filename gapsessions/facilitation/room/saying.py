"""Verbs of the control room that speak: the message on every phone, the parking lot, and the door."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from gapsessions.breakouts.seats import make_room
from gapsessions.facilitation.room import undoing
from gapsessions.facilitation.room.answering import answer
from gapsessions.facilitation.room.happened import note_down
from gapsessions.facilitation.room.telling import tell_room
from gapsessions.gatherings import door, speaking
from gapsessions.gatherings.access import gathering_to_run
from gapsessions.gatherings.models import Gathering, ParkedThought
from gapsessions.gatherings.stirring import stir_desk
from gapsessions.web.requests import HttpRequest, object_or_404


@require_POST
def message(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put a message on every phone, or take it off."""
    gathering = gathering_to_run(request, code, key)
    if request.POST.get("verb") == "clear":
        speaking.unsay(gathering=gathering)
        note_down(gathering, "unsaid")
        tell_room(gathering)
        return answer(request, gathering)
    try:
        said = speaking.say(gathering=gathering, text=request.POST.get("ready") or request.POST.get("text", ""))
    except speaking.NothingToRead:
        messages.error(request, gettext("Write what the phones should show."))
    else:
        note_down(gathering, "message", text=said)
        tell_room(gathering)
        messages.success(request, gettext("Every phone shows it now."))
    return answer(request, gathering)


@require_POST
def park(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Keep a thought that answers no question."""
    gathering = gathering_to_run(request, code, key)
    try:
        speaking.park(gathering=gathering, text=request.POST.get("text", ""), for_whom=request.POST.get("for_whom", ""))
        stir_desk(gathering)
    except speaking.NothingToRead:
        messages.error(request, gettext("Write what is to be kept."))
    return answer(request, gathering)


@require_POST
def parked(request: HttpRequest, code: str, key: str, thought: str) -> HttpResponse:
    """Change a parked thought, take it off the list, or put it back."""
    gathering = gathering_to_run(request, code, key)
    found = object_or_404(ParkedThought.objects.filter(gathering=gathering).select_related("gathering"), key=thought)
    verb = request.POST.get("verb", "edit")
    if verb == "remove":
        speaking.take_off(thought=found)
        undo = reverse("control-parked-back", args=[code, key, thought])
        messages.success(request, gettext("Taken off the list."), extra_tags=f"undo:{undo}")
    else:
        try:
            for_whom = request.POST.get("for_whom", "")
            speaking.reword(thought=found, text=request.POST.get("text", found.text), for_whom=for_whom)
        except speaking.NothingToRead:
            messages.error(request, gettext("Write what is to be kept."))
    stir_desk(gathering)
    return answer(request, gathering)


@require_POST
def parked_back(request: HttpRequest, code: str, key: str, thought: str) -> HttpResponse:
    """Put a parked thought back on the list."""
    gathering = gathering_to_run(request, code, key)
    found = object_or_404(ParkedThought.objects.filter(gathering=gathering).select_related("gathering"), key=thought)
    speaking.take_off(thought=found, removed=False)
    stir_desk(gathering)
    return answer(request, gathering)


@require_POST
def at_the_door(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Close the door, open it, put another code on it, or make room for more people."""
    gathering = gathering_to_run(request, code, key)
    verb = request.POST.get("verb", "")
    if verb == "close" and door.lock(gathering=gathering):
        note_down(gathering, "door_closed")
        messages.success(request, gettext("Nobody new comes in. Whoever has a seat keeps it."))
    elif verb == "open" and door.unlock(gathering=gathering):
        note_down(gathering, "door_opened")
    elif verb == "new-code":
        _new_code(request, gathering)
    elif verb == "wider":
        fit = {"n": make_room(gathering=gathering)}
        messages.success(request, gettext("There are places for %(n)d phones now.") % fit)
    tell_room(gathering)
    return answer(request, gathering)


@require_POST
def old_code(request: HttpRequest, code: str, key: str, word: str) -> HttpResponse:
    """Put the code back that was on the door before."""
    gathering = gathering_to_run(request, code, key)
    old = undoing.take(gathering, "control-old-code", word)
    try:
        back = door.give_old_code_back(gathering=gathering, old=old)
    except door.NobodyJoins:
        back = False
    if back:
        messages.success(request, gettext("The old code works again."))
        tell_room(gathering)
    else:
        messages.error(request, gettext("The old code cannot be used any more."))
    return answer(request, gathering)


def _new_code(request: HttpRequest, gathering: Gathering) -> None:
    try:
        old = door.give_new_code(gathering=gathering)
    except door.NobodyJoins:
        messages.error(request, gettext("This room has no door that a code opens."))
        return
    note_down(gathering, "new_code")
    words = gettext("The room has a new code. Printed cards with the old one lead nowhere now.")
    messages.success(request, words, extra_tags=undoing.offer(gathering, "control-old-code", old))
