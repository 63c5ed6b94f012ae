"""The cells of an XLSX file: which sheet, which strings, which numbers are dates, which cells are formulas.

openpyxl writes our workbooks; foreign ones are read here, on the bounded streams of ``parts`` (a decision
note tells why).
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from xml.etree.ElementTree import Element, ParseError  # noqa: S405 - types only; parsing is defusedxml's

from django.utils.translation import gettext as _

from gapsessions.intake.grid import HEADER_WITHIN, Fits, Row, Table, header_place, printable, table_of
from gapsessions.intake.parts import Parts, check_directory, check_parts, local
from gapsessions.intake.refusals import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    TableRefused,
    damaged,
    empty,
    too_long_cell,
    too_many_columns,
    too_many_rows,
    too_many_sheets,
)

_ESCAPED = re.compile(r"_x(00(?:0[0-9A-Fa-f]|1[0-9A-Fa-f]|7[Ff]))_")
"""How the format writes control characters, which XML cannot hold."""
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
    NotImplementedError,  # a compression that Python does not know
    RuntimeError,
    EOFError,
    LookupError,  # a part, a string or an encoding that is not there
    ValueError,  # also every refusal of defusedxml: DTD, entities, references to outside
    OverflowError,
    OSError,
)


def read_workbook(data: bytes, name: str, fits: Fits) -> Table:
    """Read the fitting visible sheet of an XLSX file; raises TableRefused as ``tables.read_table`` says."""
    check_directory(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_parts(archive, name)
            return _Workbook(Parts(archive, name)).table(fits)
    except TableRefused:
        raise
    except _UNREADABLE:
        # Without the cause: parsers quote what they could not read, and answers belong in no traceback.
        raise damaged(name) from None


class _Workbook:
    """One workbook, its strings and styles opened when the first cell needs them."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._name = parts, parts.name
        self._strings_part = self._styles_part = ""
        self._strings: list[str] | None = None
        self._dates: frozenset[int] | None = None
        self._epoch_1904 = False

    def table(self, fits: Fits) -> Table:
        """The first visible sheet with a fitting header near its top, otherwise the first that is filled."""
        sheets = self._visible_sheets()
        if len(sheets) > MAX_SHEETS:
            raise too_many_sheets(self._name)
        filled: list[tuple[str, str]] = []
        fitting: list[tuple[str, str]] = []
        for title, part in sheets:
            top = list(islice(self._rows(part), HEADER_WITHIN))
            place = header_place(top, fits)
            if place is None:
                continue
            filled.append((title, part))
            if fits(top[place].cells):
                fitting.append((title, part))
        if not filled:
            raise empty(self._name)
        (title, part), *left = fitting or filled
        others = ", ".join(other for other, _part in left)
        sentence = _("Only the sheet “%(sheet)s” was read, not: %(others)s.") % {
            "sheet": title,
            "others": others,
        }
        notices = (sentence,) if others else ()
        return table_of(list(self._rows(part)), self._name, fits, f"XLSX, {title}", notices)

    def _visible_sheets(self) -> list[tuple[str, str]]:
        """Name and part of every sheet of cells that is not hidden."""
        start = self._relations("_rels/.rels", "")
        book = next((target for kind, target in start.values() if kind == "officeDocument"), "xl/workbook.xml")
        folder, base = posixpath.split(book)
        targets = self._relations(f"{folder}/_rels/{base}.rels", folder)
        parts = dict(targets.values())
        self._strings_part, self._styles_part = parts.get("sharedStrings", ""), parts.get("styles", "")
        sheets: list[tuple[str, str]] = []
        for element in self._parts.elements(book, frozenset({"sheet", "workbookPr"})):
            if local(element.tag) == "workbookPr":
                self._epoch_1904 = element.get("date1904", "0") in {"1", "true"}
            elif element.get("state", "visible") == "visible":
                ident = next((value for key, value in element.items() if key.endswith("}id")), "")
                kind, target = targets.get(ident, ("", ""))
                if kind == "worksheet":
                    sheets.append((printable(element.get("name", "")), target))
        return sheets

    def _relations(self, part: str, folder: str) -> dict[str, tuple[str, str]]:
        """Id -> (last word of the relation's type, path inside the zip); links to outside are left out."""
        found: dict[str, tuple[str, str]] = {}
        for element in self._parts.elements(part, frozenset({"Relationship"})):
            target = element.get("Target", "")
            if element.get("TargetMode") == "External":
                continue
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], path)
        return found

    def _rows(self, part: str) -> Iterator[Row]:
        """Filled rows of one sheet, numbered as the spreadsheet program numbers them."""
        number = filled = 0
        for element in self._parts.elements(part, frozenset({"row"})):
            number = int(element.get("r", number + 1))
            row = self._row(number, element)
            if row is None:
                continue
            filled += 1
            if filled > MAX_ROWS + HEADER_WITHIN:
                raise too_many_rows(self._name)
            yield row

    def _row(self, number: int, element: Element) -> Row | None:
        cells: list[str] = []
        formulas: set[int] = set()
        column = -1
        for cell in element:
            column = _column(cell.get("r"), column + 1)
            text, formula = self._cell(cell, number)
            if not text and not formula:
                continue
            if column >= MAX_COLUMNS:
                raise too_many_columns(self._name)
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = text
            if formula:
                formulas.add(column)
        return Row(number, tuple(cells), frozenset(formulas)) if cells else None

    def _cell(self, cell: Element, row: int) -> tuple[str, bool]:
        """Text of a cell, and whether it is a formula (its text then is what was computed last)."""
        kind = cell.get("t", "n")
        text, formula = "", False
        for child in cell:
            name = local(child.tag)
            if name == "v":
                text = child.text or ""
            elif name == "f":
                formula = True
            elif name == "is":
                text = _string(child)
        if kind == "s" and text:
            text = self._shared()[int(text)]
        elif kind == "b" and text:
            text = "TRUE" if text == "1" else "FALSE"
        elif kind == "n" and text:
            text = self._number(text, int(cell.get("s", 0)))
        if len(text) > MAX_CELL:
            raise too_long_cell(self._name, row)
        return _ESCAPED.sub(_unescaped, text) if "_x00" in text else text, formula

    def _shared(self) -> list[str]:
        if self._strings is None:
            found = self._parts.elements(self._strings_part, frozenset({"si"}))
            self._strings = [_string(element) for element in found]
        return self._strings

    def _number(self, value: str, style: int) -> str:
        """A number as people read it: 3 for 3.0, a date where the cell is formatted as one."""
        if style and style in self._date_styles():
            from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

            epoch = CALENDAR_MAC_1904 if self._epoch_1904 else CALENDAR_WINDOWS_1900
            return str(from_excel(float(value), epoch)).removesuffix(" 00:00:00")
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)

    def _date_styles(self) -> frozenset[int]:
        """Places of the cell styles that show a number as a date."""
        if self._dates is None:
            # Only workbooks with styled numbers come here; openpyxl takes a tenth of a second to load.
            from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

            formats: dict[int, str] = dict(BUILTIN_FORMATS)
            dates: set[int] = set()
            for element in self._parts.elements(self._styles_part, frozenset({"numFmts", "cellXfs"})):
                if local(element.tag) == "numFmts":
                    formats |= {int(one.get("numFmtId", 0)): one.get("formatCode", "") for one in element}
                    continue
                for place, style in enumerate(element):
                    if is_date_format(formats.get(int(style.get("numFmtId", 0)))):
                        dates.add(place)
            self._dates = frozenset(dates)
        return self._dates


def _string(element: Element) -> str:
    """Text of a shared or inline string: plain, or in runs; phonetic readings above the text are left out."""
    pieces: list[str] = []
    for child in element:
        name = local(child.tag)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces.extend(grand.text or "" for grand in child if local(grand.tag) == "t")
    return "".join(pieces)


def _column(reference: str | None, fallback: int) -> int:
    """0-based column of a cell such as "D7"; cells without a reference follow each other."""
    if not reference:
        return fallback
    column = 0
    for letter in reference[:4]:
        if not letter.isalpha():
            break
        column = column * 26 + ord(letter.upper()) - 64
    return column - 1


def _unescaped(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return "\n" if character == "\r" else character
