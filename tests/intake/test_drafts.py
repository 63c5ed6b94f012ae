"""A file that waits: mended, left out, saved or thrown away, and nothing of it counts before that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gapsessions.accounts.models import User
from gapsessions.gatherings.models import Gathering
from gapsessions.intake import drafting
from gapsessions.intake.actions import GatheringIsOpen, RowsNeedMending
from gapsessions.intake.checking import checked_of
from gapsessions.intake.draft_table import SURPLUS, pack, unpack
from gapsessions.intake.grid import Row, Table
from gapsessions.intake.issues import Problem
from gapsessions.intake.models import IntakeDraft
from gapsessions.intake.preview import State, preview_of, rows_alike, rows_with
from gapsessions.intake.remedies import remedies_for
from gapsessions.intake.tables import TableRefused
from gapsessions.intake.tasks import ask_to_save, save_file
from gapsessions.intake.words import Column
from gapsessions.method.vocabulary import Perspective
from gapsessions.sessions.actions import erase_session
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from tests.factories.imports import TWO_TABLES, make_draft, notes
from tests.factories.rooms import make_gathering
from tests.factories.spreadsheets import make_csv

pytestmark = pytest.mark.django_db

BAD = (
    "staff | Tuesday | Window | | 1 | We listen",
    "stafff | Tuesday | Window | | 2 | Nobody calls back",
    "staff | Tuesday | Window | | 5 | A person who visits",
    "staff | Tuesday | Door | | 5 | The bus stops early",
)


def found(draft: IntakeDraft):
    return checked_of(draft.checked)


def test_table_comes_back_as_it_was():
    table = Table(("a", "b"), (Row(2, ("x", "=1"), frozenset({1}), ("more",)), Row(4, ("", "ü"))), 1, "UTF-8", ("hm",))
    assert unpack(pack(table)) == table


def test_nothing_is_saved_by_uploading(session: GapSession, fay: User):
    draft = make_draft(session, fay)
    assert (found(draft).good, found(draft).bad) == (3, ())
    assert not Answer.objects.exists()


def test_one_tap_mends_a_row(session: GapSession, fay: User):
    draft = make_draft(session, fay, *BAD)
    assert found(draft).bad == (3, 4, 5)

    proposed = next(one for one in remedies_for(found(draft).issues[0]) if one.proposed)
    drafting.mend(draft=draft, cells={3: {proposed.column: proposed.value}})

    assert (proposed.column, proposed.value, found(draft).bad) == (Column.PERSPECTIVE, "staff", (4, 5))


def test_rows_alike_are_mended_together(session: GapSession, fay: User):
    draft = make_draft(session, fay, *BAD)
    rows = rows_alike(draft, 4, Column.QUESTION)
    drafting.mend(draft=draft, cells={row: {Column.QUESTION: "4"} for row in rows})
    assert (rows, found(draft).bad) == ([4, 5], (3,))


def test_mended_and_left_out_rows_are_saved_as_the_button_says(session: GapSession, fay: User):
    draft = make_draft(session, fay, *BAD)
    drafting.mend(draft=draft, cells={3: {Column.PERSPECTIVE: "staff"}})
    with pytest.raises(RowsNeedMending):
        drafting.save_draft(draft=draft)
    drafting.leave_out(draft=draft, rows=found(draft).bad)

    result = drafting.save_draft(draft=draft)

    session.refresh_from_db()
    assert (result.answers_added, result.left_out, session.rows_left_out) == (2, 2, 2)
    assert notes(session) == {
        ("Tuesday", "Window", "strength", "We listen"): 1,
        ("Tuesday", "Window", "improve", "Nobody calls back"): 1,
    }


def test_saved_draft_holds_no_word_any_more(session: GapSession, fay: User):
    draft = make_draft(session, fay)
    drafting.save_draft(draft=draft)
    assert (bytes(draft.rows), draft.changes, draft.checked) == (b"", {}, {})
    with pytest.raises(drafting.DraftIsClosed):
        drafting.leave_out(draft=draft, rows=[2])


def test_row_taken_back_in_is_looked_at_again(session: GapSession, fay: User):
    draft = make_draft(session, fay, *BAD)
    drafting.leave_out(draft=draft, rows=[3, 4, 5])
    drafting.take_in(draft=draft, rows=[4])
    assert found(draft).bad == (4,)
    drafting.take_in(draft=draft)
    assert found(draft).bad == (3, 4, 5)


def test_rows_that_say_nothing_are_neither_shown_nor_counted(session: GapSession, fay: User):
    header = ("perspective", "question", "text", "remark")
    data = make_csv([header, ("staff", "1", "Fast", ""), ("", "", "", "see below"), ("staff", "1", "Kind", "")])
    draft = drafting.keep_draft(session=session, user=fay, data=data, name="a.csv")
    drafting.leave_out(draft=draft, rows=[3, 99])
    page = preview_of(draft)
    assert ([row.number for row in page.rows], page.counts["all"], page.out) == ([2, 4], 2, 0)
    assert drafting.save_draft(draft=draft).left_out == 0


def test_row_left_out_disagrees_with_nobody(session: GapSession, fay: User):
    draft = make_draft(
        session,
        fay,
        "staff | T | A | | 1 | a | | | | 7",
        "staff | T | A | | 1 | b | | | | 8",
        "staff | T | A | | 1 | c",
    )
    assert [one.problem for one in found(draft).issues] == [Problem.PEOPLE_DISAGREE]
    drafting.leave_out(draft=draft, rows=[2])
    assert found(draft).bad == ()


def test_typing_a_row_anew_settles_extra_cells(session: GapSession, fay: User):
    data = make_csv([("perspective", "question", "text"), ("staff", "1", "Fast", " and friendly")])
    draft = drafting.keep_draft(session=session, user=fay, data=data, name="a.csv")
    assert rows_with(draft, Problem.SURPLUS) == [2]
    drafting.mend(draft=draft, cells={2: {Column.TEXT: "Fast, and friendly", SURPLUS: ""}})
    drafting.save_draft(draft=draft)
    assert Answer.objects.get().text == "Fast, and friendly"


def test_columns_may_be_named_by_hand(session: GapSession, fay: User):
    data = make_csv([("Wer", "Was", "Worte"), ("staff", "1", "Fast")])
    draft = drafting.keep_draft(session=session, user=fay, data=data, name="a.csv")
    assert found(draft).unusable
    drafting.choose_columns(draft=draft, columns={Column.PERSPECTIVE: 0, Column.QUESTION: 1, Column.TEXT: 2})
    assert (found(draft).unusable, found(draft).good) == (False, 1)
    assert preview_of(draft).rows[0].perspective is Perspective.STAFF


def test_same_file_again_is_foreseen(session: GapSession, fay: User):
    drafting.save_draft(draft=make_draft(session, fay))
    again = make_draft(session, fay)
    assert (found(again).foreseen.new, found(again).foreseen.already_there) == (0, 3)
    longer = make_draft(session, fay, *TWO_TABLES, "staff | Tuesday | Door | | 2 | The lift")
    assert (found(longer).foreseen.new, found(longer).foreseen.already_there) == (1, 3)
    assert drafting.save_draft(draft=longer).answers_added == 1


def test_open_gathering_is_foreseen_and_nothing_is_lost(session: GapSession, fay: User):
    gathering = make_gathering(session, Perspective.STAFF, name="Tuesday", stage="write")
    draft = make_draft(session, fay)
    assert found(draft).foreseen.open_gathering == "Tuesday"
    with pytest.raises(GatheringIsOpen):
        drafting.save_draft(draft=draft)
    Gathering.objects.filter(pk=gathering.pk).update(stage="closed", closed_at=timezone.now())
    drafting.look_again(draft=draft)
    assert found(draft).foreseen.open_gathering == ""


def test_second_of_two_changes_builds_on_the_first(session: GapSession, fay: User):
    draft = make_draft(session, fay, *BAD)
    stale = IntakeDraft.objects.get(pk=draft.pk)
    drafting.leave_out(draft=draft, rows=[3])
    drafting.leave_out(draft=stale, rows=[4])
    assert found(stale).bad == (5,)


def test_preview_shows_states_and_the_next_problem(session: GapSession, fay: User):
    draft = make_draft(session, fay, *BAD)
    drafting.leave_out(draft=draft, rows=[3])
    page = preview_of(draft, row=4)
    assert [(row.number, row.state) for row in page.rows] == [
        (2, State.READY),
        (3, State.OUT),
        (4, State.BAD),
        (5, State.BAD),
    ]
    assert (page.next_problem, preview_of(draft, row=5).next_problem) == (5, 4)
    assert [row.number for row in preview_of(draft, show="fix").rows] == [4, 5]


def test_worker_saves_a_file_once(session: GapSession, fay: User):
    draft = make_draft(session, fay)
    ask_to_save(draft=draft)
    with pytest.raises(drafting.DraftIsClosed):
        ask_to_save(draft=draft)
    save_file.func(draft.pk)
    save_file.func(draft.pk)
    draft.refresh_from_db()
    assert (draft.state, draft.outcome["answers_added"], Answer.objects.count()) == ("saved", 3, 3)


def test_file_the_worker_could_not_save_is_open_again_with_the_reason(session: GapSession, fay: User):
    draft = make_draft(session, fay)
    ask_to_save(draft=draft)
    make_gathering(session, Perspective.STAFF, name="Tuesday", stage="write")
    save_file.func(draft.pk)
    draft.refresh_from_db()
    assert draft.state == "open"
    assert "Tuesday" in draft.trouble
    assert draft.rows


def test_refused_file_keeps_nothing(session: GapSession, fay: User):
    with pytest.raises(TableRefused):
        drafting.keep_draft(session=session, user=fay, data=b"%PDF-1.7", name="a.pdf")
    assert not IntakeDraft.objects.exists()


def test_words_go_when_their_time_is_over_and_with_the_session(session: GapSession, fay: User):
    ended = make_draft(session, fay)
    IntakeDraft.objects.filter(pk=ended.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    waiting = make_draft(session, fay)
    assert list(IntakeDraft.objects.values_list("pk", flat=True)) == [waiting.pk]
    erase_session(session=session)
    assert not IntakeDraft.objects.exists()


def test_answer_that_says_nothing_is_neither_shown_nor_counted(session, fay):
    draft = make_draft(session, fay, "staff | Tuesday | 1 | | 1 | We listen", "staff | Tuesday | 1 | | 2 | -")
    assert found(draft).blank == (3,)
    assert found(draft).good == 1
    assert found(draft).bad == ()
    assert [row.number for row in preview_of(draft).rows] == [2]


def test_table_that_is_a_bare_number_is_called_a_table(session, fay):
    draft = make_draft(session, fay, "staff | | 1 | | 1 | We listen", "staff | | Door | | 1 | Kind people")
    assert [row.group for row in preview_of(draft).rows] == ["Table 1", "Door"]
