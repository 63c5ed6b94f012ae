"""The sheet that stands in for the engine's own knows every element that our printed pages use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from gapsessions.reports.document import ReportDocument
from gapsessions.reports.pdf import GROUND, report_html
from gapsessions.reports.slides import deck_of
from gapsessions.reports.slides_pdf import slides_html

WITHIN_LINES = {"a", "span"}
DRAWN = {"svg", "path", "circle", "rect", "text", "title"}
TEMPLATES = ("gatherings/table_cards.html", "gatherings/paper_sheets.html", "plan/progress.html")


@pytest.fixture(scope="module")
def known() -> set[str]:
    """Elements that the ground names."""
    css = re.sub(r"/\*.*?\*/", "", (Path(settings.BASE_DIR) / "static" / GROUND).read_text("utf-8"), flags=re.S)
    return set(re.findall(r"[a-z][a-z0-9]*", " ".join(re.findall(r"(?:^|\})\s*([^{}@]+)\{", css))))


def elements(html: str) -> set[str]:
    return set(re.findall(r"<([a-z][a-z0-9]*)", html))


def test_ground_knows_every_element_of_report_and_slides(known: set[str], document: ReportDocument) -> None:
    used = elements(report_html(document, appendix=True)) | elements(slides_html(deck_of(document)))
    assert "section" in used
    assert used - known - WITHIN_LINES - DRAWN == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_ground_knows_every_element_of_what_else_is_printed(known: set[str], name: str) -> None:
    used = elements((Path(settings.BASE_DIR) / "templates" / name).read_text("utf-8"))
    assert "section" in used or "table" in used
    assert used - known - WITHIN_LINES - DRAWN == set()


def test_ground_gives_no_element_a_mark_of_a_footnote(known: set[str]) -> None:
    css = (Path(settings.BASE_DIR) / "static" / GROUND).read_text("utf-8")
    assert "*" not in re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    assert not re.search(r"(^|[{},])\s*::", css)
