"""The same file, or a longer one, comes a second time: nothing is doubled, nothing is taken away."""

from __future__ import annotations

import pytest

from gapsessions.gatherings.models import Gathering
from gapsessions.intake.actions import import_answers
from gapsessions.method.vocabulary import Perspective, Question, SheetKind, Style
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, Sheet
from tests.factories.imports import TWO_TABLES, notes, parsed_rows, sheet_sizes
from tests.factories.rooms import make_gathering, make_session, make_single, make_table, write

pytestmark = pytest.mark.django_db


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
