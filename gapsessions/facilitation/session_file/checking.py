"""The first look at a file, before anything is written: is it whole, does every row fit, which codes are taken?"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.db import models

from gapsessions.disparity.codec import SnapshotIsUnreadable, decode
from gapsessions.facilitation.session_file import refusals
from gapsessions.facilitation.session_file.container import FORMAT, VERSION, Unpacked
from gapsessions.facilitation.session_file.parts import SESSION, Part, parts_of
from gapsessions.facilitation.session_file.values import Column, read
from gapsessions.facilitation.session_file.writing import travelling
from gapsessions.method.vocabulary import Stage
from gapsessions.themes.proposed import from_json

LARGEST_SNAPSHOT = 256 << 20
Row = dict[str, Any]


@dataclass
class Checked:
    """A file that may be taken in, with what of its codes and ids is taken here already."""

    file: BinaryIO
    title: str = ""
    wave_of: str = ""
    digest: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    """Codes that stand on other rows here; they get new ones."""
    ids_taken: bool = False
    """Rows of people have random ids. If one is here already, all get new ones."""

    def rows(self) -> Iterator[tuple[Part, Row]]:
        """The rows of the file, read strictly, in the order in which they can be written."""
        yield from _rows(Unpacked(self.file), self)


def check(file: BinaryIO) -> Checked:
    """Read a file from beginning to end without changing anything; raises FileRefused."""
    found, unpacked = Checked(file), Unpacked(file)
    waiting: dict[str, list[Row]] = {}
    for part, row in _rows(unpacked, found):
        _look_into(part, row)
        rows = waiting.setdefault(part.name, [])
        rows.append({column.attname: row[column.attname] for column in _unique_of(part) if column.attname in row})
        if len(rows) >= part.at_a_time:
            _find_taken(part, waiting.pop(part.name), found)
    for part in parts_of(contacts=True):
        _find_taken(part, waiting.get(part.name, []), found)
    found.digest = unpacked.digest
    if found.counts.get(SESSION.name) != 1:
        raise refusals.damaged()
    return found


def _rows(lines: Unpacked, found: Checked) -> Iterator[tuple[Part, Row]]:
    stream = iter(lines)
    _read_head(next(stream, None), found)
    parts = list(parts_of(contacts=True))
    counts: dict[str, int] = {}
    part, columns, said = None, [], None
    for line in stream:
        if said is not None:
            raise refusals.damaged()
        if isinstance(line, list):
            if part is None or len(line) != len(columns):
                raise refusals.damaged()
            counts[part.name] += 1
            yield part, _row(part, columns, line)
        elif set(line) == {"part", "columns"}:
            part = _next_part(parts, line["part"])
            columns = _columns(part, line["columns"])
            counts[part.name] = 0
        elif set(line) == {"rows"}:
            said = line["rows"]
        else:
            raise refusals.too_new()
    if said != counts:
        raise refusals.damaged()
    found.counts = counts


def _read_head(head: object, found: Checked) -> None:
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise refusals.not_one()
    if head.get("version") != VERSION:
        raise refusals.too_new()
    found.title, found.wave_of = (str(head.get(name) or "") for name in ("title", "wave_of"))


def _next_part(parts: list[Part], name: object) -> Part:
    """The part of that name; parts come in order, and one from before may be missing in a file of an older version."""
    while parts:
        part = parts.pop(0)
        if part.name == name:
            return part
    raise refusals.too_new()


def _columns(part: Part, names: object) -> list[Column]:
    known = {column.attname: column for column in travelling(part)}
    if not isinstance(names, list) or len(set(map(str, names))) != len(names):
        raise refusals.damaged()
    if any(name not in known for name in map(str, names)):
        raise refusals.too_new()
    if part.model._meta.pk.attname not in names:
        raise refusals.damaged()
    return [known[name] for name in names]


def _row(part: Part, columns: list[Column], line: list[Any]) -> Row:
    row: Row = {}
    for column, value in zip(columns, line, strict=True):
        if column.attname in part.outside:
            row[column.attname] = value if isinstance(value, str) else ""
        else:
            row[column.attname] = read(column, value)
    return row


def _unique_of(part: Part) -> list[Column]:
    """Columns with codes or random ids that may be taken on this installation."""
    return [
        column
        for column in part.model._meta.concrete_fields
        if column.unique and not column.is_relation and isinstance(column, models.CharField | models.UUIDField)
    ]


def _find_taken(part: Part, rows: list[Row], found: Checked) -> None:
    for column in _unique_of(part):
        values = {row[column.attname] for row in rows if column.attname in row}
        if not values or (found.ids_taken and isinstance(column, models.UUIDField)):
            continue
        here = part.model._base_manager.filter(**{f"{column.attname}__in": values})
        taken = set(here.values_list(column.attname, flat=True))
        if isinstance(column, models.UUIDField):
            found.ids_taken = found.ids_taken or bool(taken)
        else:
            found.taken |= taken


def _look_into(part: Part, row: Row) -> None:
    """What no single column can know: that bytes are what their digest says, and that nothing is half done."""
    try:
        fits = _FITS.get(part.name, lambda _row: True)(row)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, SnapshotIsUnreadable, zlib.error):
        raise refusals.damaged() from None
    if not fits:
        raise refusals.damaged()


def _lines_of_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _snapshot_fits(row: Row) -> bool:
    unpacker = zlib.decompressobj()
    payload = unpacker.decompress(row["payload"], LARGEST_SNAPSHOT)
    if not unpacker.eof or hashlib.sha256(payload).hexdigest() != row["sha256"]:
        return False
    decode(payload)
    return True


def _report_file_fits(row: Row) -> bool:
    data = row["data"]
    return len(data) == row["size"] and hashlib.sha256(data).hexdigest() == row["sha256"]


def _proposal_fits(row: Row) -> bool:
    if not row["result"]:
        return True
    proposed = from_json(row["result"])
    count, themes = len(proposed.answers), len(proposed.themes)
    along = (proposed.labels, proposed.confidence, proposed.reasons)
    return all(len(each) == count for each in along) and all(-1 <= label < themes for label in proposed.labels)


def _published_fits(row: Row) -> bool:
    published = row["published"]
    items = published.get("items", [])
    return all(isinstance(item.get(name, ""), str) for item in items for name in ("said", "did", "quote"))


_FITS = {
    "GapSession": lambda row: _lines_of_words(row.get("segments", [])),
    "Gathering": lambda row: (
        _lines_of_words(row.get("mix_by", [])) and row.get("stage") in (Stage.LOBBY.value, Stage.CLOSED.value)
    ),
    "Ballot": lambda row: row["closed"],
    "Proposal": _proposal_fits,
    "Snapshot": _snapshot_fits,
    "ReportFile": _report_file_fits,
    "SaidPage": _published_fits,
}
