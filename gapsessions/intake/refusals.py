"""Why a file as a whole cannot be read: one exception, its sentences, and the limits they speak of."""

from __future__ import annotations

from django.utils.translation import gettext as _

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 100
MAX_SHEETS = 50
MAX_CELL = 32_767
"""Excel's own limit for the characters of one cell."""


class TableRefused(ValueError):
    """The file as a whole cannot be read; the message is a sentence for the person who brought it."""


def empty(name: str) -> TableRefused:
    """Nothing in it at all, or nothing but blanks."""
    return TableRefused(_("%(name)s holds no rows. Is it the right file?") % {"name": name})


def too_big(name: str) -> TableRefused:
    """More bytes than are looked at."""
    sentence = _("%(name)s is larger than %(limit)d MB. Please split it, or leave out pictures and other sheets.")
    return TableRefused(sentence % {"name": name, "limit": MAX_BYTES // 1024**2})


def swollen(name: str) -> TableRefused:
    """Small as a file and huge once unpacked: a zip bomb, or a sheet formatted down to the last row."""
    sentence = _(
        "%(name)s is far larger inside than it looks and was not read. Please copy the answers into a new"
        " workbook and save that."
    )
    return TableRefused(sentence % {"name": name})


def damaged(name: str) -> TableRefused:
    """Starts like a workbook but cannot be followed to its cells, or holds what no workbook holds (a DTD)."""
    sentence = _("%(name)s is damaged or not a real workbook. Please save it again as .xlsx or CSV, and retry.")
    return TableRefused(sentence % {"name": name})


def locked(name: str) -> TableRefused:
    """Encrypted."""
    sentence = _("%(name)s is protected by a password. Please save it without one and try again.")
    return TableRefused(sentence % {"name": name})


def other_spreadsheet(name: str, kind: str) -> TableRefused:
    """A spreadsheet that its own program can save as one we read; ``kind`` is such as ".ods"."""
    sentence = _("%(name)s is in the format %(kind)s. Please open it and save it as .xlsx or CSV.")
    return TableRefused(sentence % {"name": name, "kind": kind})


def other_kind(name: str, kind: str) -> TableRefused:
    """Not a spreadsheet; ``kind`` is a word such as "PDF"."""
    sentence = _("%(name)s is not a spreadsheet (%(kind)s). Please bring the answers as .xlsx or CSV.")
    return TableRefused(sentence % {"name": name, "kind": kind})


def undecodable(name: str) -> TableRefused:
    """Text whose bytes are not what its mark says."""
    sentence = _("The letters of %(name)s cannot be read. Please save it again as “CSV UTF-8” or as .xlsx.")
    return TableRefused(sentence % {"name": name})


def too_many_rows(name: str) -> TableRefused:
    """Longer than MAX_ROWS."""
    sentence = _("%(name)s has more than %(limit)d rows. Please split it into several files.")
    return TableRefused(sentence % {"name": name, "limit": MAX_ROWS})


def too_many_columns(name: str) -> TableRefused:
    """Wider than MAX_COLUMNS."""
    sentence = _("%(name)s has more than %(limit)d columns. Please keep those that belong to the answers.")
    return TableRefused(sentence % {"name": name, "limit": MAX_COLUMNS})


def too_many_sheets(name: str) -> TableRefused:
    """More sheets than MAX_SHEETS."""
    sentence = _("%(name)s has more than %(limit)d sheets. Please keep only the one with the answers.")
    return TableRefused(sentence % {"name": name, "limit": MAX_SHEETS})


def unclosed_quote(name: str, line: int) -> TableRefused:
    """A quotation mark swallows every row behind it; ``line`` is counted as an editor does, from 1."""
    sentence = _(
        "In line %(line)d of %(name)s a cell begins with a quotation mark that is never closed, so all rows after it "
        "would be one cell. Please close or delete that mark and try again. Nothing was read."
    )
    return TableRefused(sentence % {"name": name, "line": line})


def too_long_cell(name: str, row: int) -> TableRefused:
    """A cell longer than a spreadsheet program itself allows."""
    sentence = _(
        "Row %(row)d of %(name)s has a cell of more than %(limit)d characters. In a CSV file this is usually"
        " a quotation mark that is never closed."
    )
    return TableRefused(sentence % {"name": name, "row": row, "limit": MAX_CELL})
