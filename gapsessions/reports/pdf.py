"""Prints a report document as a tagged, accessible PDF (PDF/UA-1) that is the same to the byte every time."""

from __future__ import annotations

import ctypes.util
import gc
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from .brand import PLAIN, Brand
from .document import Paper, ReportDocument
from .fetcher import make_fetcher
from .fonts import fonts_for
from .pdf_finish import finish
from .still_fonts import hold_still

LINES_BY_HAND = 6
LARGEST_LOGO = (56.0, 20.0)
"""Millimetres that a logo may take on the cover."""
CLOCK = "SOURCE_DATE_EPOCH"
GROUND = "css/ground.css"
"""What elements are before a sheet of ours speaks; stands in for the engine's own."""
STYLES = ("css/tokens.css", "css/report.css", "css/report-plan.css")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u2028\u2029\u202a-\u202e\U000e0000-\U000e0fff]"
)
"""Control characters, lone surrogates, non-characters, and marks that turn the direction of what follows."""


class PdfUnavailable(Exception):
    """The PDF engine cannot start here; ``str()`` is a sentence with the one line to run."""


class PdfFailed(Exception):
    """The report could not be printed; the message holds no word of the report."""


def pdf_missing() -> str:
    """ "" where PDFs can be written, else a sentence that says what to install, without jargon."""
    try:
        _engine()
    except PdfUnavailable as error:
        return str(error)
    return ""


def _engine() -> Any:
    # Imported here because loading the engine takes half a second and needs Pango: pages, Excel and CSV do not.
    try:
        with _names_as_they_are():
            import weasyprint
            import weasyprint.pdf.fonts
    except OSError as error:
        raise PdfUnavailable(
            "PDF files need Pango, which is not on this machine. Debian or Ubuntu: "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 - macOS: brew install pango - "
            "Windows: install it with MSYS2. Until then use the print page of the browser; everything else works."
        ) from error
    hold_still(weasyprint.pdf.fonts)
    return weasyprint


@contextmanager
def _names_as_they_are() -> Iterator[None]:
    """On Linux libraries are loaded by their file names; searching for each guess costs a compiler run, .4 s in all."""
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda _name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


def report_html(document: ReportDocument, *, appendix: bool = False, missing: frozenset[str] = frozenset()) -> str:
    """The report as one HTML page, already cleaned; ``missing`` characters are shown as a replacement mark."""
    styles = [*STYLES]
    if document.paper is Paper.LETTER:
        styles.append("css/report-letter.css")
    if document.draft:
        styles.append("css/report-draft.css")
    across, down = document.brand.fitted(*LARGEST_LOGO)
    with translation.override(document.language):
        html = render_to_string(
            "reports/report.html",
            {
                "report": document,
                "appendix": appendix and bool(document.appendix),
                "columns": 1 + 4 * len(document.sides) + (len(document.sides) > 1),
                "blank_lines": range(1, LINES_BY_HAND + 1),
                "logo": {"width": f"{across:.2f}mm", "height": f"{down:.2f}mm"} if across else None,
                "missing_characters": len(missing),
                "stylesheets": [f"static:{name}" for name in styles],
            },
        )
    return printable(html, missing)


def printable(html: str, missing: frozenset[str]) -> str:
    """A page without what must not be printed; ``missing`` characters are shown as a replacement mark."""
    html = UNPRINTABLE.sub("", html)
    if missing:
        html = html.translate({ord(character): REPLACEMENT for character in missing})
    return html


def write_pdf(document: ReportDocument, path: str | Path, *, appendix: bool = False) -> None:
    """Write the report to ``path``; the same document always gives the same bytes.

    Characters that no font of this machine has are printed as a replacement mark, and Method says so.
    Raises PdfUnavailable where the engine cannot start, PdfFailed where it stopped.
    """
    Path(path).write_bytes(pdf_bytes(document, appendix=appendix))


def pdf_bytes(document: ReportDocument, *, appendix: bool = False) -> bytes:
    """The PDF as bytes; see ``write_pdf``."""
    pages = partial(report_html, document, appendix=appendix)
    return print_pages(lambda missing: pages(missing=missing), brand=document.brand)


def print_pages(html: Callable[[frozenset[str]], str], *, brand: Brand = PLAIN) -> bytes:
    """Any pages of ours as a PDF; ``html`` is given the characters that no font has, and leaves them out."""
    weasyprint = _engine()
    data, missing = _print(weasyprint, html(frozenset()), brand)
    if missing:
        data, _still = _print(weasyprint, html(missing), brand)
    return data


def _print(weasyprint: Any, html: str, brand: Brand) -> tuple[bytes, frozenset[str]]:
    """The PDF, and the characters that no font has."""
    with _missing_glyphs() as missing, _still_clock(), _uncollected():
        data = _laid_out(weasyprint, html, brand)
    return data, frozenset(missing)


def _laid_out(weasyprint: Any, html: str, brand: Brand) -> bytes:
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    fonts, fetcher = FontConfiguration(), make_fetcher(brand.logo)
    try:
        given = "\n".join((fonts_for(html).css, brand.css))
        sheet = weasyprint.CSS(string=given, font_config=fonts, url_fetcher=fetcher)
        page = _on_our_ground(weasyprint, html, fetcher)
        data: bytes = page.write_pdf(stylesheets=[sheet], font_config=fonts, finisher=finish, pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as error:
        # A BaseException in WeasyPrint: turned into ours, so that a worker survives it.
        raise PdfFailed(str(error)) from None
    return data


def _on_our_ground(weasyprint: Any, html: str, fetcher: Any) -> Any:
    """The page on our ground in place of the engine's, which gives every element footnotes and costs 18 MB for it."""
    ground = weasyprint.CSS(url=f"static:{GROUND}", url_fetcher=fetcher)

    class Page(weasyprint.HTML):  # type: ignore[misc, name-defined]
        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return [ground]

    return Page(string=html, url_fetcher=fetcher)


@contextmanager
def _still_clock() -> Iterator[None]:
    """Embedded fonts carry the time at which they were cut to size; this holds it still, for equal bytes."""
    before = os.environ.get(CLOCK)
    os.environ[CLOCK] = "1577836800"
    try:
        yield
    finally:
        if before is None:
            del os.environ[CLOCK]
        else:
            os.environ[CLOCK] = before


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage is looked for while pages are laid out: nearly nothing dies then, and looking took a sixth of the
    time. What the engine leaves behind is collected at once; what was there before stays out of that search."""
    were_on = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()
        if were_on:
            gc.enable()


@contextmanager
def _missing_glyphs() -> Iterator[set[str]]:
    """Collects characters that no font has; the engine's log lines would carry words of answers, so none leaves."""
    logger = logging.getLogger("weasyprint")
    missing: set[str] = set()

    class Collector(logging.Handler):
        """Keeps the characters of "glyph" warnings and drops everything else."""

        def emit(self, record: logging.LogRecord) -> None:
            if "notdef glyph" in str(record.msg):
                missing.update(str(record.args[0] if record.args else record.getMessage().rpartition(": ")[2]))

    handlers, propagate = logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [Collector()], False
    try:
        yield missing
    finally:
        logger.handlers, logger.propagate = handlers, propagate
