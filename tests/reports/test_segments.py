"""Segments in the report: counts under the floors, rows no segment picks, quotes that name one from eight on."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from gapsessions.disparity.actions import compare_session
from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded.reveal import reveal_of
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Perspective, Question, Scope
from gapsessions.reports.document import build_document
from gapsessions.reports.excel import excel_bytes
from gapsessions.reports.pdf import report_html
from gapsessions.reports.segment_pages import segment_tables
from gapsessions.sheets.models import Answer, Sheet
from gapsessions.themes.actions import create_theme, move_answers
from tests.factories.full_snapshots import full_snapshot
from tests.factories.rooms import make_gathering, write


@pytest.fixture(scope="module")
def content() -> SnapshotContent:
    return full_snapshot()


def test_rows_are_what_the_whole_side_raised_most(content: SnapshotContent) -> None:
    (table,) = segment_tables(content)
    assert (table.side.perspective, table.segments) == (Perspective.CUSTOMERS, ("north", "south"))
    improve = [row for row in table.rows if row.question.startswith("2.")]
    counts = {f.theme: f.counts.get((Perspective.CUSTOMERS, Scope.IMPROVE)) for f in content.comparison.themes}
    names = {theme.theme: theme.name for theme in content.themes}
    shares = {names[theme]: count.raising / count.answered for theme, count in counts.items() if count}
    assert [shares[row.name] for row in improve] == sorted(shares.values(), reverse=True)[: len(improve)]


def test_report_prints_counts_of_segments_and_names_them_beside_quotes(content: SnapshotContent) -> None:
    html = report_html(build_document(content))
    assert "Segment by segment" in html
    assert " · north</span>" in html
    assert any(quote.side == "Customers, north" for step in reveal_of(content).steps for quote in step.quotes)


def test_without_segments_no_page_speaks_of_them(snapshot: SnapshotContent) -> None:
    assert build_document(snapshot).segments == ()
    assert "Segment by segment" not in report_html(build_document(snapshot))


def test_workbook_has_every_segment_and_count(content: SnapshotContent) -> None:
    book = load_workbook(BytesIO(excel_bytes(build_document(content))))
    rows = list(book["Segments"].iter_rows(min_row=5, values_only=True))
    counted = [c for part in content.segments for c in part.counts if c.theme is not None]
    assert len(rows) == len(counted)
    assert {row[1] for row in rows} == {"north", "south"}


@pytest.fixture
def by_link(session, fay):
    """Replies of an open link that is closed: eight from the north, five from the south."""
    gathering = make_gathering(session, Perspective.CUSTOMERS, style="open_link", stage="closed")
    theme = create_theme(session=session, name="Waiting on the phone")
    for segment, people in (("north", 8), ("south", 5)):
        for n in range(people):
            sheet = Sheet.objects.create(gathering=gathering, kind="single", segment=segment)
            answer = write(sheet, Question.IMPROVE, f"Waiting on the phone takes the whole morning, {segment} {n}")[0]
            move_answers(answers=[answer.pk], to=theme, by=fay)
        Answer.objects.filter(pk=answer.pk).update(star=True)  # what is starred is quoted: of either one, without luck
    return session


@pytest.mark.django_db
def test_quote_names_a_segment_of_eight_where_the_others_are_eight_too(by_link):
    """Eight of thirteen may not be named: whoever is not of the north is one of five."""
    content = compare_session(by_link)
    assert {part.name for part in content.segments} == {"north", "south"}
    assert {quote.segment for quote in content.quotes} == {""}
    Sheet.objects.filter(segment="south").update(segment="")
    more = Gathering.objects.get(session=by_link, style="open_link")
    for n in range(3):
        write(Sheet.objects.create(gathering=more, kind="single"), Question.IMPROVE, f"Too long, I say, number {n}")
    content = compare_session(by_link)
    assert {("north" in quote.text, quote.segment) for quote in content.quotes} == {(True, "north"), (False, "")}
