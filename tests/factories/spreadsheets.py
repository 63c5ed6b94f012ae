"""Spreadsheets as people and attackers make them, in memory."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

HEADER = ("perspective", "gathering", "breakout", "question", "text", "valence", "intent", "segment", "people")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def make_csv(
    rows: Sequence[Sequence[str]], *, separator: str = ",", encoding: str = "utf-8", line_end: str = "\r\n"
) -> bytes:
    """A CSV file as spreadsheet programs write it."""
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator=line_end).writerows(rows)
    return file.getvalue().encode(encoding)


def make_xlsx(
    rows: Sequence[Sequence[object]], *, title: str = "Answers", more: Mapping[str, list] | None = None
) -> bytes:
    """An XLSX file as openpyxl writes it: texts that begin with "=" become formulas."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    for other, other_rows in (more or {}).items():
        sheet = book.create_sheet(other)
        for row in other_rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheet_xml(body: str, before: str = "", after: str = "") -> str:
    """One worksheet around rows written by hand."""
    head = f'<?xml version="1.0" encoding="UTF-8"?>{before}<worksheet xmlns="{MAIN}">'
    return f"{head}<sheetData>{body}</sheetData>{after}</worksheet>"


def cell(reference: str, text: str) -> str:
    """One cell with its text in place."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def make_parts(sheet: str | bytes, *, main: str = MAIN, **parts: str | bytes) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet; ``parts`` such as strings="..." replace or add others."""
    family = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    kind = f'<Override PartName="/xl/{{}}.xml" ContentType="{family}.{{}}+xml"/>'
    named = kind.format("workbook", "sheet.main") + kind.format("worksheets/sheet1", "worksheet")
    if "strings" in parts:
        named += kind.format("sharedStrings", "sharedStrings")
    types = f'<Types xmlns="{PACKAGE}/content-types">{named}</Types>'
    relation = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    office = relation.format("r1", OFFICE, "officeDocument", "xl/workbook.xml")
    inner = relation.format("r1", OFFICE, "worksheet", "worksheets/sheet1.xml") + relation.format(
        "r2", OFFICE, "sharedStrings", "/xl/sharedStrings.xml"
    )
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{office}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Answers" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    if "strings" in parts:
        found["xl/sharedStrings.xml"] = parts.pop("strings")
    if "workbook" in parts:
        found["xl/workbook.xml"] = parts.pop("workbook")
    return found | parts


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as one file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
