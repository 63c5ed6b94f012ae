"""Writes a spreadsheet of comments back with their themes beside them, as CSV or XLSX, whole or not at all."""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from gapsessions.intake.grid import Table
from gapsessions.method.formulas import inert
from gapsessions.method.proposing import ThemeProposal

ADDED = ("theme", "theme_name", "quote", "size", "confidence")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""
LONGEST_CELL = 32_767
"""Characters that a cell of a workbook may hold."""


def write_clustered(target: Path, table: Table, texts: list[str], proposal: ThemeProposal) -> None:
    """Write the table's rows in their order with the columns of ``ADDED``, which replace columns of the same names.

    ``target`` becomes a workbook where its name ends in .xlsx, else CSV in UTF-8 with a byte order mark. It is written
    beside its place and renamed, so that a run that fails leaves no half file. Raises ``OSError``.
    """
    kept = [at for at, name in enumerate(table.columns) if name.casefold() not in ADDED]
    header = [inert(table.columns[at]) for at in kept] + list(ADDED)
    rows = _rows(table, kept, texts, proposal)
    draft = None
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".cluster-", delete=False) as file:
            draft = Path(file.name)
        if target.suffix.lower() == ".xlsx":
            _write_workbook(draft, header, rows)
        else:
            with draft.open("w", encoding="utf-8-sig", newline="", errors="replace") as file_of_text:
                writer = csv.writer(file_of_text)
                writer.writerow(header)
                writer.writerows(rows)
        mask = os.umask(0)
        os.umask(mask)
        draft.chmod(0o666 & ~mask)  # a temporary file is the owner's alone; this one is the result
        draft.replace(target)
    except BaseException:
        if draft is not None:
            draft.unlink(missing_ok=True)
        raise


def _rows(
    table: Table, kept: list[int], texts: list[str], proposal: ThemeProposal
) -> Iterator[list[str | int | float]]:
    for row, label, confidence in zip(table.rows, proposal.labels, proposal.confidence, strict=True):
        harmless: list[str | int | float] = [inert(row.cells[at]) for at in kept]
        if label < 0:
            yield [*harmless, "", "", "", "", ""]
            continue
        theme = proposal.themes[int(label)]
        name, quote = inert(theme.name), inert(texts[theme.quote])
        yield [*harmless, theme.number + 1, name, quote, theme.size, round(float(confidence), 2)]


def _write_workbook(target: Path, header: list[str], rows: Iterable[list[str | int | float]]) -> None:
    # Kept out of start-up: openpyxl takes a tenth of a second and 20 MB to load.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "Gap Sessions"
    sheet = book.create_sheet("Themes")
    sheet.freeze_panes = "A2"
    sheet.append([_writable(name) for name in header])
    for row in rows:
        sheet.append([_writable(cell) if isinstance(cell, str) else cell for cell in row])
    book.save(target)


def _writable(cell: str) -> str:
    return _UNWRITABLE.sub("\ufffd", cell)[:LONGEST_CELL]
