"""The neutral document: what a report says, before it is printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.rows import cell_of, plot_of
from gapsessions.method.findings import Count
from gapsessions.method.vocabulary import Perspective, Question, Scope
from gapsessions.reports.document import ReportDocument, build_document
from gapsessions.reports.pdf import report_html
from gapsessions.reports.slides import deck_of
from tests.factories.snapshots import empty_snapshot, make_snapshot

L, S, C = Perspective
LETTERS = "Staff and customers raised “Letters nobody understands” as something to improve. No leader did."


def test_summary_opens_with_the_finding_and_its_counts(document: ReportDocument) -> None:
    assert (
        document.summary.title
        == "Staff and customers raised “Letters nobody understands” as something to improve. No leader did."
    )
    assert document.summary.lede.startswith("What leadership, staff and customers share:")
    assert len(document.summary.tiles) == 4


def test_the_verb_of_a_headline_tells_praise_from_complaint(document: ReportDocument) -> None:
    titles = [page.title for page in document.questions]

    assert titles[0] == "“The app”: a strength for leadership, something to improve for customers"
    assert titles[1].startswith("Staff and customers raised ")
    assert titles[3] == "Leadership proposed “Video advice at home”. Few customers did."
    assert words.raised([C], "Listening", Scope.STRENGTH) == "Customers praised “Listening”."


def test_headline_of_a_person_replaces_the_written_one(snapshot: SnapshotContent) -> None:
    document = build_document(replace(snapshot, headline="We lose people in the post"))

    assert document.summary.title == "We lose people in the post"


def test_no_page_says_that_no_gap_stands_out(snapshot: SnapshotContent) -> None:
    for content in (make_snapshot(headlines=False), empty_snapshot(), make_snapshot(perspectives=(S,))):
        assert "stands out from chance" not in report_html(build_document(content))


def test_a_side_that_was_not_asked_is_never_zero(small: SnapshotContent) -> None:
    comparison = small.comparison
    without = replace(
        small,
        comparison=replace(
            comparison,
            sides=tuple(
                replace(side, asked=side.asked - {Question.IMPROVE}) if side.perspective is S else side
                for side in comparison.sides
            ),
            themes=tuple(
                replace(
                    found,
                    counts={key: n for key, n in found.counts.items() if key != (S, Scope.IMPROVE)},
                    readings=(),
                )
                for found in comparison.themes
            ),
            headlines=(),
            questions=(),
            agreements=(),
        ),
    )

    page = build_document(without).questions[1]

    assert "Staff: this question was not asked." in page.absent
    assert {cell.state for row in page.tables[0].rows for cell in row.cells if cell.perspective is S} == {"not_asked"}


def test_an_empty_session_says_that_no_sheet_answered() -> None:
    document = build_document(empty_snapshot())

    assert document.summary.title == "No sheet has been handed in yet"
    assert all("Customers: no sheet answered this question." in page.absent for page in document.questions)
    assert "0 of 0" not in report_html(document)


def test_one_perspective_is_a_report_without_comparison() -> None:
    document = build_document(make_snapshot(perspectives=(S,)))

    assert document.cover_title == "What staff told us"
    assert document.summary.lede.startswith("One perspective only")
    assert not document.differences
    assert list(document.absent) == [
        "Leadership: not asked in this session.",
        "Customers: not asked in this session.",
    ]


def test_a_side_that_was_asked_nothing_has_no_column_and_is_named_once(small: SnapshotContent) -> None:
    sides = tuple(
        replace(side, asked=frozenset(), tables=0, singles=0, answers=0) if side.perspective is S else side
        for side in small.comparison.sides
    )
    document = build_document(replace(small, comparison=replace(small.comparison, sides=sides)))

    assert [side.perspective for side in document.sides] == [L, C]
    assert document.absent == ("Staff: not asked in this session.",)
    assert document.cover_facts[0] == ("2", "perspectives")


def test_the_page_of_a_question_quotes_the_counts_its_headline_rests_on(document: ReportDocument) -> None:
    page = document.questions[1]

    assert (
        page.title == "Staff and customers raised “Letters nobody understands” as something to improve. No leader did."
    )
    assert page.lede == (
        "Customers: 1 of 2 tables and 16 of 50 single replies raised it as something to improve. "
        "Leadership: 0 of 9 leaders raised it as something to improve or start."
    )


def test_starts_are_the_typed_actions_and_nothing_else(snapshot: SnapshotContent) -> None:
    document = build_document(snapshot)
    assert [start.what for start in document.summary.starts] == [a.what for a in snapshot.actions[:3]]

    unplanned = build_document(replace(snapshot, actions=()))
    assert unplanned.summary.starts == ()
    assert unplanned.plan == ()
    assert "room to do it together, by hand" in report_html(unplanned)


def test_unanimous_few_single_sheets_read_nearly_all() -> None:
    everybody = Count(0, 0, 9, 9, 9, 9, census=True, high=True)

    cell, plot = cell_of(L, everybody), plot_of("Safe with our money", {L: everybody})

    assert cell.k == "nearly all"
    assert "9 of 9" not in plot.title
    assert float(plot.marks[0].x) < 190


def test_tables_and_single_replies_have_marks_and_counts_of_their_own() -> None:
    both = Count(1, 2, 14, 50, 9.5, 14.5)

    cell, plot = cell_of(C, both), plot_of("Letters", {C: both})

    assert (cell.k, cell.n, cell.singles_k, cell.singles_n) == ("1", "2", "14", "50")
    assert [mark.hollow for mark in plot.marks] == [True, False]
    assert plot.title == "Letters: Customers 1 of 2 tables and 14 of 50 single replies"


def test_marks_stand_at_the_raw_share_and_step_aside_when_they_meet() -> None:
    half, none = Count(2, 4, 0, 0, 2, 4), Count(0, 4, 0, 0, 0, 4)

    plot = plot_of("Letters", {L: half, S: half, C: none})

    at = {mark.perspective: (float(mark.x), float(mark.y)) for mark in plot.marks}
    assert at[L][0] == at[S][0] == 100
    assert at[C][0] == 10
    assert abs(at[L][1] - at[S][1]) >= 8


def test_the_weaker_side_is_quoted_with_the_count_the_reading_rests_on(snapshot: SnapshotContent) -> None:
    html = report_html(build_document(snapshot))

    assert "Leadership: 0 of 9 leaders raised it as something to improve or start" in html


def test_method_page_tells_what_a_careful_reader_asks(snapshot: SnapshotContent) -> None:
    unreviewed = replace(
        snapshot, provenance=replace(snapshot.provenance, reviewed=False, encoder="", moves_after_closing=3)
    )
    text = " ".join(
        line
        for section in build_document(unreviewed).method
        for line in (*section.paragraphs, *section.points, *(cell for row in section.table for cell in row))
    )

    for part in (
        "fewer than a third as many",
        "Redrawn from one common pool",
        "8-21",
        "14 to 41 in 100 are false",
        "proposed by machine and not reviewed",
        "Only the words of the answers were compared",
        "3 answers were moved after the themes were closed",
        "1 quote was left out",
        "90% range",
    ):
        assert part in text, part


def test_a_missing_thing_is_not_reported_as_left_out(small: SnapshotContent) -> None:
    nothing = replace(small, provenance=replace(small.provenance, quotes_left_out=0, themes_left_out=0))
    points = [point for section in build_document(nothing).method for point in section.points]

    assert not any("was left out" in point or "were left out" in point for point in points)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_paper_decides_the_style_sheets(small: SnapshotContent, paper: str) -> None:
    html = report_html(build_document(small, paper=paper))

    assert ("report-letter.css" in html) is (paper == "letter")


def test_an_unknown_paper_is_refused(small: SnapshotContent) -> None:
    with pytest.raises(ValueError, match="a5"):
        build_document(small, paper="a5")


def test_a_withdrawn_quote_is_shown_as_withdrawn(snapshot: SnapshotContent) -> None:
    secret = snapshot.quotes[0].text
    content = replace(snapshot, quotes=(replace(snapshot.quotes[0], withdrawn=True),))

    html = report_html(build_document(content))

    assert "A quote was withdrawn." in html
    assert f"“{secret}”" not in html


def test_quotes_name_the_perspective_only(snapshot: SnapshotContent) -> None:
    html = report_html(build_document(snapshot), appendix=True)

    assert any(answer.breakout == "Table 10" for answer in snapshot.answers)
    assert "Table 10" not in html


def test_the_appendix_stops_at_its_cap(monkeypatch: pytest.MonkeyPatch, small: SnapshotContent) -> None:
    monkeypatch.setattr("gapsessions.reports.quotes.APPENDIX_CAP", 5)

    document = build_document(small)

    shown = sum(len(a) for g in document.appendix for _side, themes in g.sides for _name, a in themes)
    assert (shown, document.appendix_left_out) == (5, len(small.answers) - 5)


def test_names_from_right_to_left_are_kept_apart_from_the_sentence(small: SnapshotContent) -> None:
    hebrew = replace(small, themes=tuple(replace(theme, name="שירות אדיב") for theme in small.themes))

    assert "“\N{FIRST STRONG ISOLATE}שירות אדיב\N{POP DIRECTIONAL ISOLATE}”" in build_document(hebrew).summary.title


@pytest.mark.parametrize("language", ["fr", "pl", "de", "ar"])
def test_words_dates_and_language_of_a_report_agree(small: SnapshotContent, language: str) -> None:
    document = build_document(replace(small, language=language))

    assert (document.language, document.right_to_left) == ("en", False)
    assert replace(document, content=small) == replace(build_document(small), content=small)
    assert report_html(document) == report_html(build_document(small))
    assert deck_of(document).language == "en"


def test_a_language_whose_words_are_whole_is_the_documents(small: SnapshotContent, settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("fr", "français")]
    document = build_document(replace(small, language="fr", held_on=date(2026, 8, 3)))

    assert (document.language, document.held_on) == ("fr", "3 août 2026")
