"""Opening a gathering under a code that nobody else's card carries."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from gapsessions.gatherings.models import Gathering, UsedCode
from gapsessions.method.vocabulary import Perspective, Stage, Style
from gapsessions.sessions.models import GapSession
from gapsessions.storage.codes import joining_code

REST_DAYS = 90
"""Between the closing of a gathering and the day its code may be given to another."""
TRIES = 20


class NoCodeIsFree(Exception):
    """Every code that was tried is held or resting; with 64 million codes that is a fault, not bad luck."""


@transaction.atomic
def open_gathering(
    *,
    session: GapSession,
    perspective: Perspective,
    style: Style,
    name: str,
    segment: str = "",
    planned_size: int | None = None,
) -> Gathering:
    """Make a gathering that people can join: in the lobby, with a code of its own."""
    return Gathering.objects.create(
        session=session,
        perspective=perspective,
        style=style,
        name=name,
        segment=segment,
        planned_size=planned_size,
        code=hold_code(),
    )


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
