"""Writing a session as one file: every row that travels, read at one moment, in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from gapsessions.facilitation.session_file.container import FORMAT, VERSION, packed
from gapsessions.facilitation.session_file.parts import TRAVELLING, Part, parts_of
from gapsessions.facilitation.session_file.refusals import SessionIsBeingHeld
from gapsessions.facilitation.session_file.values import Column, written
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Stage
from gapsessions.sessions.models import GapSession
from gapsessions.storage.reading import reading
from gapsessions.themes.ballot.models import Ballot

MEDIA_TYPE = "application/gzip"
ENDING = ".gapsession"


def file_of(session: GapSession, *, contacts: bool = False) -> Iterator[bytes]:
    """Give the session's file in pieces; raises SessionIsBeingHeld before the first where a room is going on.

    All of it is one moment's state: the database is read in one go while others write on.
    """
    with reading():
        held = held_now(session)
        if held:
            raise SessionIsBeingHeld(held)
        yield from packed(_lines(session, contacts))


def held_now(session: GapSession) -> list[str]:
    """Names of gatherings in which people write or vote now."""
    writing = Gathering.objects.filter(session=session, stage__in=(Stage.WRITE.value, Stage.READ_BACK.value))
    voting = Ballot.objects.filter(gathering__session=session, closed=False).values("gathering")
    return sorted({*writing.values_list("name", flat=True)} | {*_names(session, voting)})


def file_name(session: GapSession, day: date | None = None) -> str:
    """What the file is called, in letters that every disk takes."""
    return f"{slugify(session.title)[:60] or 'session'}-{day or timezone.localdate()}{ENDING}"


def travelling(part: Part) -> list[Column]:
    """The columns of a part that travel, the row's key first."""
    columns = [column for column in part.model._meta.concrete_fields if _travels(column, part)]
    return sorted(columns, key=lambda column: not column.primary_key)


def _names(session: GapSession, voting: Any) -> list[str]:
    return list(Gathering.objects.filter(session=session, pk__in=voting).values_list("name", flat=True))


def _lines(session: GapSession, contacts: bool) -> Iterator[dict[str, Any] | list[Any]]:
    earlier = GapSession.objects.filter(later_waves=session.pk).values_list("code", flat=True).first()
    yield {
        "format": FORMAT,
        "version": VERSION,
        "title": session.title,
        "organisation": session.organisation.name,
        "wave_of": earlier,
        "contacts": contacts,
    }
    counts = {}
    for part in parts_of(contacts):
        columns = travelling(part)
        yield {"part": part.name, "columns": [column.attname for column in columns]}
        counts[part.name] = 0
        rows = part.rows_of(session).values_list(*(part.outside.get(each.attname, each.attname) for each in columns))
        for row in rows.iterator(chunk_size=part.at_a_time):
            yield [
                value if column.attname in part.outside else written(column, value)
                for column, value in zip(columns, row, strict=True)
            ]
            counts[part.name] += 1
    yield {"rows": counts}


def _travels(column: Column, part: Part) -> bool:
    """Secrets stay behind, and what points to rows that do: who did something, for instance."""
    if column.attname in part.blanked:
        return False
    return not column.is_relation or column.related_model.__name__ in TRAVELLING  # type: ignore[union-attr]
