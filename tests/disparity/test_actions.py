"""Comparing a session, and freezing the comparison."""

from __future__ import annotations

import zlib

import pytest

from gapsessions.disparity import actions
from gapsessions.disparity.actions import SnapshotIsDamaged, StillWriting, compare_session, read_snapshot, take_snapshot
from gapsessions.disparity.models import Snapshot
from gapsessions.method.findings import ReadingName
from gapsessions.method.vocabulary import Perspective, Question, Scope, SheetKind, Stage, Style
from gapsessions.sessions.actions import ask_only
from gapsessions.sheets.models import Answer
from gapsessions.themes.actions import close_themes, create_theme, move_answers, rename_theme
from tests.factories.rooms import make_gathering, make_single, make_table, write, write_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(session):
    return create_theme(session=session, name="Waiting")


@pytest.fixture
def unseen(session, waiting):
    """Nine of twelve customer tables wait too long; none of three leadership tables says so (case 11)."""
    customers = make_gathering(session, Perspective.CUSTOMERS)
    tables = [make_table(customers) for _ in range(12)]
    waits = write_all(tables[:9], Question.IMPROVE, "we wait far too long at table")
    rest = write_all(tables[9:], Question.IMPROVE, "the room is far too dark at table")
    leaders = make_gathering(session, Perspective.LEADERSHIP)
    rest += write_all([make_table(leaders) for _ in range(3)], Question.IMPROVE, "our rooms are dark at table")
    dark = create_theme(session=session, name="Dark rooms")
    move_answers(answers=[answer.pk for answer in waits], to=waiting, by=None)
    move_answers(answers=[answer.pk for answer in rest], to=dark, by=None)
    return session


def test_comparison_counts_sheets_and_reads_them(unseen):
    content = compare_session(unseen)
    assert [(theme.name, theme.answers) for theme in content.themes] == [("Waiting", 9), ("Dark rooms", 6)]
    counts = content.comparison.themes[0].counts
    assert (
        counts[Perspective.CUSTOMERS, Scope.IMPROVE].tables_raising,
        counts[Perspective.CUSTOMERS, Scope.IMPROVE].tables,
    ) == (9, 12)
    assert (
        counts[Perspective.LEADERSHIP, Scope.IMPROVE].tables_raising,
        counts[Perspective.LEADERSHIP, Scope.IMPROVE].tables,
    ) == (0, 3)
    first = content.comparison.themes[0].readings[0]
    assert (first.name, first.evidence) == (ReadingName.BLIND_SPOT, 0.993)


def test_comparison_brings_names_words_and_how_it_came_about(unseen, organisation):
    close_themes(session=unseen)
    unseen.rows_left_out = 3
    unseen.save()
    content = compare_session(unseen)
    assert (content.title, content.organisation, content.number) == ("Autumn", "Brightwater Clinics", None)
    assert content.wording[Perspective.STAFF, Question.IMPROVE] == "improve?"
    assert content.held_on == unseen.created_at.date()
    assert (content.provenance.reviewed, content.provenance.rows_left_out) == (True, 3)
    assert {quote.perspective for quote in content.quotes} == {Perspective.CUSTOMERS, Perspective.LEADERSHIP}
    assert content.actions == ()


def test_question_that_is_not_asked_is_not_counted(unseen):
    ask_only(
        session=unseen, asked={side: [Question.IMPROVE] for side in (Perspective.LEADERSHIP, Perspective.CUSTOMERS)}
    )
    content = compare_session(unseen)
    asked = {side.perspective: side.asked for side in content.comparison.sides}
    assert asked == {
        Perspective.LEADERSHIP: {Question.IMPROVE},
        Perspective.STAFF: frozenset(),
        Perspective.CUSTOMERS: {Question.IMPROVE},
    }
    assert (Perspective.STAFF, Scope.IMPROVE) not in content.comparison.themes[0].counts


def test_shared_content_names_no_table(session, sam, lena, waiting):
    write(sam, Question.IMPROVE, "From a table")
    write(lena, Question.IMPROVE, "From one person")
    assert {answer.breakout for answer in compare_session(session).answers} == {""}
    own = {answer.sheet_kind: answer.breakout for answer in compare_session(session, breakouts=True).answers}
    assert own == {SheetKind.TABLE: "Table 1", SheetKind.SINGLE: ""}


def test_order_of_answers_tells_no_sheet(session):
    open_link = make_gathering(session, Perspective.CUSTOMERS, Style.OPEN_LINK)
    for number in range(30):
        write(make_single(open_link), Question.IMPROVE, f"a {number}", f"b {number}")
    texts = [answer.text for answer in compare_session(session, shuffles=1).answers]
    assert texts == sorted(texts), "the words decide, not the sheet, the id or the time"


def test_empty_session_can_be_compared(session):
    content = compare_session(session)
    assert (content.themes, content.answers, content.quotes) == ((), (), ())


def test_comparison_is_a_draft_while_somebody_writes(unseen):
    assert not compare_session(unseen).draft
    make_gathering(unseen, Perspective.STAFF, stage=Stage.WRITE)
    assert compare_session(unseen).draft
    with pytest.raises(StillWriting):
        take_snapshot(unseen)


def test_snapshot_is_numbered_and_comes_back(unseen, fay):
    first, second = take_snapshot(unseen, fay), take_snapshot(unseen, fay)
    assert (first.number, second.number, first.created_by) == (1, 2, fay)
    content = read_snapshot(Snapshot.objects.get(pk=second.pk))
    assert content.number == 2
    assert content == read_snapshot(second)
    assert content.comparison == compare_session(unseen).comparison


def test_two_facilitators_get_two_numbers(unseen, fay, monkeypatch):
    encode_once, meanwhile = actions.encode, []

    def encode(content):
        if not meanwhile:
            meanwhile.append(None)
            meanwhile.append(take_snapshot(unseen, fay))
        return encode_once(content)

    monkeypatch.setattr(actions, "encode", encode)
    mine = take_snapshot(unseen, fay)
    assert (meanwhile[1].number, mine.number) == (1, 2)
    assert read_snapshot(mine).number == 2


def test_snapshot_stays_as_it_was(unseen, waiting, fay):
    snapshot = take_snapshot(unseen, fay)
    before = read_snapshot(snapshot)
    rename_theme(theme=waiting, name="Time lost")
    Answer.objects.all().delete()
    assert read_snapshot(Snapshot.objects.get(pk=snapshot.pk)) == before


def test_snapshots_of_sessions_are_numbered_apart(unseen, organisation, fay):
    from tests.factories.rooms import make_session

    other = make_session(organisation, "Spring")
    assert [take_snapshot(unseen, fay).number, take_snapshot(other, fay).number] == [1, 1]


@pytest.mark.parametrize(
    "damage", [lambda p: p[:-9], lambda p: zlib.compress(zlib.decompress(p).replace(b"Autumn", b"Winter"))]
)
def test_damaged_snapshot_is_refused(unseen, fay, damage):
    snapshot = take_snapshot(unseen, fay)
    snapshot.payload = damage(bytes(snapshot.payload))
    snapshot.save()
    with pytest.raises(SnapshotIsDamaged):
        read_snapshot(snapshot)
