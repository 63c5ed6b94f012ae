"""A spreadsheet as people bring it to the exercise, CSV or XLSX, read into columns and numbered rows.

Everything that comes from outside passes here first, so this is where size, encoding and kind of a file are
judged; what the columns mean is judged in ``columns`` and ``rows``.
"""

from __future__ import annotations

from gapsessions.intake.delimited import read_delimited
from gapsessions.intake.grid import Fits, Row, Table, any_header
from gapsessions.intake.refusals import (
    MAX_BYTES,
    TableRefused,
    empty,
    locked,
    other_kind,
    other_spreadsheet,
    too_big,
)
from gapsessions.intake.workbook import read_workbook

__all__ = ["Row", "Table", "TableRefused", "read_table"]

_KINDS = {b"%PDF": "PDF", b"{\\rtf": "RTF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF"}
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of both an old .xls file and a password-protected .xlsx file."""
_MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table")


def read_table(data: bytes, name: str, *, fits: Fits = any_header) -> Table:
    """Read a CSV or XLSX file by what it holds, whatever its name ends in.

    ``name`` appears in sentences only. ``fits`` picks the sheet and the header row where there is a choice
    (the first fitting row among the first ten filled ones of each visible sheet, otherwise the first filled
    row of all), and the separator of a CSV file. Raises TableRefused for files that are empty, too large,
    encrypted, damaged, of another kind, or built to exhaust the reader.
    """
    if len(data) > MAX_BYTES:
        raise too_big(name)
    _refuse_other_kinds(data, name)
    if data.startswith(b"PK"):
        return read_workbook(data, name, fits)
    return read_delimited(data, name, fits)


def _refuse_other_kinds(data: bytes, name: str) -> None:
    """Say in a sentence what to do with the kinds of files people bring by mistake."""
    start = data[:512].lstrip()
    if not start and not data.strip():
        raise empty(name)
    if data.startswith(_COMPOUND):
        # The protected kind names its stream, in UTF-16, in the container's directory.
        raise (locked(name) if "EncryptedPackage".encode("utf-16-le") in data else other_spreadsheet(name, ".xls"))
    for magic, kind in _KINDS.items():
        if data.startswith(magic):
            raise other_kind(name, kind)
    if start.startswith(b"<") and any(mark in start.lower() for mark in _MARKUP):
        raise other_kind(name, "HTML, XML")
