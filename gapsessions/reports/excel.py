"""Writes a report as a workbook: the same findings as the PDF, and every figure behind them, to sort and filter."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded.words import in_words_of

from .archive import still
from .document import ReportDocument, build_document
from .excel_answers import answers_sheet
from .excel_asides import pulse_sheet
from .excel_cells import Styles, clean_text
from .excel_pages import matrix_sheet, plan_sheet, summary_sheet
from .excel_questions import question_sheet
from .excel_readings import readings_sheet
from .excel_segments import segments_sheet
from .excel_themes import themes_sheet


def write_excel(document: ReportDocument | SnapshotContent, path: str | Path) -> None:
    """Write the workbook to ``path``: values only, no formulas, no macros, no personal data in its properties."""
    Path(path).write_bytes(excel_bytes(document))


def excel_bytes(source: ReportDocument | SnapshotContent) -> bytes:
    """The workbook as bytes; see ``write_excel``."""
    document = source if isinstance(source, ReportDocument) else build_document(source)
    with in_words_of(document.content):
        saved = BytesIO()
        _workbook(document).save(saved)
        return still(saved.getvalue(), document.content.held_on)


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
    segments_sheet(book, document, styles)
    pulse_sheet(book, document, styles)
    answers_sheet(book, document, styles)
    book.properties.creator = clean_text(document.organisation)
    book.properties.lastModifiedBy = None
    book.properties.title = clean_text(f"{document.organisation}: {document.title}")
    book.properties.created = datetime.combine(document.content.held_on, time(12))
    return book
