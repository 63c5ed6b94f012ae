"""What an executive with five minutes reads: numbers and words that agree, caveats, and readings with their subject."""

from __future__ import annotations

from dataclasses import replace

from gapsessions.disparity.content import SnapshotContent
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.reports.document import ReportDocument, build_document
from gapsessions.reports.pdf import report_html
from tests.factories.snapshots import make_snapshot

L, S, C = Perspective


def test_without_headlines_the_report_opens_with_agreement_facts_and_five_questions() -> None:
    summary = build_document(make_snapshot(headlines=False)).summary

    assert summary.title.startswith("All three perspectives praised “")
    assert [tile.label for tile in summary.tiles] == ["Leadership", "Staff", "Customers", "Themes"]
    assert len(summary.room) == 5
    assert not summary.gaps


def test_tiles_add_up_to_what_the_lede_says_and_none_is_zero(snapshot: SnapshotContent) -> None:
    summary = build_document(snapshot).summary
    themes = {reading.theme for reading in snapshot.comparison.headlines}
    gaps = [tile for tile in summary.tiles if tile.family not in ("shared", "themes")]

    assert f"On {len(themes)} themes the sides are further apart" in summary.lede
    assert sum(int(tile.number) for tile in gaps) == len(themes)
    assert all(tile.number != "0" for tile in summary.tiles)


def test_without_headlines_each_side_is_given_its_facts() -> None:
    content = make_snapshot(headlines=False)
    document = build_document(content)

    assert [most.side.perspective for most in document.summary.most] == [L, S, C]
    assert all(len(most.themes) == 3 for most in document.summary.most)
    assert "What each side raised most" in report_html(document)
    assert build_document(make_snapshot()).summary.most == ()


def test_side_of_one_sheet_is_marked_wherever_it_is_introduced(small: SnapshotContent) -> None:
    assert build_document(small).one_sheet == ()

    comparison = small.comparison
    alone = tuple(replace(s, tables=1, singles=0) if s.perspective is S else s for s in comparison.sides)
    document = build_document(replace(small, comparison=replace(comparison, sides=alone)))
    method = [point for section in document.method for point in section.points]

    assert len(document.one_sheet) == 1
    assert document.one_sheet[0].startswith("Staff: one sheet only.")
    assert document.one_sheet[0] in method
    html = report_html(document)
    assert html.count(document.one_sheet[0]) == 3
    assert "Staff, 1 group (one sheet only)" in html


def test_quotes_are_missed_only_where_somebody_answered_and_picked_none(small: SnapshotContent) -> None:
    silent = tuple(a for a in small.answers if not (a.perspective is S and a.question is Question.STRENGTH))
    quotes = tuple(q for q in small.quotes if q.perspective is not S)

    def sides(content: SnapshotContent) -> list[Perspective]:
        return [column.side.perspective for column in build_document(content).questions[0].quotes]

    assert small.provenance.reviewed
    assert S in sides(replace(small, quotes=quotes))
    assert S not in sides(replace(small, quotes=quotes, answers=silent))
    unreviewed = replace(small, quotes=quotes, provenance=replace(small.provenance, reviewed=False))
    assert S not in sides(unreviewed)


def test_every_reading_in_print_names_its_subject(document: ReportDocument) -> None:
    html = report_html(document)

    for finding in (*document.differences, *document.agreements):
        assert finding.chip.about or finding.chip.label == "No one proposed a start", finding.theme
        assert finding.chip.words in html
    assert "Reading: as something to improve" in html
    assert "hance of the reverse" not in html


def test_reliability_shows_the_kinds_of_session_that_resemble_this_one(snapshot: SnapshotContent) -> None:
    def kinds(content: SnapshotContent) -> str:
        return " ".join(row[0] for section in build_document(content).method for row in section.table)

    assert "9 leaders on own sheets" in kinds(snapshot)
    assert "leadership tables" not in kinds(snapshot)
    tables = tuple(replace(side, census=False) for side in snapshot.comparison.sides)
    at_tables = replace(snapshot, comparison=replace(snapshot.comparison, sides=tables))
    assert "on own sheets" not in kinds(at_tables)
    assert "1-2 leadership tables" in kinds(at_tables)
