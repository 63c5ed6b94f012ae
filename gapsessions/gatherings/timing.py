"""The countdown a room sees, by the server's clock: started, lengthened, shortened, paused and resumed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gapsessions.gatherings.models import Gathering

LONGEST = 4 * 60 * 60
"""Seconds of the longest countdown."""


def milliseconds(moment: datetime | None) -> int | None:
    """A moment as scripts count it, since 1970; None stays None."""
    return round(moment.timestamp() * 1000) if moment else None


@dataclass(frozen=True)
class Timer:
    """A countdown: `ends_at` while it runs, `left` (seconds) while it is paused, neither where there is none."""

    ends_at: datetime | None = None
    left: int | None = None

    @property
    def shows(self) -> bool:
        """Whether there is a countdown at all."""
        return self.ends_at is not None or self.left is not None

    def seconds(self, now: datetime) -> int:
        """Seconds to go, never under zero."""
        if self.ends_at is not None:
            return max(0, round((self.ends_at - now).total_seconds()))
        return self.left or 0


def timer_of(gathering: Gathering) -> Timer:
    """The countdown of a gathering."""
    return Timer(gathering.timer_ends_at, gathering.timer_left)


def start_timer(*, gathering: Gathering, minutes: int) -> Timer:
    """Count down from so many minutes; 0 takes the countdown away."""
    seconds = min(LONGEST, minutes * 60)
    return set_timer(
        gathering=gathering, timer=Timer(timezone.now() + timedelta(seconds=seconds)) if seconds else Timer()
    )


def set_timer(*, gathering: Gathering, timer: Timer) -> Timer:
    """Let the countdown stand as said: for undoing a move."""
    Gathering.objects.filter(pk=gathering.pk).update(timer_ends_at=timer.ends_at, timer_left=timer.left)
    gathering.timer_ends_at, gathering.timer_left = timer.ends_at, timer.left
    return timer


@transaction.atomic
def add_minutes(*, gathering: Gathering, minutes: int) -> Timer:
    """Give the room more time, or less with a negative number; a countdown that ended goes on from now."""
    now, timer = timezone.now(), _held(gathering)
    seconds = min(LONGEST, max(0, timer.seconds(now) + minutes * 60))
    paused = timer.ends_at is None and timer.left is not None
    changed = Timer(left=seconds) if paused else Timer(now + timedelta(seconds=seconds))
    return set_timer(gathering=gathering, timer=changed)


@transaction.atomic
def pause_timer(*, gathering: Gathering) -> Timer:
    """Stop the clock; nothing happens where it does not run."""
    timer = _held(gathering)
    if timer.ends_at is None:
        return timer
    return set_timer(gathering=gathering, timer=Timer(left=timer.seconds(timezone.now())))


@transaction.atomic
def resume_timer(*, gathering: Gathering) -> Timer:
    """Let a paused clock run on; nothing happens where it is not paused."""
    timer = _held(gathering)
    if timer.left is None:
        return timer
    return set_timer(gathering=gathering, timer=Timer(timezone.now() + timedelta(seconds=timer.left)))


def _held(gathering: Gathering) -> Timer:
    return timer_of(Gathering.objects.select_for_update().get(pk=gathering.pk))
