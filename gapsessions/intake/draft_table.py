"""The rows of an uploaded file as they wait in the database, and as they read once people mended them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gapsessions.intake.grid import Row, Table
from gapsessions.intake.meanings import says_nothing
from gapsessions.intake.words import Column

SURPLUS = "surplus"
"""Stands among a row's mended cells where somebody said that the cells beyond the last column may go."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a person did to a file: ``cells`` by row number and column, rows ``left_out``, ``columns`` by place.

    ``columns`` is None until somebody says which column is which.
    """

    cells: Mapping[int, Mapping[str, str]] = field(default_factory=dict, repr=False)
    left_out: frozenset[int] = frozenset()
    columns: Mapping[Column, int] | None = None

    def as_json(self) -> dict[str, Any]:
        """As the draft's field holds it."""
        columns = None if self.columns is None else {column.value: place for column, place in self.columns.items()}
        return {
            "cells": {str(row): dict(cells) for row, cells in self.cells.items()},
            "left_out": sorted(self.left_out),
            "columns": columns,
        }

    def with_cells(self, mended: Mapping[int, Mapping[str, str]]) -> dict[int, dict[str, str]]:
        """The mended cells, these added; a row's later mending wins, cell by cell."""
        cells = {row: dict(known) for row, known in self.cells.items()}
        for row, texts in mended.items():
            cells[row] = cells.get(row, {}) | dict(texts)
        return cells


def changes_of(stored: Mapping[str, Any]) -> Changes:
    """From the draft's field."""
    columns = stored.get("columns")
    return Changes(
        cells={int(row): cells for row, cells in stored.get("cells", {}).items()},
        left_out=frozenset(stored.get("left_out", ())),
        columns=None if columns is None else {Column(name): place for name, place in columns.items()},
    )


def pack(table: Table) -> bytes:
    """The table in few bytes, a line per row: 30,000 answers take about 1.3 MB."""
    numbers = [row.number for row in table.rows]
    lines = [_line([table.columns, table.header_row, table.source, table.notices, numbers])]
    lines += [
        _line([row.cells, *([sorted(row.formulas), row.surplus] if row.formulas or row.surplus else [])])
        for row in table.rows
    ]
    return zlib.compress("\n".join(lines).encode(), 1)


def _line(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


class StoredTable:
    """A packed table, of which single rows can be read without reading them all: a page shows a hundred."""

    def __init__(self, packed: bytes) -> None:
        head, *self._lines = zlib.decompress(packed).decode().split("\n")
        columns, self.header_row, self._source, self._notices, self.numbers = json.loads(head)
        self.columns: tuple[str, ...] = tuple(columns)
        self._places = {number: place for place, number in enumerate(self.numbers)}

    def rows(self, numbers: Iterable[int]) -> list[Row]:
        """The rows with these numbers, in this order; numbers that are not there are left out."""
        wanted = [(number, self._places[number]) for number in numbers if number in self._places]
        return [_row(number, *json.loads(self._lines[place])) for number, place in wanted]

    def table(self) -> Table:
        """All of it."""
        rows = tuple(self.rows(self.numbers))
        return Table(self.columns, rows, self.header_row, self._source, tuple(self._notices))


def unpack(packed: bytes) -> Table:
    """The table again."""
    return StoredTable(packed).table()


def _row(number: int, cells: list[str], formulas: list[int] | None = None, surplus: list[str] | None = None) -> Row:
    return Row(number, tuple(cells), frozenset(formulas or ()), tuple(surplus or ()))


def is_filled(row: Row, places: Mapping[Column, int]) -> bool:
    """Whether a row says anything in a known column; others are passed over, as in every spreadsheet.

    A row whose answer is "-" says nothing either, whoever it is said to come from.
    """
    if is_silent(row, places):
        return False
    return bool(row.formulas) or any(row.cells[place].strip() for place in places.values())


def is_silent(row: Row, places: Mapping[Column, int]) -> bool:
    """Whether the row's answer is a mark that stands for nothing."""
    place = places.get(Column.TEXT)
    return place is not None and place not in row.formulas and says_nothing(row.cells[place])


def mended(row: Row, cells: Mapping[str, str], places: Mapping[Column, int]) -> Row:
    """The row with its mended cells; what a person typed or confirmed is no formula any more."""
    texts, formulas = list(row.cells), set(row.formulas)
    for name, text in cells.items():
        place = places.get(Column(name)) if name != SURPLUS else None
        if place is not None:
            texts[place] = text
            formulas.discard(place)
    return Row(row.number, tuple(texts), frozenset(formulas), () if SURPLUS in cells else row.surplus)


def table_to_save(table: Table, changes: Changes, places: Mapping[Column, int]) -> Table:
    """The table as it would be saved: mended, without the rows that are left out."""
    rows = tuple(
        mended(row, changes.cells[row.number], places) if row.number in changes.cells else row
        for row in table.rows
        if row.number not in changes.left_out
    )
    return Table(table.columns, rows, table.header_row, table.source, table.notices)
