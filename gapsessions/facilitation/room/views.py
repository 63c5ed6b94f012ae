"""The control room's page, and the verbs that move the room and its clock."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from gapsessions.facilitation.room import moving, undoing
from gapsessions.facilitation.room.answering import answer, room_context
from gapsessions.facilitation.room.happened import note_down
from gapsessions.facilitation.room.telling import tell_room
from gapsessions.facilitation.room.way import Place
from gapsessions.gatherings import timing
from gapsessions.gatherings.access import gathering_for, gathering_to_run
from gapsessions.gatherings.models import Gathering
from gapsessions.gatherings.wording import STAGES
from gapsessions.method.vocabulary import Stage
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

UNDO_SECONDS = 30
"""A toast offers the undo for ten seconds; slow networks and slow hands get some more."""


@require_safe
def control_room(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The control room; htmx or our own script may ask for what lives in it alone."""
    gathering = gathering_for(request, code, key)
    return render_page(request, "facilitation/room.html", room_context(request, gathering), parts=("room",))


@require_POST
def move(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Move the room on, from where it was seen; the toast takes it back."""
    gathering = gathering_to_run(request, code, key)
    try:
        seen, to = Place.read(request.POST.get("seen", "")), Place.read(request.POST.get("to", ""))
        moved = moving.move_room(gathering=gathering, seen=seen, to=to)
    except SessionIsArchived:
        messages.error(request, gettext("This session is in the archive; its rooms stand still."))
    except (ValueError, moving.IllegalMove, moving.MovedMeanwhile):
        messages.error(request, gettext("Somebody moved this room meanwhile. Here is where it stands now."))
    else:
        if moved:
            _say(gathering, moved)
            undo = undoing.offer(gathering, "control-move-back", moved, seconds=UNDO_SECONDS)
            messages.success(request, _done(moved), extra_tags=undo)
    return answer(request, gathering)


@require_POST
def move_back(request: HttpRequest, code: str, key: str, word: str) -> HttpResponse:
    """Undo a move that was made just now."""
    gathering = gathering_to_run(request, code, key)
    moved = undoing.take(gathering, "control-move-back", word)
    try:
        moving.take_back(gathering=gathering, moved=moved)
    except (moving.MovedMeanwhile, SessionIsArchived):
        messages.error(request, gettext("Somebody moved this room meanwhile. Here is where it stands now."))
    else:
        note_down(gathering, "taken_back")
        messages.success(request, gettext("Taken back."))
    return answer(request, gathering)


@require_POST
def timer(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Start, stop, lengthen or shorten the countdown that everybody sees."""
    gathering = gathering_to_run(request, code, key)
    wanted = _TIMER.get(request.POST.get("verb", ""))
    if wanted and gathering.stage in (Stage.WRITE, Stage.READ_BACK):
        what, verb = wanted
        verb(gathering)
        note_down(gathering, what)
        tell_room(gathering)
    return answer(request, gathering)


def _start(gathering: Gathering) -> None:
    minutes = moving.minutes_for(gathering, moving.place_of(gathering), moving.asked_of(gathering))
    timing.start_timer(gathering=gathering, minutes=minutes)


_TIMER: dict[str, tuple[str, Callable[[Gathering], object]]] = {
    "start": ("started", _start),
    "more": ("minute_more", lambda gathering: timing.add_minutes(gathering=gathering, minutes=1)),
    "less": ("minute_less", lambda gathering: timing.add_minutes(gathering=gathering, minutes=-1)),
    "pause": ("paused", lambda gathering: timing.pause_timer(gathering=gathering)),
    "resume": ("resumed", lambda gathering: timing.resume_timer(gathering=gathering)),
}


def _done(moved: moving.Moved) -> str:
    if moved.now.question:
        return gettext("Question %(number)d is open.") % {"number": moved.now.question.number}
    return gettext(STAGES[moved.now.stage].done)


def _say(gathering: Gathering, moved: moving.Moved) -> None:
    if moved.was.stage is Stage.CLOSED:
        note_down(gathering, "reopened")
    elif moved.was.stage is Stage.READ_BACK and moved.now.stage is Stage.WRITE:
        note_down(gathering, "back")
    elif moved.now.question:
        note_down(gathering, "question", number=moved.now.question.number)
    else:
        note_down(gathering, moved.now.stage.value)
