"""Answers taken into a session: all or nothing, once, into the right sheets."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gapsessions.gatherings.models import Gathering
from gapsessions.intake import actions
from gapsessions.intake.actions import GatheringIsOpen, NothingToImport, RowsNeedMending, import_answers
from gapsessions.intake.answers import read_answers
from gapsessions.intake.models import IntakeFile
from gapsessions.method.vocabulary import Perspective, SheetKind, Stage, Style
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, Sheet
from tests.factories.imports import TWO_TABLES, notes, parsed_rows, sheet_sizes
from tests.factories.rooms import make_gathering

pytestmark = pytest.mark.django_db


def test_rows_of_a_breakout_are_one_table_sheet(session: GapSession) -> None:
    result = import_answers(session=session, parsed=parsed_rows(*TWO_TABLES))

    assert (result.answers_added, result.sheets_created, result.gatherings_created) == (3, 2, 1)
    assert notes(session) == {
        ("Tuesday", "Window", "strength", "We listen"): 1,
        ("Tuesday", "Door", "strength", "We listen"): 1,
        ("Tuesday", "Window", "improve", "Nobody calls back"): 1,
    }
    assert sheet_sizes(session, SheetKind.TABLE) == [1, 2]


def test_gatherings_arrive_closed_and_without_a_code(session: GapSession) -> None:
    import_answers(session=session, parsed=parsed_rows(*TWO_TABLES))

    gathering = Gathering.objects.get()
    assert (gathering.stage, gathering.code, gathering.style) == (Stage.CLOSED, "", Style.TABLES)
    assert gathering.closed_at is not None


def test_no_gathering_means_one_per_perspective(session: GapSession) -> None:
    import_answers(
        session=session, parsed=parsed_rows("staff ||A|| 1 | a", "customers ||A|| 1 | b", "staff ||B|| 1 | c")
    )

    assert set(Gathering.objects.values_list("perspective", "name")) == {("staff", "Staff"), ("customers", "Customers")}


def test_same_gathering_name_in_two_perspectives_is_two_gatherings(session: GapSession) -> None:
    import_answers(
        session=session, parsed=parsed_rows("staff | Tuesday | A || 1 | a", "customers | tuesday | A || 1 | b")
    )

    assert Gathering.objects.count() == 2


def test_rows_of_a_person_are_one_single_sheet(session: GapSession) -> None:
    import_answers(
        session=session,
        parsed=parsed_rows("customers ||| 17 | 1 | a", "customers ||| 17 | 2 | b", "customers ||| 18 | 1 | c"),
    )

    assert sheet_sizes(session, SheetKind.SINGLE) == [1, 2]


def test_row_with_neither_is_a_single_sheet_of_its_own(session: GapSession) -> None:
    import_answers(session=session, parsed=parsed_rows("customers |||| 1 | a", "customers |||| 2 | b"))

    assert sheet_sizes(session, SheetKind.SINGLE) == [1, 1]


def test_person_at_a_table_does_not_split_the_tables_sheet(session: GapSession) -> None:
    import_answers(session=session, parsed=parsed_rows("staff || A | x | 1 | a", "staff || A | y | 1 | b"))

    assert sheet_sizes(session, SheetKind.TABLE) == [2]


@pytest.mark.parametrize(
    ("rows", "style"),
    [
        (["leadership ||| 1 | 1 | a"], Style.OWN_SHEETS),
        (["customers ||| 1 | 1 | a"], Style.OPEN_LINK),
        (["customers ||| 1 | 1 | a", "customers || A || 1 | b"], Style.TABLES),
    ],
)
def test_style_follows_the_sheets(session: GapSession, rows: list[str], style: Style) -> None:
    import_answers(session=session, parsed=parsed_rows(*rows))

    assert Gathering.objects.get().style == style


def test_tags_segment_and_head_count_are_kept(session: GapSession) -> None:
    import_answers(
        session=session,
        parsed=parsed_rows(
            "customers | Hall | A || 3 | Open on Sundays | good || north | 8",
            "customers | Hall | A || 4 | Ask us again || start",
            "customers | Hall | B || 4 | Keep the desk || keep | north",
        ),
    )

    first, second = (Sheet.objects.get(breakout__name=name) for name in "AB")
    assert (first.head_count, first.contributors, first.segment) == (8, 8, "north")
    assert (second.head_count, second.contributors) == (None, 6)
    assert Gathering.objects.get().segment == "north"
    assert set(Answer.objects.values_list("text", "valence", "intent")) == {
        ("Open on Sundays", "good", ""),
        ("Ask us again", "", "start"),
        ("Keep the desk", "", "continue"),
    }


def test_person_and_row_numbers_are_stored_nowhere(session: GapSession) -> None:
    import_answers(session=session, parsed=parsed_rows("customers ||| canary-person | 1 | a"))

    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in (name for name in tables if name.startswith("gapsessions")):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names come from the database itself
            assert "canary-person" not in str(cursor.fetchall())


def test_open_gathering_is_refused_and_nothing_saved(session: GapSession) -> None:
    make_gathering(session, Perspective.STAFF, name="Tuesday", stage=Stage.WRITE)

    with pytest.raises(GatheringIsOpen, match="Tuesday"):
        import_answers(session=session, parsed=parsed_rows("customers || A || 1 | a", *TWO_TABLES))

    assert not Answer.objects.exists()
    assert Gathering.objects.count() == 1


def test_bad_row_stops_everything(session: GapSession) -> None:
    with pytest.raises(RowsNeedMending):
        import_answers(session=session, parsed=parsed_rows(*TWO_TABLES, "staff || A || 7 | x"))

    assert not Gathering.objects.exists()


def test_skip_bad_leaves_bad_rows_out_and_counts_them(session: GapSession) -> None:
    result = import_answers(session=session, parsed=parsed_rows(*TWO_TABLES, "staff || A || 7 | x"), skip_bad=True)

    session.refresh_from_db()
    assert (result.answers_added, result.left_out, session.rows_left_out) == (3, 1, 1)
    assert IntakeFile.objects.get().rows_left_out == 1


def test_rows_left_out_are_not_counted_twice(session: GapSession) -> None:
    bad = "staff || A || 7 | x"
    for rows in ([*TWO_TABLES, bad], [*TWO_TABLES, bad], [*TWO_TABLES, bad, "staff || B || 1 | new"]):
        import_answers(session=session, parsed=parsed_rows(*rows), skip_bad=True)
    import_answers(session=session, parsed=parsed_rows("customers || A || 1 | other", bad), skip_bad=True)

    session.refresh_from_db()
    assert session.rows_left_out == 2


def test_file_without_a_good_row_is_refused(session: GapSession) -> None:
    with pytest.raises(NothingToImport):
        import_answers(session=session, parsed=parsed_rows("staff || A || 7 | x"), skip_bad=True)


def test_file_with_missing_columns_cannot_be_skipped_through(session: GapSession) -> None:
    with pytest.raises(RowsNeedMending):
        import_answers(session=session, parsed=read_answers(b"who,text\nstaff,x\n", "a.csv"), skip_bad=True)


def test_failure_while_writing_saves_nothing(session: GapSession, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(actions, "_remember", fail)
    with pytest.raises(OSError, match="disk full"):
        import_answers(session=session, parsed=parsed_rows(*TWO_TABLES))

    assert not Gathering.objects.exists()
    assert not Answer.objects.exists()


def test_number_of_queries_does_not_grow_with_rows(session: GapSession) -> None:
    def queries(count: int, gathering: str) -> int:
        rows = [f"staff | {gathering} | T{number % 3} || 1 | note {number}" for number in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            import_answers(session=session, parsed=parsed_rows(*rows))
        return len(captured)

    assert queries(10, "A") == queries(60, "B")


@pytest.mark.parametrize("breakout", ["", "Window"])
def test_order_of_the_file_is_not_the_order_of_the_database(session: GapSession, breakout: str) -> None:
    rows = [f"customers || {breakout} || 1 | note {number:03}" for number in range(60)]

    import_answers(session=session, parsed=parsed_rows(*rows))

    by_place = "SELECT text FROM gapsessions_answer ORDER BY rowid"
    as_it_lies = "SELECT text FROM gapsessions_answer"
    with connection.cursor() as cursor:
        cursor.execute(by_place if connection.vendor == "sqlite" else as_it_lies)
        stored = [text for (text,) in cursor.fetchall()]
    assert sorted(stored) == [f"note {number:03}" for number in range(60)]
    assert stored != sorted(stored)
