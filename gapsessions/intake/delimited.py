"""CSV as spreadsheet programs of many countries write it: its encoding, its separator, its rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gapsessions.intake.grid import HEADER_WITHIN, Fits, Row, Table, header_place, table_of
from gapsessions.intake.refusals import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    too_long_cell,
    too_many_columns,
    too_many_rows,
    unclosed_quote,
    undecodable,
)

if TYPE_CHECKING:
    import _csv

    from charset_normalizer.models import CharsetMatches

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
NO_SEPARATOR = "\x1f"
"""Stands in for "one column only": the unit separator, which no keyboard types."""
_END = "\x1e"
"""A last row of our own: the record separator, which no keyboard types. What swallows it has an open quote."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_WINDOWS = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256"]
_GUESSABLE = [*_WINDOWS, "mac_roman", "cp932", "gb18030", "big5", "euc_kr"]
_SIGN_IN_WORD = re.compile(r"[^\W\d_][³¹¿¯£¥][^\W\d_]")
"""Polish read as Western European: "po³¹czenie"."""
_SEP_LINE = re.compile(r'\A"?sep=(.)"?(?:\r\n|\r|\n)', re.IGNORECASE)


def read_delimited(data: bytes, name: str, fits: Fits) -> Table:
    """Read delimited text; raises TableRefused as ``tables.read_table`` says."""
    text, encoding, notices = _decoded(data, name)
    said = _SEP_LINE.match(text)
    if said:
        # Excel reads this first line as an instruction and does not count it as a row, so neither is it here.
        text = text[said.end() :]
    separator = said[1] if said and said[1] in SEPARATORS else _separator(text, fits)
    rows = _rows(text, separator, name, 2 if said else 1)
    source = f"{encoding}, {SEPARATORS.get(separator, 'one column')}"
    return table_of(rows, name, fits, source, notices)


def _decoded(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    """The text, the name of its encoding, and a notice where the encoding had to be guessed."""
    for mark, codec, label in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(codec).removeprefix("\ufeff"), label, ()
            except UnicodeDecodeError:
                raise undecodable(name) from None
    sample = data[:4096]
    if sample.count(0) > len(sample) // 4:
        # Every second byte of Latin text in UTF-16 is zero; which half tells the byte order.
        codec = "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
        try:
            return data.decode(codec), "UTF-16", ()
        except UnicodeDecodeError:
            raise undecodable(name) from None
    try:
        return data.decode("utf-8"), "UTF-8", ()
    except UnicodeDecodeError:
        return _guessed(data, name)


def _guessed(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    # Needed only for files that are not Unicode, which are rare, and slow to load.
    from charset_normalizer import from_bytes

    telling = b"\n".join(line for line in data.splitlines() if not line.isascii())[:65_536]
    codec = _codec(from_bytes(telling, cp_isolation=_GUESSABLE))
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        # The guess was made on a sample. Five bytes mean nothing in Windows-1252: they become visible marks.
        text, codec = data.decode("cp1252", errors="replace"), "cp1252"
    label = codec.replace("cp125", "Windows-125")
    sentence = _("%(name)s is not in Unicode and was read as %(encoding)s. Please check the accents.")
    return text, label, (sentence % {"name": name, "encoding": label},)


def _codec(matches: CharsetMatches) -> str:
    """The likeliest encoding, Western European unless something speaks against it.

    English and Spanish notes hold so few special letters that Central European looks as good, or better.
    """
    best = matches.best()
    found = {match.encoding: match for match in matches}
    western = found.get("cp1252")
    if western is not None and "cp1250" in found and _SIGN_IN_WORD.search(str(western)):
        return "cp1250"
    if best is None or "cp1252" in best.could_be_from_charset:
        return "cp1252"
    if western is None or best.encoding not in {"cp1250", "mac_roman"}:
        return best.encoding
    alike = western.chaos <= best.chaos and western.language == best.language
    return "cp1252" if alike else best.encoding


def _separator(text: str, fits: Fits) -> str:
    """The separator under which a header fits; where several do, the one that cuts the top most evenly."""
    top = text[:65_536]
    found: list[tuple[bool, int, int, str]] = []
    for order, separator in enumerate(SEPARATORS):
        rows = _top_rows(top, separator)
        place = header_place(rows, fits)
        if place is None:
            # Nothing but blanks and this separator.
            return separator
        header = rows[place].cells
        body = rows[place + 1 :]
        even = sum(len(row.cells) == len(header) for row in body)
        if len(header) > 1:
            evenness = even * 1000 // max(1, len(body)) * min(len(header), 8)
            found.append((fits(header), evenness, -order, separator))
    return max(found)[3] if found else NO_SEPARATOR


def _top_rows(text: str, separator: str) -> list[Row]:
    rows: list[Row] = []
    try:
        for number, cells in enumerate(_reader(text, separator), 1):
            if any(cells):
                rows.append(Row(number, tuple(cells)))
            if len(rows) > HEADER_WITHIN + 20:
                break
    except csv.Error:
        # A cell longer than allowed, or the cut at the end of the sample: what was read so far will do.
        pass
    return rows


def _reader(text: str, separator: str) -> _csv.Reader:
    """Parse as Excel writes. ``a, b, c`` with blanks after every separator of the first line is unpadded."""
    first = text.partition("\n")[0]
    padded = first.count(separator) > 0 and first.count(separator) == first.count(separator + " ")
    # StringIO with newline="" leaves line ends inside quotes alone and knows no others than \r and \n.
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=padded)


def _rows(text: str, separator: str, name: str, first_line: int) -> list[Row]:
    rows: list[Row] = []
    number = 0
    reader = _reader(f"{text}\n{_END}", separator)
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return rows
        except csv.Error:
            raise too_long_cell(name, number) from None
        if cells == [_END]:
            return rows
        if cells and cells[-1].endswith(f"\n{_END}"):
            opened = reader.line_num - 1 - cells[-1].count("\n")
            raise unclosed_quote(name, first_line + opened)
        if not any(cells):
            continue
        if max(map(len, cells)) > MAX_CELL:
            raise too_long_cell(name, number)
        while len(cells) > MAX_COLUMNS and not cells[-1].strip():
            cells.pop()
        if len(cells) > MAX_COLUMNS * 2:
            raise too_many_columns(name)
        if len(rows) > MAX_ROWS:
            raise too_many_rows(name)
        rows.append(Row(number, tuple(cells)))
