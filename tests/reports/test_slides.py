"""The slides: the reveal's order in PDF and PowerPoint alike, native charts, and nothing that runs or is fetched."""

from __future__ import annotations

import re
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pytest
from defusedxml import ElementTree

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded.reveal_parts import StepKind
from gapsessions.reports.document import ReportDocument, build_document
from gapsessions.reports.powerpoint import powerpoint_bytes
from gapsessions.reports.powerpoint_shapes import plain, shortened
from gapsessions.reports.slides import ACTIONS_OF_A_SLIDE, deck_of
from gapsessions.reports.slides_pdf import slides_html, slides_pdf_bytes
from tests.factories.full_snapshots import brand, full_snapshot
from tests.factories.snapshots import HOSTILE, awkward_snapshot, empty_snapshot, make_snapshot

ORDER = list(StepKind)
TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


@pytest.fixture(scope="module")
def full() -> ReportDocument:
    return build_document(full_snapshot(), brand=brand())


@pytest.fixture(scope="module")
def pptx(full: ReportDocument) -> bytes:
    return powerpoint_bytes(full)


@pytest.fixture(scope="module")
def hostile() -> bytes:
    content = awkward_snapshot(HOSTILE, leaders=3, staff_tables=3, customer_tables=1, customer_singles=4, themes=14)
    return powerpoint_bytes(build_document(content))


def parts_of(data: bytes, at: str = "") -> dict[str, bytes]:
    """Every part of an office file, with those of the workbooks inside it."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            part = archive.read(name)
            parts[at + name] = part
            if name.endswith(".xlsx"):
                parts |= parts_of(part, f"{at}{name}!")
    return parts


def texts_of(part: bytes) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(part).iter(TEXT)]


def slides_of(data: bytes) -> list[list[str]]:
    parts = parts_of(data)
    names = sorted(
        (name for name in parts if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)),
        key=lambda name: int(re.sub(r"\D", "", name)),
    )
    return [texts_of(parts[name]) for name in names]


def test_slides_follow_the_order_of_the_reveal(full: ReportDocument) -> None:
    kinds = [slide.kind for slide in deck_of(full).slides]

    assert kinds == sorted(kinds, key=ORDER.index)
    assert {StepKind.AGREEMENT, StepKind.STRENGTH, StepKind.GAP, StepKind.DECISIONS} <= set(kinds)
    assert kinds.count(StepKind.GAP) <= 5


def test_both_files_tell_the_same_slides(full: ReportDocument, pptx: bytes) -> None:
    deck, slides = deck_of(full), slides_of(pptx)

    assert len(slides) == len(deck.slides)
    for slide, texts in zip(deck.slides, slides, strict=True):
        assert shortened(slide.title, 190) in texts
    html = slides_html(deck)
    assert html.count('<section class="slide ') == len(slides)


def test_every_finding_has_a_native_chart_with_its_data_to_edit(full: ReportDocument, pptx: bytes) -> None:
    parts = parts_of(pptx)
    charts = [name for name in parts if re.fullmatch(r"ppt/charts/chart\d+\.xml", name)]
    books = [name for name in parts if name.startswith("ppt/embeddings/") and name.endswith(".xlsx")]

    assert len(charts) == len(books) == sum(1 for slide in deck_of(full).slides if slide.bars)
    assert all(b"c:barChart" in parts[name] for name in charts)
    assert not any(name.endswith((".png", ".jpeg", ".emf")) and "media/image1.png" not in name for name in parts)


def test_bars_stand_at_the_counts_of_the_finding(full: ReportDocument) -> None:
    letters = next(slide for slide in deck_of(full).slides if "Letters nobody understands" in slide.title)
    told = [(bar.perspective.value, bar.reach, round(bar.part or 0, 3), bar.pale) for bar in letters.bars]

    assert told == [
        ("leadership", "0 of 9 leaders", 0.0, False),
        ("staff", "7 of 9 groups", 0.778, False),
        ("customers", "1 of 2", 0.5, False),
        ("customers", "16 of 50", 0.32, True),
    ]
    assert letters.bars[1].width == "155.6"


def test_nothing_in_the_file_runs_links_or_is_fetched(hostile: bytes) -> None:
    parts = parts_of(hostile)

    assert len(parts) > 20
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(part)
        assert not name.endswith((".bin", ".vml")), name
        assert b'TargetMode="External"' not in part, name
        assert b"<a:hlinkClick" not in part, name
        if "!xl/worksheets/" in name:
            assert b"<f>" not in part
            assert b"<f " not in part
            assert b"<hyperlink" not in part


def test_hostile_words_stand_as_they_were_written_on_one_line(hostile: bytes) -> None:
    words = " ".join(text for slide in slides_of(hostile) for text in slide)

    assert "<script>" in words or "<img" in words
    assert not re.search("[\x00-\x1f\ud800-\udfff\ufffe\uffff]", words)


def test_words_of_nobody_stand_in_the_data_of_charts(hostile: bytes) -> None:
    """Labels are sides and counts alone, so that no answer can pose as a formula in a chart's workbook."""
    for name, part in parts_of(hostile).items():
        if name.endswith("!xl/sharedStrings.xml"):
            assert b"=" not in re.sub(rb"<[^>]*>", b"", part), name


def test_same_document_gives_the_same_bytes(small: SnapshotContent) -> None:
    document = build_document(small, brand=brand())

    assert powerpoint_bytes(document) == powerpoint_bytes(document)
    assert slides_pdf_bytes(document) == slides_pdf_bytes(document)


def test_properties_name_no_person_and_no_clock(pptx: bytes) -> None:
    parts = parts_of(pptx)
    core = parts["docProps/core.xml"].decode()

    assert "Steve" not in core
    assert "python-pptx" not in core
    assert core.count("2026-11-12T12:00:00Z") == 2
    assert not any("thumbnail" in name for name in parts)


def test_presenter_notes_say_why_and_stand_on_no_slide(pptx: bytes) -> None:
    notes = [part for name, part in parts_of(pptx).items() if name.startswith("ppt/notesSlides/notesSlide")]
    said = " ".join(text for part in notes for text in texts_of(part))
    shown = " ".join(text for slide in slides_of(pptx) for text in slide)

    assert "chance in 100" in said
    assert "chance in 100" not in shown


def test_withdrawn_quote_is_on_no_slide(full: ReportDocument) -> None:
    gone = replace(full.content, quotes=tuple(replace(q, text="", withdrawn=True) for q in full.content.quotes))

    assert not any(slide.step.quotes for slide in deck_of(build_document(gone)).slides)


def test_long_plan_goes_on_over_the_next_slide(small: SnapshotContent) -> None:
    many = replace(small, actions=small.actions * 4)
    decisions = [s for s in deck_of(build_document(many)).slides if s.kind is StepKind.DECISIONS]

    assert [len(slide.actions) for slide in decisions] == [6, 6, 4]
    assert ACTIONS_OF_A_SLIDE == 6
    assert decisions[0].title.endswith("(1 of 3)")


@pytest.mark.parametrize("right_to_left", [False, True])
def test_direction_and_language_stand_on_every_passage(small: SnapshotContent, right_to_left: bool) -> None:
    document = replace(build_document(small), right_to_left=right_to_left)
    parts = parts_of(powerpoint_bytes(document))

    assert (b'rtl="1"' in parts["ppt/slides/slide2.xml"]) is right_to_left
    assert b'lang="en"' in parts["ppt/slides/slide2.xml"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(empty_snapshot(), id="empty"),
        pytest.param(
            make_snapshot(perspectives=(make_snapshot().comparison.sides[1].perspective,), themes=5), id="one"
        ),
        pytest.param(replace(full_snapshot(), draft=True), id="draft"),
    ],
)
def test_slides_of_every_kind_of_session_are_accessible(tmp_path: Path, content: SnapshotContent) -> None:
    document = build_document(content, brand=brand())
    (tmp_path / "slides.pdf").write_bytes(slides_pdf_bytes(document))

    assert [str(failure) for failure in page.validate_pdf(str(tmp_path / "slides.pdf"), profile="ua1").failures] == []
    assert slides_of(powerpoint_bytes(document))


def test_slides_are_sixteen_by_nine(full: ReportDocument, tmp_path: Path) -> None:
    (tmp_path / "slides.pdf").write_bytes(slides_pdf_bytes(full))
    said = subprocess.run(["pdfinfo", tmp_path / "slides.pdf"], capture_output=True, text=True, check=True).stdout
    size: Any = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", said)
    pages = re.search(r"Pages:\s+(\d+)", said)

    assert float(size[1]) / float(size[2]) == pytest.approx(16 / 9, abs=0.002)
    assert pages is not None
    assert int(pages[1]) == len(deck_of(full).slides)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("a\x00b\x07", "ab"), ("x\ud800y\ufffe", "xy"), ("two\r\nlines\x0b", "two lines"), ("👍🏽 שלום", "👍🏽 שלום")],
)
def test_text_is_cleaned_for_slides(given: str, kept: str) -> None:
    assert plain(given) == kept


def test_shortened_text_keeps_words_whole() -> None:
    assert shortened("one two three four", 12) == "one two…"
    assert len(shortened("x" * 500, 100)) == 100
