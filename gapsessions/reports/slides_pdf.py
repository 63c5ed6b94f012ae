"""Prints the slides of the reveal as 16:9 pages, accessible and equal to the byte as the report is."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation

from .document import ReportDocument
from .pdf import print_pages, printable
from .slides import Deck, deck_of

STYLES = ("css/tokens.css", "css/slides.css")
BLANK_LINES = range(4)
"""Lines to fill in by hand where nothing has been decided yet."""


def slides_html(deck: Deck, missing: frozenset[str] = frozenset()) -> str:
    """The slides as one page of HTML, already cleaned; ``missing`` characters are shown as a replacement mark."""
    across, down = deck.brand.fitted(60, 22)
    context = {
        "deck": deck,
        "stylesheets": [f"static:{name}" for name in STYLES],
        "logo": {"width": f"{across:.2f}mm", "height": f"{down:.2f}mm"} if across else None,
        "blank_lines": BLANK_LINES,
    }
    with translation.override(deck.language):
        return printable(render_to_string("reports/slides/slides.html", context), missing)


def slides_pdf_bytes(document: ReportDocument) -> bytes:
    """The slides as a PDF; raises PdfUnavailable or PdfFailed as the report does."""
    deck = deck_of(document)
    return print_pages(lambda missing: slides_html(deck, missing), brand=deck.brand)
