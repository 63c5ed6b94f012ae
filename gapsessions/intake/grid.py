"""Rows and columns as they stand in a spreadsheet, before anybody asks what they mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from gapsessions.intake.refusals import MAX_COLUMNS, empty, too_many_columns

HEADER_WITHIN = 10
"""A header is looked for in this many filled rows: people put a title above their table."""


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row. ``number`` is the row's number as a spreadsheet program shows it, the header's being 1
    or more; ``cells`` are as many as the table has columns.

    ``formulas`` are places (0-based) of cells that hold a formula: their text is whatever was computed last.
    ``surplus`` are texts that stand to the right of the last column, where no header names them.
    """

    number: int
    cells: tuple[str, ...] = field(repr=False)
    formulas: frozenset[int] = frozenset()
    surplus: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: the header's texts in their order, and the filled rows below it.

    ``source`` tells how it was read, such as "UTF-16, tab"; ``notices`` are sentences worth showing.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int = 1
    source: str = ""
    notices: tuple[str, ...] = ()


Fits = Callable[[tuple[str, ...]], bool]
"""Tells whether a row of texts is the header somebody looks for."""


def any_header(texts: tuple[str, ...]) -> bool:
    """The header nobody looks for in particular: the first filled row will do."""
    return any(texts)


def table_of(rows: list[Row], name: str, fits: Fits, source: str, notices: tuple[str, ...] = ()) -> Table:
    """Split filled rows, each with as many cells as it happened to have, into header and body."""
    place = header_place(rows, fits)
    if place is None:
        raise empty(name)
    header = rows[place]
    columns = tuple(printable(text) for text in header.cells)
    while columns and not columns[-1]:
        columns = columns[:-1]
    width = len(columns)
    if width > MAX_COLUMNS:
        raise too_many_columns(name)
    body = tuple(_squared(row, width) for row in rows[place + 1 :])
    return Table(columns, body, header.number, source, notices)


def header_place(rows: list[Row], fits: Fits) -> int | None:
    """Index of the header among filled rows: the first fitting one near the top, otherwise the first."""
    for place, row in enumerate(rows[:HEADER_WITHIN]):
        if fits(row.cells):
            return place
    return 0 if rows else None


def printable(text: str) -> str:
    """A header or a sheet's title on one line, without anything that could command a terminal."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _squared(row: Row, width: int) -> Row:
    cells = row.cells
    if len(cells) < width:
        return Row(row.number, cells + ("",) * (width - len(cells)), row.formulas)
    surplus = tuple(text for text in cells[width:] if text.strip())
    return Row(row.number, cells[:width], row.formulas, surplus)
