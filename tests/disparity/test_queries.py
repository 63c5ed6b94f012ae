"""What of a session is counted, and how."""

from __future__ import annotations

import pytest

from gapsessions.disparity.queries import gather_material, other_cuts
from gapsessions.method.counts import Note
from gapsessions.method.vocabulary import Intent, Perspective, Question, SheetKind, Stage, Style, Valence
from gapsessions.sheets.models import Answer
from gapsessions.themes.actions import also_in, create_theme, move_answers, send_to_other
from gapsessions.themes.models import Proposal
from gapsessions.themes.proposed import Proposed, Reason, to_json
from tests.factories.rooms import make_gathering, make_single, make_table, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def themes(session):
    return [create_theme(session=session, name=name) for name in ("Staff", "Waiting")]


def _notes(material):
    return {
        answer.text: note
        for s, a in zip(material.counted, material.answers, strict=True)
        for answer, note in zip(a, s.notes, strict=True)
    }


def test_note_carries_themes_primary_first(session, sam, themes):
    staff, waiting = themes
    (note,) = write(sam, Question.IMPROVE, "Long waits")
    move_answers(answers=[note.pk], to=waiting, by=None)
    also_in(answer=note, theme=staff)
    material = gather_material(session)
    number = {theme.name: place for place, theme in enumerate(material.themes)}
    assert material.counted[0].notes[0].themes == (number["Waiting"], number["Staff"])


def test_note_carries_what_was_said_about_it(session, sam, themes):
    write(sam, Question.COMPETITOR, "They open on Sundays", valence=Valence.GOOD)
    write(sam, Question.ACTION, "Open on Sundays", intent=Intent.START, star=True)
    assert _notes(gather_material(session)) == {
        "They open on Sundays": Note(Question.COMPETITOR, valence=Valence.GOOD),
        "Open on Sundays": Note(Question.ACTION, intent=Intent.START, star=True),
    }


def test_undecided_and_other_are_never_mixed_up(session, sam, themes):
    undecided, other = write(sam, Question.IMPROVE, "Not placed", "Fits nowhere")
    send_to_other(session=session, answers=[other.pk], by=None)
    also_in(answer=other, theme=themes[0])
    notes = _notes(gather_material(session))
    assert notes["Not placed"].undecided
    assert notes["Fits nowhere"] == Note(Question.IMPROVE, other=True)


def test_struck_out_notes_and_empty_sheets_do_not_count(session, sam, lena):
    (gone,) = write(sam, Question.IMPROVE, "Taken back")
    Answer.objects.filter(pk=gone.pk).update(struck_out=True)
    write(lena, Question.IMPROVE, "Stays")
    material = gather_material(session)
    assert [sheet.perspective for sheet in material.counted] == [Perspective.LEADERSHIP]


def test_sheet_carries_who_stands_behind_it(session):
    tables = make_gathering(session, Perspective.CUSTOMERS)
    write(make_table(tables, head_count=8, confirmed=True), Question.IMPROVE, "Counted")
    write(make_table(tables), Question.IMPROVE, "Nobody counted")
    write(make_single(make_gathering(session, Perspective.STAFF, Style.OPEN_LINK)), Question.IMPROVE, "Alone")
    found = {
        answers[0].text: (sheet.kind, sheet.people, sheet.confirmed)
        for sheet, answers in zip(*(lambda m: (m.counted, m.answers))(gather_material(session)), strict=True)
    }
    assert found == {
        "Counted": (SheetKind.TABLE, 8, True),
        "Nobody counted": (SheetKind.TABLE, 6, False),
        "Alone": (SheetKind.SINGLE, 1, False),
    }


def test_themes_are_numbered_by_size_and_empty_ones_left_out(session, sam, themes):
    staff, waiting = themes
    create_theme(session=session, name="Empty")
    move_answers(answers=[a.pk for a in write(sam, Question.IMPROVE, "One", "Two")], to=waiting, by=None)
    move_answers(answers=[a.pk for a in write(sam, Question.STRENGTH, "Three")], to=staff, by=None)
    assert [theme.name for theme in gather_material(session).themes] == ["Waiting", "Staff"]


def test_census_needs_every_gathering_of_the_perspective(session):
    first = make_gathering(session, Perspective.LEADERSHIP, Style.OWN_SHEETS, census=True)
    write(make_single(first), Question.IMPROVE, "One")
    make_gathering(session, Perspective.LEADERSHIP, Style.OWN_SHEETS)  # planned, nobody came
    assert gather_material(session).census == {Perspective.LEADERSHIP}
    second = make_gathering(session, Perspective.LEADERSHIP, Style.OWN_SHEETS)
    write(make_single(second), Question.IMPROVE, "Two")
    assert gather_material(session).census == frozenset()


def test_session_is_open_while_somebody_writes(session, sam):
    write(sam, Question.IMPROVE, "One")
    assert not gather_material(session).still_open
    make_gathering(session, Perspective.CUSTOMERS, stage=Stage.LOBBY)
    assert not gather_material(session).still_open
    make_gathering(session, Perspective.CUSTOMERS, stage=Stage.WRITE)
    assert gather_material(session).still_open


def test_other_cuts_run_along_the_notes(session, sam, lena, themes):
    first, second, third, late = write(sam, Question.IMPROVE, "One", "Two", "Three", "Late")
    (fourth,) = write(lena, Question.IMPROVE, "Four")
    send_to_other(session=session, answers=[third.pk], by=None)
    move_answers(answers=[first.pk, second.pk, fourth.pk, late.pk], to=themes[0], by=None)
    order = (first, second, third, fourth)
    Proposal.objects.create(
        session=session,
        state="accepted",
        result=to_json(
            Proposed(
                answers=tuple(a.pk for a in order),
                labels=(0, 0, 0, 0),
                confidence=(1.0,) * 4,
                reasons=(Reason((), None),) * 4,
                themes=(),
                broader=None,
                finer=(0, 1, 2, 3),
                notices=(),
            )
        ),
    )
    material = gather_material(session)
    broader, finer = other_cuts(material)
    assert broader is None
    found = {
        answer.text: themes
        for answers, placed in zip(material.answers, finer, strict=True)
        for answer, themes in zip(answers, placed, strict=True)
    }
    assert found == {"One": (0,), "Two": (1,), "Three": (), "Four": (3,), "Late": ()}


def test_number_of_queries_does_not_grow(session, django_assert_num_queries, themes):
    for number in range(8):
        sheet = make_table(make_gathering(session), head_count=number + 1)
        move_answers(answers=[a.pk for a in write(sheet, Question.IMPROVE, "One", "Two")], to=themes[0], by=None)
    with django_assert_num_queries(7):
        gather_material(session)
