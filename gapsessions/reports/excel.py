"""Writes a report as a workbook: the same findings as the PDF, and every figure behind them, to sort and filter."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils import translation

from gapsessions.disparity.content import SnapshotContent

from .document import ReportDocument, build_document
from .excel_answers import answers_sheet
from .excel_cells import Styles, clean_text
from .excel_pages import matrix_sheet, plan_sheet, summary_sheet
from .excel_questions import question_sheet
from .excel_readings import readings_sheet, themes_sheet

STILL = (1980, 1, 1, 0, 0, 0)
"""The only date in the archive, so that the same document gives the same bytes."""
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write_excel(document: ReportDocument | SnapshotContent, path: str | Path) -> None:
    """Write the workbook to ``path``: values only, no formulas, no macros, no personal data in its properties."""
    Path(path).write_bytes(excel_bytes(document))


def excel_bytes(source: ReportDocument | SnapshotContent) -> bytes:
    """The workbook as bytes; see ``write_excel``."""
    document = source if isinstance(source, ReportDocument) else build_document(source)
    with translation.override(document.language):
        return _still(_workbook(document), document.content)


def _workbook(document: ReportDocument) -> Any:
    # Imported here: openpyxl takes a fifth of a second to load and only the spreadsheet needs it.
    from openpyxl import Workbook

    book, styles = Workbook(), Styles()
    book.remove(book.active)
    summary_sheet(book, document, styles)
    matrix_sheet(book, document, styles)
    for page in document.questions:
        question_sheet(book, document, page, styles)
    readings_sheet(book, document, styles)
    plan_sheet(book, document, styles)
    themes_sheet(book, document, styles)
    answers_sheet(book, document, styles)
    book.properties.creator = clean_text(document.organisation)
    book.properties.lastModifiedBy = None
    book.properties.title = clean_text(f"{document.organisation}: {document.title}")
    book.properties.created = datetime.combine(document.content.held_on, time(12))
    return book


def _still(book: Any, content: SnapshotContent) -> bytes:
    """Save, then write the archive again without clock times."""
    first = BytesIO()
    book.save(first)
    day = f"{content.held_on.isoformat()}T12:00:00Z".encode()
    out = BytesIO()
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = MODIFIED.sub(rb"\g<1>" + day, data)
            target.writestr(zipfile.ZipInfo(name, STILL), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
