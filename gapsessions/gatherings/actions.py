"""Opening a gathering under a code that nobody else's card carries, changing it, and moving it on.

Every verb raises SessionIsArchived where the session is in the archive, and then changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gapsessions.gatherings.models import Gathering, UsedCode
from gapsessions.gatherings.stirring import send_away
from gapsessions.method.run_sheets import SILENT_MINUTES, USUAL_LENGTH
from gapsessions.method.vocabulary import MOVES, Pace, Perspective, Seating, Stage, Style
from gapsessions.sessions.archive import refuse_archived
from gapsessions.sessions.models import GapSession
from gapsessions.storage.codes import joining_code

REST_DAYS = 90
"""Between the closing of a gathering and the day its code may be given to another."""
TRIES = 20


class NoCodeIsFree(Exception):
    """Every code that was tried is held or resting; with 64 million codes that is a fault, not bad luck."""


@dataclass(frozen=True)
class Facts:
    """What a facilitator says of a gathering."""

    perspective: Perspective
    style: Style
    name: str
    segment: str = ""
    planned_size: int | None = None
    held_on: date | None = None
    run_minutes: int = USUAL_LENGTH
    silent_minutes: int = SILENT_MINUTES
    census: bool = False
    pace: Pace = Pace.ONE_BY_ONE
    seating: Seating = Seating.SIT_ANYWHERE
    mix_by: tuple[str, ...] = ()
    asks_pulse: bool = True
    asks_prediction: bool = False
    asks_follow_up: bool = False
    invited: int | None = None
    closes_on: date | None = None
    helpline: str = ""

    @property
    def kept(self) -> dict[str, Any]:
        """The columns of the gathering."""
        said = {fact.name: getattr(self, fact.name) for fact in fields(self)}
        # Only own sheets can be everybody's.
        return said | {"census": self.census and self.style == Style.OWN_SHEETS, "mix_by": list(self.mix_by)}


OWN_TO_ONE = frozenset({"held_on", "closes_on", "census"})
"""Facts that another gathering like it does not share: its days, and that everybody was there."""


def facts_of(gathering: Gathering) -> dict[str, Any]:
    """What was said of a gathering, to open another like it."""
    return {fact.name: getattr(gathering, fact.name) for fact in fields(Facts) if fact.name not in OWN_TO_ONE}


@transaction.atomic
def open_gathering(*, session: GapSession, perspective: Perspective, style: Style, name: str, **more: Any) -> Gathering:
    """Make a gathering that people can join: in the lobby, with a code of its own. `more` are fields of Facts."""
    refuse_archived(session.pk)
    facts = Facts(perspective=perspective, style=style, name=name, **more)
    return Gathering.objects.create(session=session, code=hold_code(), **facts.kept)


def hold_code() -> str:
    """Draw a code that no gathering holds and that has rested 90 days since the last one did.

    Two processes that draw the same code cannot both hold it: the second's row is refused, and it draws again.
    """
    today = timezone.localdate()
    for _ in range(TRIES):
        code = joining_code()
        try:
            with transaction.atomic():
                UsedCode.objects.filter(code=code, free_from__lte=today).delete()
                UsedCode.objects.create(code=code)
        except IntegrityError:
            continue
        return code
    raise NoCodeIsFree


def release_code(*, code: str, on: date | None = None) -> None:
    """Let a code rest, from today unless said otherwise, because its gathering has closed or has a new one."""
    free_from = (on or timezone.localdate()) + timedelta(days=REST_DAYS)
    UsedCode.objects.filter(code=code).update(free_from=free_from)


@transaction.atomic
def record_gathering(
    *,
    session: GapSession,
    perspective: Perspective,
    style: Style,
    name: str,
    segment: str = "",
    held_on: date | None = None,
) -> Gathering:
    """Make a gathering that is over: its sheets come from paper or a spreadsheet, and nobody joins it."""
    refuse_archived(session.pk)
    return Gathering.objects.create(
        session=session,
        perspective=perspective,
        style=style,
        name=name,
        segment=segment,
        held_on=held_on,
        stage=Stage.CLOSED,
        closed_at=timezone.now(),
    )


@transaction.atomic
def change_gathering(*, gathering: Gathering, facts: Facts) -> Gathering:
    """Say something else of a gathering; its code, stage and sheets stay as they are."""
    held = _held(gathering)
    for column, value in facts.kept.items():
        setattr(held, column, value)
    held.save()
    return held


class IllegalMove(Exception):
    """A gathering does not go from the one stage to the other (method.vocabulary.MOVES)."""


class MovedMeanwhile(Exception):
    """The gathering no longer stands where whoever moves it saw it."""


@transaction.atomic
def move(*, gathering: Gathering, seen: Stage, to: Stage) -> bool:
    """Move the room on; a second click on the same move changes nothing and gives False."""
    if to not in MOVES[seen]:
        raise IllegalMove
    return _stand(gathering, seen, to)


@transaction.atomic
def take_back(*, gathering: Gathering, was: Stage, now: Stage) -> bool:
    """Undo a move, as long as nobody has moved the room since."""
    if now not in MOVES[was]:
        raise IllegalMove
    return _stand(gathering, now, was)


def _held(gathering: Gathering) -> Gathering:
    """The gathering as it stands now, and still at the end of the transaction; refused where it is only read."""
    refuse_archived(gathering.session_id)
    return Gathering.objects.select_for_update().get(pk=gathering.pk)


def _stand(gathering: Gathering, seen: Stage, to: Stage) -> bool:
    held = _held(gathering)
    if held.stage == to:
        return False
    if held.stage != seen:
        raise MovedMeanwhile
    held.stage = to
    held.closed_at = timezone.now() if to is Stage.CLOSED else None
    if to is Stage.CLOSED and held.code:
        release_code(code=held.code)
    elif seen is Stage.CLOSED:
        held.code = held.code if hold_again(held.code) else hold_code()
    held.save(update_fields=["stage", "closed_at", "code"])
    return True


def hold_again(code: str) -> bool:
    """Take a code that still rests into use again, because it is on cards that are printed already."""
    return bool(code and UsedCode.objects.filter(code=code, free_from__isnull=False).update(free_from=None))


def take_out(*, gathering: Gathering) -> None:
    """Take a gathering out of its session, to be put back or to go with it; sheets are a later step's business."""
    refuse_archived(gathering.session_id)
    if Gathering.objects.filter(pk=gathering.pk).update(removed_at=timezone.now()):
        send_away(gathering)


def put_back(*, gathering: Gathering) -> None:
    """Undo `take_out`."""
    refuse_archived(gathering.session_id)
    Gathering.everything.filter(pk=gathering.pk).update(removed_at=None)
