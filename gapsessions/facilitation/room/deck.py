"""The bar at the top of a control room: stages, clock, the one next move, and the other moves there are."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext

from gapsessions.facilitation.room.moving import minutes_for, place_of, way_for
from gapsessions.facilitation.room.way import Place, after, back_to_writing, is_legal
from gapsessions.gatherings.models import Gathering
from gapsessions.gatherings.timing import milliseconds, timer_of
from gapsessions.gatherings.wording import BACK_TO_WRITING, REOPEN, STAGES
from gapsessions.method.vocabulary import Perspective, Question, Stage, Style
from gapsessions.sessions.queries import wording_of


@dataclass(frozen=True)
class Clock:
    """The countdown as the page draws it: `ends` in milliseconds while it runs, `left` in seconds."""

    ends: int | None
    left: int
    text: str
    shows: bool
    paused: bool
    minutes: int
    """What it would start with."""

    @property
    def whole(self) -> int:
        """Minutes that fill the bar: those it would start with, or more where the room got more."""
        return max(self.minutes, -(-self.left // 60), 1)

    @property
    def percent(self) -> int:
        """How much of the bar is left."""
        return round(100 * self.left / (self.whole * 60))


@dataclass(frozen=True)
class MoveTo:
    """A move on a button; `asks` where it is asked back before."""

    to: str
    words: str
    asks: bool = False


@dataclass(frozen=True)
class StageMark:
    """One stage in the bar."""

    name: str
    state: str
    """ "done", "now" or ""."""


@dataclass(frozen=True)
class Deck:
    """The bar."""

    place: str
    stages: list[StageMark]
    clock: Clock
    next: MoveTo | None
    others: list[MoveTo]
    question: Question | None
    wording: str
    questions: list[tuple[Question, str]]
    """Every question this room is asked, as it is worded for this room."""


def deck_of(gathering: Gathering) -> Deck:
    """Put the bar together; one query."""
    who = Perspective(gathering.perspective)
    worded = {kind: words for (side, kind), words in wording_of(gathering.session).items() if side is who}
    asked = [kind for kind in Question if kind in worded]
    way = way_for(gathering, asked)
    place = place_of(gathering)
    step = after(place, way)
    others = [to for to in way if to != step and is_legal(place, to, way)]
    if place.stage is Stage.LOBBY:
        others = []  # one begins at the beginning
    elif place.stage is not Stage.WRITE:
        # From the read back or a closed room one goes on writing where one was, not anywhere.
        others = [to for to in others if to == back_to_writing(way)]
    return Deck(
        place=str(place),
        stages=_stages(place, [stage for stage in Stage if any(p.stage is stage for p in way)]),
        clock=_clock(gathering, place, asked),
        next=MoveTo(str(step), _words(gathering, place, step)) if step else None,
        others=[MoveTo(str(to), _words(gathering, place, to), place.stage is Stage.CLOSED) for to in others],
        question=place.question,
        wording=worded.get(place.question, "") if place.question else "",
        questions=[(kind, worded[kind]) for kind in asked],
    )


def _stages(place: Place, stages: list[Stage]) -> list[StageMark]:
    at = stages.index(place.stage) if place.stage in stages else 0
    closed = place.stage is Stage.CLOSED
    return [
        StageMark(gettext(STAGES[stage].name), "done" if i < at or closed else "now" if i == at else "")
        for i, stage in enumerate(stages)
    ]


def _words(gathering: Gathering, at: Place, to: Place) -> str:
    if to.question:
        if at.stage is Stage.CLOSED:
            return gettext(REOPEN)
        if at.stage is Stage.READ_BACK:
            return gettext(BACK_TO_WRITING)
        return gettext("Open question %(number)d") % {"number": to.question.number}
    if to.stage is Stage.WRITE and at.stage is Stage.WRITE:
        return gettext("Open all questions")
    if to.stage is Stage.WRITE and at.stage is not Stage.LOBBY:
        return gettext(REOPEN if at.stage is Stage.CLOSED else BACK_TO_WRITING)
    if gathering.style == Style.OPEN_LINK and to.stage is Stage.WRITE:
        return gettext("Open the link")
    if gathering.style == Style.OPEN_LINK and to.stage is Stage.CLOSED:
        return gettext("Close the link")
    return gettext(STAGES[to.stage].go)


def _clock(gathering: Gathering, place: Place, asked: list[Question]) -> Clock:
    timer = timer_of(gathering)
    left = timer.seconds(timezone.now())
    return Clock(
        ends=milliseconds(timer.ends_at),
        left=left,
        text=f"{left // 60}:{left % 60:02d}",
        shows=timer.shows,
        paused=timer.ends_at is None and timer.left is not None,
        minutes=minutes_for(gathering, place, asked),
    )
