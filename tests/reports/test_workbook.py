"""The workbook and the flat files: values only, real tables, nothing that runs, nobody named."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from gapsessions.disparity.content import SnapshotContent
from gapsessions.method.findings import Count
from gapsessions.method.vocabulary import Perspective, SheetKind
from gapsessions.reports.document import build_document
from gapsessions.reports.excel import excel_bytes, write_excel
from gapsessions.reports.excel_cells import clean_text
from gapsessions.reports.flat import disparity_of, safe_text, write_disparity_json, write_themes_csv
from tests.factories.snapshots import HOSTILE, awkward_snapshot, empty_snapshot


@pytest.fixture(scope="module")
def workbook(snapshot: SnapshotContent) -> bytes:
    return excel_bytes(build_document(snapshot))


def opened(data: bytes) -> Any:
    from openpyxl import load_workbook

    return load_workbook(BytesIO(data))


def sheet_xml(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return "".join(archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/sheet"))


def test_workbook_has_a_sheet_for_each_part_in_reading_order(workbook: bytes) -> None:
    assert opened(workbook).sheetnames == [
        "Summary",
        "Matrix",
        "1 Do well",
        "2 Do better",
        "3 Others do",
        "4 Keep or start",
        "Readings",
        "Plan",
        "Themes",
        "Answers",
    ]


def test_tables_are_real_with_filters_and_frozen_heads(workbook: bytes) -> None:
    book = opened(workbook)
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        assert table.autoFilter is not None, sheet.title
        assert sheet.freeze_panes, sheet.title
        heads = [cell.value for cell in sheet[table.ref.split(":")[0][1:]] if cell.value]
        assert len(heads) == len(set(heads)) == len(table.tableColumns), sheet.title


def test_charts_stand_below_their_tables(workbook: bytes) -> None:
    book = opened(workbook)
    for sheet in book.worksheets[2:6]:
        (table,) = sheet.tables.values()
        (chart,) = sheet._charts
        assert chart.anchor._from.row > int(re.sub(r"\D", "", table.ref.split(":")[1])), sheet.title


def test_workbook_holds_no_formula_even_where_answers_look_like_one() -> None:
    content = awkward_snapshot(HOSTILE, leaders=3, staff_tables=3, customer_tables=1, customer_singles=3, themes=14)
    data = excel_bytes(content)

    assert sheet_xml(data).count("<f>") == sheet_xml(data).count("<f ") == 0
    answers = opened(data)["Answers"]
    texts = {row[2]: row for row in answers.iter_rows(min_row=5, values_only=True)}
    assert '=HYPERLINK("http://127.0.0.1:9","x")' in texts
    assert "+1+1" in texts
    assert "@SUM(A1)" in texts


def test_a_text_that_looks_like_a_formula_is_marked_as_quoted() -> None:
    content = awkward_snapshot(("=1+1",), leaders=1, staff_tables=1, customer_tables=0, customer_singles=1, themes=2)
    book = opened(excel_bytes(content))

    cells = [cell for row in book["Answers"].iter_rows(min_row=5) for cell in row if cell.value == "=1+1"]
    assert cells
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)


def test_same_document_gives_the_same_workbook(small: SnapshotContent) -> None:
    assert excel_bytes(small) == excel_bytes(small)


def test_every_answer_is_in_the_workbook_once(snapshot: SnapshotContent, workbook: bytes) -> None:
    rows = list(opened(workbook)["Answers"].iter_rows(min_row=5, max_col=3, values_only=True))

    assert sorted(row[2] for row in rows) == sorted(answer.text for answer in snapshot.answers)


def test_breakouts_stand_on_table_rows_of_the_facilitators_own_file_only(snapshot: SnapshotContent) -> None:
    own = opened(excel_bytes(snapshot))["Answers"]
    assert own.cell(row=4, column=11).value == "Breakout"
    for row in own.iter_rows(min_row=5, values_only=True):
        assert row[8] == "table" or not row[10]

    shared = replace(snapshot, answers=tuple(replace(answer, breakout="") for answer in snapshot.answers))
    assert "Breakout" not in [cell.value for cell in opened(excel_bytes(shared))["Answers"][4]]


def test_order_of_rows_does_not_tell_which_answers_share_a_sheet(snapshot: SnapshotContent) -> None:
    singles = [a for a in snapshot.answers if a.sheet_kind is SheetKind.SINGLE]
    shuffled = replace(snapshot, answers=tuple(sorted(snapshot.answers, key=lambda a: (a.confidence, a.text))))

    assert singles

    def rows(data: bytes) -> list:
        return [row[:4] for row in opened(data)["Answers"].iter_rows(min_row=5, values_only=True)]

    assert rows(excel_bytes(snapshot)) == rows(excel_bytes(shuffled))


def test_properties_name_no_person_and_no_clock_time(workbook: bytes) -> None:
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        core = archive.read("docProps/core.xml").decode()
        assert {info.date_time[:3] for info in archive.infolist()} == {(1980, 1, 1)}
    assert "openpyxl" not in core
    assert "lastModifiedBy" not in core
    assert core.count("2026-11-12T12:00:00Z") == 2


def test_an_empty_session_still_gives_every_file(tmp_path: Path) -> None:
    write_excel(build_document(empty_snapshot()), tmp_path / "r.xlsx")
    write_themes_csv(empty_snapshot(), tmp_path / "t.csv")
    write_disparity_json(empty_snapshot(), tmp_path / "d.json")

    assert opened((tmp_path / "r.xlsx").read_bytes()).sheetnames[0] == "Summary"
    assert json.loads((tmp_path / "d.json").read_text())["themes"] == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\x00b\x07", "ab"),
        ("x\ud800y\ufffez\uffff", "xyz"),
        ("_x0041_", "_x005F_x0041_"),
        ("line\nbreak\tand tab", "line\nbreak\tand tab"),
        ("👍🏽 שלום", "👍🏽 שלום"),
    ],
)
def test_text_is_cleaned_for_cells(given: str, kept: str) -> None:
    assert clean_text(given) == kept


def test_text_is_cut_at_the_limit_of_a_cell_without_breaking_a_character() -> None:
    cut = clean_text("🚀" * 20_000)

    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert set(cut) == {"🚀"}


def test_themes_csv_has_a_row_per_theme_and_runs_nothing(tmp_path: Path, snapshot: SnapshotContent) -> None:
    named = replace(snapshot, themes=(replace(snapshot.themes[0], name="=1+1"), *snapshot.themes[1:]))
    write_themes_csv(named, tmp_path / "themes.csv")

    assert (tmp_path / "themes.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "themes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(snapshot.themes)
    assert rows[0]["name"] == "'=1+1"
    letters = rows[1]
    assert (letters["leadership_improve_singles"], letters["leadership_improve_of_singles"]) == ("0", "9")
    assert (letters["reading"], letters["term"], letters["headline"]) == ("not_raised", "Blind spot", "yes")


def test_safe_text_keeps_one_line() -> None:
    assert safe_text("@a\r\nb") == "'@a b"


def test_disparity_json_holds_the_comparison_and_no_answer(tmp_path: Path, snapshot: SnapshotContent) -> None:
    write_disparity_json(snapshot, tmp_path / "d.json")

    text = (tmp_path / "d.json").read_text(encoding="utf-8")
    data = json.loads(text)
    assert data["schema"] == 1
    assert len(data["themes"]) == 25
    assert data["headlines"][0] == [1, "blind spot"]
    assert not any(answer.text in text for answer in snapshot.answers if len(answer.text) > 45)
    assert "reach_n" not in text


def test_flat_files_hide_unanimous_few(snapshot: SnapshotContent) -> None:
    found = snapshot.comparison.themes[0]
    key = next(key for key in found.counts if key[0] is Perspective.LEADERSHIP)
    all_of_them = replace(found, counts={key: Count(0, 0, 9, 9, 9, 9, census=True)})
    content = replace(snapshot, comparison=replace(snapshot.comparison, themes=(all_of_them,)))

    assert disparity_of(content)["themes"][0]["counts"][0]["singles_raising"] == "nearly all"


def test_every_field_of_disparity_json_is_described(snapshot: SnapshotContent) -> None:
    description = (Path(__file__).parents[2] / "docs" / "report-files.md").read_text()

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {key for item in value.values() for key in keys(item)}
        return {key for item in value for key in keys(item)} if isinstance(value, list) else set()

    words = {"strong", "moderate", "tentative", "strength", "improve", "competitor", "action"}
    described = set(re.findall(r"\w+", description))
    provenance = set(disparity_of(snapshot)["provenance"])
    assert keys(disparity_of(snapshot)) - words - described - provenance == set()
