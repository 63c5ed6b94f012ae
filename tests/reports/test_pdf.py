"""The printed report: accessible, equal to the byte, and deaf to whatever answers contain."""

from __future__ import annotations

import logging
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest
from fontTools.ttLib import TTFont

from gapsessions.disparity.content import SnapshotContent
from gapsessions.method.vocabulary import Question
from gapsessions.reports import pdf as pdf_module
from gapsessions.reports import still_fonts
from gapsessions.reports.document import build_document
from gapsessions.reports.fetcher import OutsideRequest, make_fetcher, static_path
from gapsessions.reports.fonts import fonts_for
from gapsessions.reports.pdf import PdfUnavailable, pdf_bytes, pdf_missing, report_html, write_pdf
from tests.factories.snapshots import SCRIPTS, awkward_snapshot, empty_snapshot, make_snapshot


def ua_failures(path: Path) -> list[str]:
    return [str(failure) for failure in page.validate_pdf(str(path), profile="ua1").failures]


def test_report_has_no_accessibility_failure_a_machine_can_find(printed: Path) -> None:
    assert ua_failures(printed) == []


def test_hostile_report_has_no_accessibility_failure(hostile_printed: Path) -> None:
    assert ua_failures(hostile_printed) == []


def test_empty_session_prints_without_failure(tmp_path: Path) -> None:
    write_pdf(build_document(empty_snapshot(), paper="letter"), tmp_path / "empty.pdf")

    assert ua_failures(tmp_path / "empty.pdf") == []


def test_one_perspective_as_a_draft_prints_without_failure(tmp_path: Path) -> None:
    content = make_snapshot(perspectives=(make_snapshot().comparison.sides[1].perspective,), themes=5, draft=True)
    write_pdf(build_document(content), tmp_path / "draft.pdf")

    assert ua_failures(tmp_path / "draft.pdf") == []


def test_header_cells_say_what_they_head_and_links_are_printed(printed: Path) -> None:
    with pikepdf.open(printed) as pdf:
        items = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        scopes = {str(item.A.get("/Scope")) for item in items if item.get("/S") == "/TH" and "/P" in item}
        flags = {int(item.F) for item in items if item.get("/Subtype") == "/Link"}
    assert scopes == {"/Column", "/Row"}
    assert flags == {4}


def test_same_document_gives_the_same_bytes(small: SnapshotContent) -> None:
    assert pdf_bytes(build_document(small)) == pdf_bytes(build_document(small))


def test_every_font_is_embedded_cut_to_size_and_readable(printed: Path) -> None:
    with pikepdf.open(printed) as pdf:
        fonts = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/FontDescriptor" not in item
        ]
        described = [
            i for i in pdf.objects if isinstance(i, pikepdf.Dictionary) and i.get("/Type") == "/FontDescriptor"
        ]
        names = {str(font.BaseFont) for font in fonts}
        assert fonts
        assert all("/ToUnicode" in font for font in fonts)
        assert all("/FontFile2" in item or "/FontFile3" in item for item in described)
    assert all(name[7] == "+" and "Report-" in name for name in names), names


def test_hostile_text_opens_no_connection_and_embeds_nothing(hostile_printed: Path) -> None:
    with pikepdf.open(hostile_printed) as pdf:
        for item in pdf.objects:
            if not isinstance(item, pikepdf.Dictionary):
                continue
            assert "/URI" not in item
            assert item.get("/S") not in ("/URI", "/JavaScript", "/Launch")
            assert item.get("/Type") not in ("/EmbeddedFile", "/Filespec")
            assert item.get("/Subtype") != "/Image"


def test_hostile_text_is_never_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.factories.snapshots import HOSTILE

    asked: list[str] = []

    def note(url: str) -> Path:
        asked.append(url)
        return static_path(url)

    monkeypatch.setattr("gapsessions.reports.fetcher.static_path", note)
    content = awkward_snapshot(HOSTILE, leaders=2, staff_tables=2, customer_tables=0, customer_singles=2, themes=5)
    pdf_bytes(build_document(content), appendix=True)

    assert asked
    assert all(url.startswith(("static:css/", "static:vendor/")) for url in asked)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/x",
        "https://example.org/x",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "/etc/passwd",
        "static:../manage.py",
        "static:%2e%2e/manage.py",
        "static:/etc/passwd",
        "static:css",
        "static:none.css",
        "data:text/html,x",
        "data:image/svg+xml,x",
        "STATIC:css/tokens.css",
        "static",
    ],
)
def test_fetcher_serves_nothing_but_the_static_folder(url: str) -> None:
    from weasyprint.urls import FatalURLFetchingError

    with pytest.raises(OutsideRequest):
        static_path(url)
    with pytest.raises(FatalURLFetchingError) as refusal:
        make_fetcher().fetch(url)
    assert url not in str(refusal.value)


def test_an_outside_request_ends_in_an_error_a_worker_survives(
    monkeypatch: pytest.MonkeyPatch, small: SnapshotContent
) -> None:
    monkeypatch.setattr(pdf_module, "report_html", lambda *_a, **_k: "<img src='http://127.0.0.1:9/x' alt='x'>")

    with pytest.raises(pdf_module.PdfFailed, match="outside"):
        pdf_bytes(build_document(small))


def test_a_character_without_a_font_is_replaced_and_told_and_not_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    content = awkward_snapshot(
        ("canary \U0010fff0 use",), leaders=1, staff_tables=1, customer_tables=0, customer_singles=1, themes=2
    )
    with caplog.at_level(logging.DEBUG):
        write_pdf(build_document(content), tmp_path / "missing.pdf")

    assert ua_failures(tmp_path / "missing.pdf") == []
    assert "canary" not in caplog.text
    assert "\U0010fff0" not in caplog.text
    html = pdf_module.report_html(build_document(content), missing=frozenset("\U0010fff0"))
    assert "\U0010fff0" not in html
    assert "could not be printed on this machine" in html


def test_latin_greek_and_cyrillic_print_with_the_bundled_fonts_alone(tmp_path: Path) -> None:
    bundled = tuple(text for text in SCRIPTS if all(ord(character) < 0x2000 for character in text))
    european = tuple(text for text in bundled if not any(0x590 <= ord(character) < 0x1100 for character in text))
    assert len(european) >= 4
    content = awkward_snapshot(european, leaders=2, staff_tables=2, customer_tables=0, customer_singles=2, themes=6)
    write_pdf(build_document(content), tmp_path / "europe.pdf")

    with pikepdf.open(tmp_path / "europe.pdf") as pdf:
        names = {
            str(item.BaseFont)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        }
    assert {name.partition("+")[2].partition("-")[0] for name in names} == {"Report"}
    assert ua_failures(tmp_path / "europe.pdf") == []


def test_only_the_scripts_in_use_are_loaded() -> None:
    assert not any("cyrillic" in file or "emoji" in file for file in fonts_for("plain text").files)
    assert any("cyrillic" in file for file in fonts_for("Привет").files)
    assert any("emoji" in file for file in fonts_for("fine 🎉").files)


def test_control_characters_do_not_reach_the_page(small: SnapshotContent) -> None:
    content = awkward_snapshot(("a\x00b\x07c\ud800d\u202ee\ufffe",), leaders=1, staff_tables=1, themes=2)

    assert "abcde" in pdf_module.report_html(build_document(content))


def test_properties_hold_title_and_language_and_no_person(printed: Path) -> None:
    with pikepdf.open(printed) as pdf:
        assert pdf.Root.Lang == "en"
        assert str(pdf.docinfo["/Title"]) == "Tarnwell Bank: Autumn review 2026"
        assert set(pdf.docinfo.keys()) <= {"/Title", "/Producer"}


def test_without_pango_the_sentence_names_the_line_to_run(
    monkeypatch: pytest.MonkeyPatch, small: SnapshotContent
) -> None:
    class Missing:
        @staticmethod
        def find_spec(name: str, *_rest: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing, *sys.meta_path])

    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in pdf_missing()
    with pytest.raises(PdfUnavailable):
        pdf_bytes(build_document(small))


def test_building_a_document_loads_no_heavy_library() -> None:
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'workshop.settings'; import django; django.setup();"
        "before = set(sys.modules);"
        "from gapsessions.reports import document, excel, flat, pdf, powerpoint, slides_pdf;"
        "heavy = {'weasyprint', 'openpyxl', 'pikepdf', 'pptx', 'lxml', 'scipy', 'numpy'};"
        "print(heavy & (set(sys.modules) - before))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip().splitlines()[-1] == "set()"


def text_of(path: Path, page_number: int) -> str:
    run = ["pdftotext", "-f", str(page_number), "-l", str(page_number), str(path), "-"]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout


def test_running_titles_stand_on_the_pages_and_not_in_the_cover_s_text(printed: Path) -> None:
    place = "Tarnwell Bank · Autumn review 2026"

    assert place not in text_of(printed, 1)
    assert place in text_of(printed, 2)


def test_long_list_of_quotes_goes_on_overleaf_and_leaves_no_hole(
    small: SnapshotContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixty quotes of one side take as many pages as their lines need, and begin under the tables."""
    monkeypatch.setattr("gapsessions.reports.quotes.PER_SIDE", dict.fromkeys(Question, 60))
    first = small.quotes[0]
    many = tuple(replace(first, text=f"Quote number {n} of many, which says a little more") for n in range(60))
    write_pdf(build_document(replace(small, quotes=many)), tmp_path / "quotes.pdf")

    with pikepdf.open(tmp_path / "quotes.pdf") as pdf:
        pages = [text_of(tmp_path / "quotes.pdf", number) for number in range(1, len(pdf.pages) + 1)]
    holding = [page_text for page_text in pages if "Quote number" in page_text]
    assert len(holding) == 2
    assert "In their own words" in holding[0]
    assert ua_failures(tmp_path / "quotes.pdf") == []


@pytest.mark.parametrize(
    ("words", "stands"),
    [("Wait far too long", False), ("Ждать долго", False), ("זמן ההמתנה", True), ("الانتظار", True), ("長い", True)],
    ids=["latin", "cyrillic", "hebrew", "arabic", "japanese"],
)
def test_quote_in_a_script_without_italics_stands_upright(small: SnapshotContent, words: str, stands: bool) -> None:
    quotes = tuple(replace(quote, text=words) for quote in small.quotes)
    html = report_html(build_document(replace(small, quotes=quotes)))
    assert words in html
    assert ('<p class="upright">' in html) is stands


@pytest.mark.parametrize("harfbuzz", [True, False], ids=["harfbuzz", "without"])
def test_fonts_of_a_file_no_longer_vary(monkeypatch, harfbuzz: bool) -> None:
    pdf_bytes(build_document(empty_snapshot()))  # the engine is loaded, and asks
    asked = []

    def pinned(data: bytes, limits: dict[str, float]) -> bytes:
        asked.append(limits)
        if not harfbuzz:
            raise ValueError
        return by_harfbuzz(data, limits)

    by_harfbuzz = still_fonts._pinned
    monkeypatch.setattr(still_fonts, "_pinned", pinned)
    with pikepdf.open(BytesIO(pdf_bytes(build_document(empty_snapshot())))) as pdf:
        streams = [
            item.FontFile2 for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item
        ]
        fonts = [TTFont(BytesIO(stream.read_bytes())) for stream in streams]
    assert asked
    assert fonts
    assert all("fvar" not in font and "gvar" not in font and len(font["glyf"].glyphs) > 5 for font in fonts)
