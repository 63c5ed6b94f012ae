"""The one-page summary and the pages beside the comparison: on one page, in plain words, with what people typed."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from gapsessions.disparity.content import PulseContent, SnapshotContent, WaveContent, WaveCount, WaveTheme, WaveVerdict
from gapsessions.method.findings import Verdict
from gapsessions.method.vocabulary import Perspective, Scope
from gapsessions.reports.brand import PLAIN, Brand
from gapsessions.reports.document import build_document
from gapsessions.reports.headings import PAGES
from gapsessions.reports.one_page import biggest, cut
from gapsessions.reports.pdf import pdf_bytes, report_html
from tests.factories.full_snapshots import brand, full_snapshot, one_table_a_question
from tests.factories.snapshots import empty_snapshot, make_snapshot

L, S, C = Perspective
SUMMARY = re.compile(r'<section class="page summary.*?</section>', re.DOTALL)


def summary_html(content: SnapshotContent, paper: str = "a4") -> str:
    found = SUMMARY.search(report_html(build_document(content, paper=paper)))
    assert found
    return found[0]


def compounds() -> SnapshotContent:
    """Theme names as German makes them: one word, longer than a column."""
    content = full_snapshot()
    named = "Rechtsschutzversicherungsgesellschaftskundendienst"
    return replace(content, themes=tuple(replace(t, name=f"{named} {t.theme} zahlt nicht") for t in content.themes))


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(full_snapshot(), id="headlines"),
        pytest.param(make_snapshot(headlines=False), id="questions"),
        pytest.param(replace(full_snapshot(), actions=()), id="undecided"),
        pytest.param(compounds(), id="compounds"),
        pytest.param(one_table_a_question(), id="two-questions"),
    ],
)
def test_summary_is_one_page(tmp_path: Path, monkeypatch, content: SnapshotContent, paper: str) -> None:
    page = summary_html(content, paper)
    whole = report_html(build_document(content, paper=paper))
    head = whole[: whole.index("<body")]
    monkeypatch.setattr(
        "gapsessions.reports.pdf.report_html",
        lambda *_a, **_k: f'{head}<body class="sides-3">{page}</body></html>'.replace("page summary", "summary"),
    )
    (tmp_path / "summary.pdf").write_bytes(pdf_bytes(build_document(content, paper=paper)))

    with pikepdf.open(tmp_path / "summary.pdf") as pdf:
        assert len(pdf.pages) == 1
    said = subprocess.run(["pdftotext", tmp_path / "summary.pdf", "-"], capture_output=True, text=True, check=True)
    assert "What happens next" in said.stdout


def test_summary_says_what_differs_how_sure_and_what_is_next() -> None:
    content = full_snapshot()
    one, planned = build_document(content).one_page, {action.theme for action in content.actions}

    assert one.differences_title == "The 4 biggest differences"
    assert one.differences[0].sentence.startswith("Staff and customers raised “Letters nobody understands”")
    assert [difference.sure for difference in one.differences] == ["strong", "strong", "strong", "moderate"]
    assert one.sure[0].startswith("A lead, not proof")
    assert "1 to 4 in 10 such findings were false alarms" in one.sure[0]
    assert one.sure[-1].startswith("Each taken alone: strong, less than 1 chance in 100 that it is the other way round")
    assert one.next_lines[0] == "In the plan: 4 actions, 2 with an owner and a date."
    numbered = {str(n) for n, reading in enumerate(biggest(content), 1) if reading.theme not in planned}
    assert set(re.findall(r"\d", one.next_lines[1])) == numbered != set()
    settled = replace(
        content, actions=tuple(replace(one, owner="Mira", due=date(2027, 1, 6)) for one in content.actions)
    )
    assert build_document(settled).one_page.next_lines[0] == "In the plan: 4 actions, each with an owner and a date."


def test_biggest_differences_take_the_best_of_each_question_first() -> None:
    content = full_snapshot()
    chosen = biggest(content)
    order = list(content.comparison.headlines)

    assert chosen[0] == order[0]
    assert len({reading.theme for reading in chosen}) == len(chosen) == 4
    assert {reading.scope.value for reading in chosen} >= {"improve", "start"}


def test_without_headlines_nothing_is_called_a_finding() -> None:
    content = make_snapshot(headlines=False)
    one, html = build_document(content).one_page, summary_html(content)

    assert one.differences == ()
    assert one.sure[0].startswith("With so few sheets chance could explain each difference")
    assert "biggest difference" not in html
    assert "false alarms" not in html


def test_without_a_plan_the_summary_says_what_is_open_and_advises_nothing() -> None:
    content = replace(full_snapshot(), actions=())

    assert build_document(content).one_page.next_lines == (
        "Nothing has been decided yet. Still open for each difference above: who owns it, and by when.",
    )
    assert build_document(empty_snapshot()).one_page.next_lines == ("Nothing has been decided yet.",)


def test_every_page_has_a_headline_from_the_data_that_a_person_may_replace() -> None:
    content = full_snapshot()
    written = build_document(content).headings
    own = build_document(replace(content, headlines=dict.fromkeys(PAGES, "In our own words"))).headings

    assert set(written) == set(PAGES) - {"wave"}
    assert written["matrix"].shown == "Of 25 themes, every side raised 15, one side alone 1"
    assert (
        written["pulse"].shown
        == "2 of 9 in leadership, 6 of 54 of staff and 4 of 54 among customers gave the experience 9 or 10"
    )
    assert written["plan"].shown == "4 actions, 2 with an owner and a date"
    assert {heading.shown for key, heading in own.items() if key != "summary"} == {"In our own words"}
    assert own["matrix"].written == written["matrix"].written


def test_own_headlines_stand_on_the_pages() -> None:
    own = {"cover": "Ours: cover", "matrix": "Ours: matrix", "question-2": "Ours: question", "method": "Ours: method"}
    html = report_html(build_document(replace(full_snapshot(), headlines=own)))

    assert all(text in html for text in own.values())


def test_pulse_keeps_rooms_and_links_apart_and_shows_no_scores_of_few() -> None:
    pulse = build_document(full_snapshot()).pulse

    assert pulse is not None
    assert [(line.side.perspective, line.where, line.reach) for line in pulse.lines] == [
        (L, "in the room", "2 of 9 gave 9 or 10"),
        (S, "in the room", "6 of 54 gave 9 or 10"),
        (C, "in the room", "0 of 4 gave 9 or 10"),
        (C, "by link", "4 of 50 gave 9 or 10"),
    ]
    assert pulse.lines[2].bars == ()
    assert pulse.foreseen == (
        "Leaders named 1 of the 3 things customers raised most.",
        "Staff named 2 of the 3 things customers raised most. 1 prediction has not been looked at yet.",
    )


def test_bars_of_a_pulse_stand_at_their_counts() -> None:
    content = replace(full_snapshot(), pulse=(PulseContent(L, False, 6, (0, 0, 0, 0, 0, 0, 0, 0, 4, 2, 0), 2),))
    pulse = build_document(content).pulse

    assert pulse is not None
    assert [(bar.x, bar.y, bar.height, bar.promoter) for bar in pulse.lines[0].bars] == [
        ("81.5", "2.0", "28.0", False),
        ("91.5", "16.0", "14.0", True),
    ]


def test_nobodys_prediction_is_printed_word_for_word() -> None:
    assert "They will say we are slow" not in report_html(build_document(full_snapshot()), appendix=True)


def test_grid_puts_impact_up_and_effort_right_and_hides_nothing() -> None:
    page = build_document(full_snapshot()).plan_page

    assert page is not None
    first, second = page.dots[0], page.dots[1]
    assert (first.number, first.x, first.y) == ("1", "10.0", "10.0")
    assert (second.x, second.y) == ("19.0", "10.0")
    assert len({(dot.x, dot.y) for dot in page.dots}) == len(page.dots) == 7


def test_plan_points_out_what_no_one_or_leadership_alone_wants_to_start() -> None:
    page = build_document(full_snapshot()).plan_page

    assert page is not None
    assert "No one proposed a start" in {wanted.note for wanted in page.starts}
    assert page.starts[0].number == "1"
    assert [vote.dots for vote in page.votes][0] == ("–", "12", "–")


def test_session_without_asides_has_no_page_for_them() -> None:
    document = build_document(empty_snapshot())

    assert document.pulse is None
    assert document.plan_page is None
    assert 'id="pulse"' not in report_html(document)


def test_published_gaps_are_labelled_as_other_questions_with_both_sides_and_a_source() -> None:
    document = build_document(full_snapshot())
    html = report_html(document)

    assert len(document.published) == 6
    assert all(re.fullmatch(r"\d+%", side) for gap in document.published for side in (gap.organisations, gap.customers))
    assert all(gap.source for gap in document.published)
    assert "These are other questions, asked of other people" in html


def test_logo_and_accent_of_the_organisation_are_on_the_cover_alone(tmp_path: Path, small: SnapshotContent) -> None:
    branded = build_document(small, brand=brand())
    (tmp_path / "brand.pdf").write_bytes(pdf_bytes(branded))

    with pikepdf.open(tmp_path / "brand.pdf") as pdf:
        pictures = [i for i in pdf.objects if isinstance(i, pikepdf.Stream) and i.get("/Subtype") == "/Image"]
        assert b".043137" in pdf.pages[0].Contents.read_bytes()
        assert len(pictures) == 1
    assert report_html(branded).count("<img ") == 1
    assert 'alt="Tarnwell Bank"' in report_html(branded)
    assert "logo:" not in report_html(build_document(small))


@pytest.mark.parametrize("accent", ["red; } body { display: none", "#0b5c4", "url(http://127.0.0.1/)"])
def test_colour_that_is_none_changes_nothing(accent: str) -> None:
    assert Brand(b"", accent).css == ""
    assert Brand(b"", "#0b5c4a").css == "@page cover { background: #0b5c4a !important; }"


def test_logo_is_fitted_into_its_box() -> None:
    assert brand().fitted(60, 22) == (60.0, 20.0)
    assert brand().fitted(60, 10) == (30.0, 10.0)
    assert PLAIN.fitted(60, 22) == (0.0, 0.0)
    assert Brand(b"no picture").logo_size == (0, 0)


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [("short", 10, "short"), ("one two three", 9, "one two…"), ("x" * 50, 10, "x" * 9 + "…")],
)
def test_names_are_cut_between_words(text: str, most: int, kept: str) -> None:
    assert cut(text, most) == kept


def test_wave_leads_with_deeds_then_counts_then_verdicts() -> None:
    content = full_snapshot()
    letters = WaveTheme(1, "Letters", (WaveCount(L, Scope.PROBLEM, 0, 9, 7, 9),))
    wave = WaveContent(
        title="Autumn review 2025",
        held_on=date(2025, 11, 3),
        actions=(replace(content.actions[0], status="done"), content.actions[1]),
        themes=(letters,),
        pulse=(),
        verdicts=(WaveVerdict(1, C, Scope.IMPROVE, L, Scope.PROBLEM, Verdict.CLOSED, 0.97),),
        closed_by_chance=0.3,
        alignments=(),
        gone=(),
        new=(),
    )
    document = build_document(replace(content, wave=wave))
    html = report_html(document)
    told = html[html.index('id="wave"') : html.index('id="matrix"')]

    assert document.headings["wave"].shown == "1 of 2 actions are done."
    order = ["1 of 2 actions", "Done:", "0 of 9 last time, 7 of 9 now", "The gap has closed.", "Chance alone"]
    assert [told.index(part) for part in order] == sorted(told.index(part) for part in order)
    assert 'href="#wave"' in html


def test_evidence_over_two_questions_is_told_below_the_count() -> None:
    said = [row for row in build_document(one_table_a_question()).one_page.differences if row.row.cells[0].basis]
    assert said
    assert {row.row.cells[0].basis for row in said} <= {"2+4:\xa00\xa0of\xa09", "1+4:\xa00\xa0of\xa09"}
    html = summary_html(one_table_a_question())
    assert "Each count is out of those who answered the question." in html
    assert "takes these questions together, as the evidence does." in html
    assert "takes these questions together" not in summary_html(full_snapshot())
