"""Answers taken into a session: all or nothing, once, into the right sheets."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gapsessions.gatherings.models import Gathering
from gapsessions.intake import actions
from gapsessions.intake.actions import GatheringIsOpen, NothingToImport, RowsNeedMending, import_answers
from gapsessions.intake.answers import Parsed, read_answers
from gapsessions.intake.models import IntakeFile
from gapsessions.method.vocabulary import Perspective, Question, SheetKind, Stage, Style
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, Sheet
from tests.factories.rooms import make_gathering, make_session, make_single, make_table, write
from tests.factories.spreadsheets import make_csv

pytestmark = pytest.mark.django_db
COLUMNS = (
    "perspective",
    "gathering",
    "breakout",
    "person",
    "question",
    "text",
    "valence",
    "intent",
    "segment",
    "people",
)


def parsed_rows(*rows: str) -> Parsed:
    """Rows such as "staff | Tuesday | A | | 1 | Friendly", read as a file."""
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    return read_answers(make_csv([COLUMNS, *(row + [""] * (len(COLUMNS) - len(row)) for row in cells)]), "a.csv")


def notes(session: GapSession) -> Counter[tuple[str, str, str, str]]:
    """What stands in the session: gathering, breakout, question and text, with how often."""
    found = Answer.objects.filter(sheet__gathering__session=session)
    return Counter(found.values_list("sheet__gathering__name", "sheet__breakout__name", "question", "text"))


def sheet_sizes(session: GapSession, kind: SheetKind) -> list[int]:
    """How many notes stand on each sheet of a kind."""
    sheets = Sheet.objects.filter(gathering__session=session, kind=kind)
    return sorted(sheet.answers.count() for sheet in sheets)


TWO_TABLES = (
    "staff | Tuesday | Window | | 1 | We listen",
    "staff | Tuesday | Door | | 1 | We listen",
    "staff | Tuesday | window | | 2 | Nobody calls back",
)


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


def test_same_file_twice_changes_nothing(session: GapSession) -> None:
    parsed = parsed_rows(*TWO_TABLES, "customers |||| 1 | a", "customers |||| 1 | a", "customers ||| 9 | 2 | b")
    import_answers(session=session, parsed=parsed)
    before = notes(session), Sheet.objects.count(), Gathering.objects.count()

    result = import_answers(session=session, parsed=parsed)

    assert not result.changed
    assert result.already_there == 6
    assert (notes(session), Sheet.objects.count(), Gathering.objects.count()) == before


def test_same_file_changes_nothing_after_its_notes_were_edited(session: GapSession) -> None:
    parsed = parsed_rows(*TWO_TABLES)
    import_answers(session=session, parsed=parsed)
    Answer.objects.filter(question="improve").update(text="Nobody ever calls back")

    assert not import_answers(session=session, parsed=parsed).changed


def test_same_rows_in_another_order_and_spelling_change_nothing(session: GapSession) -> None:
    import_answers(session=session, parsed=parsed_rows(*TWO_TABLES))

    again = parsed_rows(*(row.replace("Tuesday", " TUESDAY").replace("staff", "Employees") for row in TWO_TABLES[::-1]))

    assert not import_answers(session=session, parsed=again).changed


def test_file_comes_back_whole_after_its_gathering_was_deleted(session: GapSession) -> None:
    parsed = parsed_rows(*TWO_TABLES)
    import_answers(session=session, parsed=parsed)
    Sheet.objects.all().delete()
    Gathering.objects.all().delete()

    assert import_answers(session=session, parsed=parsed).answers_added == 3


def test_same_file_goes_into_another_session(session: GapSession) -> None:
    other = make_session(session.organisation, "Next")
    import_answers(session=session, parsed=parsed_rows(*TWO_TABLES))

    assert import_answers(session=other, parsed=parsed_rows(*TWO_TABLES)).answers_added == 3


def test_extended_file_adds_only_its_new_rows(session: GapSession) -> None:
    import_answers(session=session, parsed=parsed_rows(*TWO_TABLES))

    result = import_answers(
        session=session,
        parsed=parsed_rows(
            *TWO_TABLES, TWO_TABLES[0], "staff | Tuesday | Stage || 1 | New table", "staff | Friday | A || 1 | b"
        ),
    )

    assert (result.answers_added, result.already_there) == (3, 3)
    assert (result.sheets_created, result.gatherings_created) == (2, 1)
    assert notes(session)["Tuesday", "Window", "strength", "We listen"] == 2


def test_duplicate_rows_stay(session: GapSession) -> None:
    import_answers(session=session, parsed=parsed_rows("staff || A || 1 | same", "staff || A || 1 | same"))

    assert notes(session) == {("Staff", "A", "strength", "same"): 2}


def test_extended_file_finds_a_person_again_and_goes_on_with_the_sheet(session: GapSession) -> None:
    first = ("customers ||| 17 | 1 | a", "customers ||| 17 | 2 | b", "customers ||| 18 | 1 | a")
    import_answers(session=session, parsed=parsed_rows(*first))

    result = import_answers(
        session=session, parsed=parsed_rows(*first, "customers ||| 17 | 4 | c", "customers ||| 19 | 1 | a")
    )

    assert (result.answers_added, result.sheets_created) == (2, 1)
    assert sheet_sizes(session, SheetKind.SINGLE) == [1, 1, 3]


def test_extended_file_of_single_rows_adds_by_count(session: GapSession) -> None:
    import_answers(session=session, parsed=parsed_rows("customers |||| 1 | a", "customers |||| 1 | a"))

    result = import_answers(session=session, parsed=parsed_rows(*["customers |||| 1 | a"] * 3, "customers |||| 2 | a"))

    assert (result.answers_added, result.already_there) == (2, 2)
    assert sheet_sizes(session, SheetKind.SINGLE) == [1, 1, 1, 1]


def test_shortened_file_takes_nothing_away(session: GapSession) -> None:
    import_answers(session=session, parsed=parsed_rows(*TWO_TABLES))

    result = import_answers(session=session, parsed=parsed_rows(TWO_TABLES[0]))

    assert (result.answers_added, result.already_there) == (0, 1)
    assert sum(notes(session).values()) == 3


def test_struck_out_notes_do_not_come_back(session: GapSession) -> None:
    import_answers(session=session, parsed=parsed_rows(*TWO_TABLES))
    Answer.objects.filter(question="improve").update(struck_out=True)

    result = import_answers(session=session, parsed=parsed_rows(*TWO_TABLES, "staff | Tuesday | Door || 1 | new"))

    assert result.answers_added == 1


def test_rows_join_what_phones_wrote_at_a_closed_gathering(session: GapSession) -> None:
    gathering = make_gathering(session, Perspective.STAFF, name="Tuesday")
    write(make_table(gathering, "Window"), Question.STRENGTH, "We  listen")

    result = import_answers(session=session, parsed=parsed_rows(*TWO_TABLES))

    assert (result.answers_added, result.sheets_created, result.gatherings_created) == (2, 1, 0)


def test_single_sheets_of_phones_are_left_alone(session: GapSession) -> None:
    gathering = make_gathering(session, Perspective.CUSTOMERS, Style.OPEN_LINK, name="Link")
    write(make_single(gathering), Question.STRENGTH, "a", "x")

    result = import_answers(
        session=session, parsed=parsed_rows("customers | Link ||| 1 | a", "customers | Link || 7 | 1 | a")
    )

    assert (result.answers_added, result.sheets_created) == (2, 2)


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

    assert queries(10, "A") == queries(90, "B")


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
