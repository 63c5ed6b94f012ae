"""Tables of a gathering: added, named, taken out and put back; seats come with the phones.

Every verb raises SessionIsArchived where the session is in the archive, and then changes nothing.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings import topics
from gapsessions.gatherings.models import Gathering
from gapsessions.live.channels import publish
from gapsessions.live.events import Event
from gapsessions.method.cleaning import typed_line
from gapsessions.sessions.archive import refuse_archived

LONGEST_NAME = 80
MOST_TABLES = 200


class NameIsTaken(Exception):
    """Another table of the room has this name."""


class NameIsBlank(Exception):
    """The name has nothing to read."""


class TooManyTables(Exception):
    """The room has as many tables as a gathering can hold."""


@transaction.atomic
def add_breakouts(*, gathering: Gathering, names: list[str]) -> list[Breakout]:
    """Add tables under these names; raises NameIsTaken, NameIsBlank or TooManyTables, and then adds none."""
    _hold(gathering)
    standing = _names(gathering)
    if len(standing) + len(names) > MOST_TABLES:
        raise TooManyTables
    added = []
    for raw in names:
        name = _readable(raw)
        if name.casefold() in standing:
            raise NameIsTaken
        standing.add(name.casefold())
        added.append(Breakout.objects.create(gathering=gathering, name=name))
    return added


@transaction.atomic
def rename_breakout(*, breakout: Breakout, name: str) -> Breakout:
    """Give a table another name; its sheet stays its own."""
    _hold(breakout.gathering)
    wanted = _readable(name)
    if wanted.casefold() in _names(breakout.gathering, but=breakout):
        raise NameIsTaken
    Breakout.objects.filter(pk=breakout.pk).update(name=wanted)
    breakout.name = wanted
    return breakout


@transaction.atomic
def take_out(*, breakout: Breakout) -> None:
    """Take a table out of the room; its sheet is a later step's business."""
    _hold(breakout.gathering)
    Breakout.objects.filter(pk=breakout.pk).update(removed_at=timezone.now())
    # Whoever sits there keeps the seat without a table; the phones ask what became of them.
    publish(topics.table(breakout.key), Event.of("moved", table="", name=""))


@transaction.atomic
def put_back(*, breakout: Breakout) -> None:
    """Undo `take_out`; where its name has been given away meanwhile, it comes back with a number."""
    _hold(breakout.gathering)
    taken = _names(breakout.gathering, but=breakout)
    name, number = breakout.name, 2
    while name.casefold() in taken:
        name, number = f"{breakout.name[: LONGEST_NAME - 4]} {number}", number + 1
    Breakout.everything.filter(pk=breakout.pk).update(removed_at=None, name=name)
    publish(topics.room(breakout.gathering.key), Event.of("moved", table="", name=""))


def free_names(gathering: Gathering, wanted: int, pattern: str) -> list[str]:
    """Names for so many new tables: ``pattern`` with the next numbers that are free, such as "Table %d"."""
    taken, names, number = _names(gathering), [], 1
    while len(names) < wanted:
        name = pattern % number
        if name.casefold() not in taken:
            names.append(name)
        number += 1
    return names


def _hold(gathering: Gathering) -> None:
    refuse_archived(gathering.session_id)
    Gathering.objects.select_for_update().get(pk=gathering.pk)


def _names(gathering: Gathering, but: Breakout | None = None) -> set[str]:
    others = Breakout.objects.filter(gathering=gathering).exclude(pk=but.pk if but else None)
    return {name.casefold() for name in others.values_list("name", flat=True)}


def _readable(raw: str) -> str:
    name = typed_line(raw, LONGEST_NAME)
    if not name:
        raise NameIsBlank
    return name
