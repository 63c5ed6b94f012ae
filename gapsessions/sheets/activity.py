"""Which tables are writing: what the desk sees of it is counts and half minutes, kept in memory only.

Nothing here reaches the database: a time beside a table's notes would be a step towards who wrote them.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import partial

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count

from gapsessions.gatherings import topics
from gapsessions.live.channels import publish
from gapsessions.live.events import Event
from gapsessions.live.tick import every_second
from gapsessions.method.vocabulary import Style
from gapsessions.sheets.models import Answer

GRAIN = 30
"""Seconds to which the last activity of a table is rounded down."""
REMEMBERED = 6 * 3600
STEP = 5
"""Figures of an open link advance in steps of five, so that none tells of a single person."""

Hearer = Callable[[Collection[str]], object]
_hearers: list[Hearer] = []
_stirred: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
_guard = threading.Lock()
_told: dict[str, int] = {}
MOST_TOLD = 5000


def stir(gathering: str, table: str, question: str) -> None:
    """Note, once the transaction has committed, that a sheet's notes changed; "" stands for own sheets, and for none
    of the questions."""
    transaction.on_commit(partial(_mark, gathering, table, question), robust=True)


def _mark(gathering: str, table: str, question: str) -> None:
    with _guard:
        _stirred[gathering].add((table, question))
    half_minute = int(time.time()) // GRAIN * GRAIN
    if table and _told.get(table) != half_minute:
        if len(_told) > MOST_TOLD:
            _told.clear()
        _told[table] = half_minute
        cache.set(f"active:{table}", half_minute, REMEMBERED)


def hear_stirs(hearer: Hearer) -> Hearer:
    """Have `hearer` called with the keys of the gatherings in which something stirred, at most once a second.

    Usable as a decorator, for steps that sheets do not know. It runs in the thread of the tick: it must cost little.
    """
    if hearer not in _hearers:
        _hearers.append(hearer)
    return hearer


def last_active(tables: Iterable[str]) -> dict[str, int]:
    """When each table last did something, in seconds since 1970 rounded down to half a minute, by breakout key."""
    found = cache.get_many([f"active:{table}" for table in tables])
    return {place.partition(":")[2]: moment for place, moment in found.items()}


@every_second
def tell_desks() -> None:
    """Tell the control rooms how many notes stand where something stirred: one event a room, one query."""
    with _guard:
        stirred, rooms = dict(_stirred), list(_stirred)
        _stirred.clear()
    for gathering in rooms:
        publish(topics.desk(gathering), Event.of("desk", counts=_counts(gathering, stirred[gathering])))
    for hearer in _hearers if rooms else ():
        hearer(rooms)


def forget() -> None:
    """Forget what stirred in this process, as a new one does."""
    with _guard:
        _stirred.clear()
        _told.clear()


def _counts(gathering: str, stirred: set[tuple[str, str]]) -> list[dict[str, object]]:
    rows = Answer.objects.filter(sheet__gathering__key=gathering, sheet__removed=False, struck_out=False)
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    styles: set[str] = set()
    grouped = rows.values_list("sheet__breakout__key", "question", "sheet__gathering__style").annotate(n=Count("pk"))
    for table, question, style, n in grouped:
        counts[table or "", question] += n
        styles.add(style)
    step = STEP if Style.OPEN_LINK in styles else 1
    active = last_active({table for table, _question in stirred if table})
    return [
        {
            "table": table,
            "question": question,
            "count": counts[table, question] // step * step,
            "active": active.get(table),
        }
        for table, question in sorted(stirred)
        if question
    ] + [{"table": table, "active": active.get(table)} for table, question in sorted(stirred) if not question]
