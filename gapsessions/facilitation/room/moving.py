"""Moving a room: stage, question, silence, countdown and close-down change together, once, and can be taken back.

Whoever clicks says where they saw the room stand. Two clicks, or two facilitators, are therefore one move; and nobody
moves a room on from a place it has left meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from gapsessions.breakouts.shuffling import seat_the_rest
from gapsessions.facilitation.room import asking
from gapsessions.facilitation.room.activity import begin_anew
from gapsessions.facilitation.room.telling import tell_room
from gapsessions.facilitation.room.way import Place, Way, is_legal, path, way_of
from gapsessions.gatherings import actions as gatherings
from gapsessions.gatherings.actions import IllegalMove, MovedMeanwhile
from gapsessions.gatherings.models import Gathering
from gapsessions.gatherings.timing import Timer, set_timer, start_timer, timer_of
from gapsessions.method.run_sheets import LENGTHS, USUAL_LENGTH, run_sheet
from gapsessions.method.vocabulary import Pace, Perspective, Question, Seating, Stage, Style
from gapsessions.sessions.archive import refuse_archived
from gapsessions.sessions.queries import asked_questions
from gapsessions.sheets.closing import close_down
from gapsessions.sheets.silence import reveal_all


@dataclass(frozen=True)
class Moved:
    """A move that was made, with all it takes to undo it."""

    was: Place
    now: Place
    timer: Timer
    opened: tuple[Question, ...]
    message: str = ""
    """What the phones showed: "two more minutes" means nothing after the move."""


def place_of(gathering: Gathering) -> Place:
    """Where the room stands now."""
    stage = Stage(gathering.stage)
    asks = gathering.question if stage is Stage.WRITE else ""
    return Place(stage, Question(asks) if asks else None)


def asked_of(gathering: Gathering) -> list[Question]:
    """The questions this room is asked, in order."""
    asked = asked_questions(gathering.session)[Perspective(gathering.perspective)]
    return [kind for kind in Question if kind in asked]


def way_for(gathering: Gathering, asked: list[Question]) -> Way:
    """The way this gathering goes."""
    return way_of(style=Style(gathering.style), pace=Pace(gathering.pace), asked=asked)


@transaction.atomic
def move_room(*, gathering: Gathering, seen: Place, to: Place) -> Moved | None:
    """Move the room from where it was seen; None where it is there already.

    Raises IllegalMove, MovedMeanwhile or SessionIsArchived, and then nothing has changed.
    """
    held = _hold(gathering)
    at = place_of(held)
    if at == to:
        return None
    if at != seen:
        raise MovedMeanwhile
    asked = asked_of(held)
    way = way_for(held, asked)
    if not is_legal(seen, to, way):
        raise IllegalMove
    timer, message = timer_of(held), held.message
    for stage in path(seen.stage, to.stage, way) if seen.stage is not to.stage else ():
        gatherings.move(gathering=held, seen=Stage(held.stage), to=stage)
        held.stage = stage
    if seen.stage is Stage.LOBBY and held.style == Style.TABLES and held.seating == Seating.SHUFFLE:
        seat_the_rest(gathering=held)
    opened = _enter(held, to, asked)
    start_timer(gathering=held, minutes=minutes_for(held, to, asked))
    _show(held, "")
    begin_anew(held)
    tell_room(held)
    return Moved(seen, to, timer, opened, message)


@transaction.atomic
def take_back(*, gathering: Gathering, moved: Moved) -> None:
    """Undo a move while the room still stands where it led; raises MovedMeanwhile.

    What was revealed stays revealed, and a question that somebody has written under already stays open.
    """
    held = _hold(gathering)
    if place_of(held) != moved.now:
        raise MovedMeanwhile
    way = way_for(held, asked_of(held))
    passed = (moved.was.stage, *path(moved.was.stage, moved.now.stage, way))
    for was, now in reversed(list(zip(passed, passed[1:], strict=False))):
        gatherings.take_back(gathering=held, was=was, now=now)
        held.stage = was
    asking.close_questions(gathering=held, questions=moved.opened)
    _stand(held, moved.was)
    if moved.was.stage is Stage.CLOSED:
        close_down(held)
    set_timer(gathering=held, timer=moved.timer)
    _show(held, moved.message)
    tell_room(held)


def minutes_for(gathering: Gathering, place: Place, asked: list[Question]) -> int:
    """Minutes the gathering's run sheet gives a place; 0 where nobody counts down."""
    if gathering.style == Style.OPEN_LINK:
        return 0
    parts = run_sheet(gathering.run_minutes if gathering.run_minutes in LENGTHS else USUAL_LENGTH)
    per_question = {timed.part.question: timed.part.minutes for timed in parts if timed.part.question}
    if place.stage is Stage.WRITE:
        return per_question[place.question] if place.question else sum(per_question[kind] for kind in asked)
    # The part before the last is the read back, on every run sheet.
    return parts[-2].part.minutes if place.stage is Stage.READ_BACK else 0


def _enter(held: Gathering, to: Place, asked: list[Question]) -> tuple[Question, ...]:
    """Do what arriving brings with it; give the questions that were opened just now."""
    opened: tuple[Question, ...] = ()
    if to.stage is Stage.WRITE:
        opened = asking.open_questions(gathering=held, questions=[to.question] if to.question else asked)
    else:
        reveal_all(held)
    _stand(held, to)
    if to.stage is Stage.CLOSED:
        close_down(held)
    return opened


def _stand(held: Gathering, place: Place) -> None:
    question = place.question.value if place.question else ""
    Gathering.objects.filter(pk=held.pk).update(question=question)
    held.question = question


def _show(held: Gathering, message: str) -> None:
    Gathering.objects.filter(pk=held.pk).update(message=message)
    held.message = message


def _hold(gathering: Gathering) -> Gathering:
    refuse_archived(gathering.session_id)
    return Gathering.objects.select_for_update(of=("self",)).select_related("session").get(pk=gathering.pk)
