"""The door of a gathering: locked and unlocked, under another code, and wide enough for those who came.

Whoever has a seat keeps it, whatever happens at the door. Verbs raise SessionIsArchived as those of `actions` do.
"""

from __future__ import annotations

from django.db import transaction

from gapsessions.gatherings.actions import hold_again, hold_code, release_code
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Stage
from gapsessions.sessions.archive import refuse_archived


class NobodyJoins(Exception):
    """The gathering has no door: it is closed, or its sheets are typed in."""


def lock(*, gathering: Gathering) -> bool:
    """Let nobody new in; False where it was locked already."""
    return _set_lock(gathering, locked=True)


def unlock(*, gathering: Gathering) -> bool:
    """Let people in again; False where it was open."""
    return _set_lock(gathering, locked=False)


@transaction.atomic
def give_new_code(*, gathering: Gathering) -> str:
    """Put another code on the door and let the old one rest; returns the old one, for `give_old_code_back`.

    Cards and links that carry the old code lead nowhere from now on. Raises NobodyJoins.
    """
    held = _with_door(gathering)
    old = held.code
    release_code(code=old)
    _put_on(gathering, hold_code())
    return old


@transaction.atomic
def give_old_code_back(*, gathering: Gathering, old: str) -> bool:
    """Undo `give_new_code`, as long as the old code still rests; False where it does not. Raises NobodyJoins."""
    held = _with_door(gathering)
    if held.code == old or not hold_again(old):
        return False
    release_code(code=held.code)
    _put_on(gathering, old)
    return True


def plan_for(*, gathering: Gathering, people: int | None) -> int | None:
    """Expect so many people, which is what the room holds but for a tenth more; returns what was planned before."""
    refuse_archived(gathering.session_id)
    before = gathering.planned_size
    Gathering.objects.filter(pk=gathering.pk).update(planned_size=people)
    gathering.planned_size = people
    return before


def _set_lock(gathering: Gathering, *, locked: bool) -> bool:
    refuse_archived(gathering.session_id)
    changed = Gathering.objects.filter(pk=gathering.pk, locked=not locked).update(locked=locked)
    gathering.locked = locked
    return bool(changed)


def _with_door(gathering: Gathering) -> Gathering:
    refuse_archived(gathering.session_id)
    held = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if not held.code or held.stage == Stage.CLOSED:
        raise NobodyJoins
    return held


def _put_on(gathering: Gathering, code: str) -> None:
    Gathering.objects.filter(pk=gathering.pk).update(code=code)
    gathering.code = code
