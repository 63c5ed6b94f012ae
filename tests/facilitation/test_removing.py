"""What is removed counts nowhere, and comes back as it was."""

from __future__ import annotations

import pytest

from gapsessions.disparity.queries import gather_material
from gapsessions.facilitation.preparing.removing import (
    remove_breakout,
    remove_gathering,
    restore_breakout,
    restore_gathering,
)
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Question
from gapsessions.sheets.models import Answer, Sheet
from gapsessions.themes.models import Placement, Theme
from gapsessions.themes.queries import answers_of, placements_of, themes_of
from tests.factories.rooms import make_gathering, make_table, write


@pytest.fixture
def room(session):
    return make_gathering(session)


@pytest.fixture
def sheets(room):
    tables = [make_table(room), make_table(room)]
    for table in tables:
        write(table, Question.STRENGTH, "Kind people", "Quick answers")
    write(tables[0], Question.IMPROVE, "Taken back by the table", struck_out=True)
    return tables


def standing(session):
    return answers_of(session).count(), Sheet.objects.filter(gathering__session=session).count()


def test_removed_gathering_counts_nowhere_and_comes_back_whole(session, room, sheets):
    theme = Theme.objects.create(session=session, name="Kindness")
    for answer in Answer.objects.filter(struck_out=False):
        Placement.objects.create(answer=answer, theme=theme)
    assert remove_gathering(gathering=room) == 4
    assert standing(session) == (0, 0)
    assert not Gathering.objects.filter(session=session).exists()
    assert not session.gatherings.exists()
    assert not placements_of(session).exists()
    assert [theme.answers for theme in themes_of(session)] == [0]
    assert gather_material(session).sheets == ()
    restore_gathering(gathering=room)
    assert standing(session) == (4, 2)
    assert Answer.objects.filter(struck_out=True).count() == 1
    assert placements_of(session).count() == 4


def test_removed_table_leaves_the_others_alone(session, room, sheets):
    breakout = sheets[0].breakout
    assert remove_breakout(breakout=breakout) == 2
    assert standing(session) == (2, 1)
    restore_breakout(breakout=breakout)
    assert standing(session) == (4, 2)


def test_table_removed_by_itself_stays_out_when_its_gathering_comes_back(session, room, sheets):
    remove_breakout(breakout=sheets[0].breakout)
    remove_gathering(gathering=room)
    restore_gathering(gathering=room)
    assert standing(session) == (2, 1)
    restore_breakout(breakout=sheets[0].breakout)
    assert standing(session) == (4, 2)


def test_removed_notes_go_with_their_session(session, room, sheets):
    remove_gathering(gathering=room)
    session.delete()
    assert not Answer.objects.exists()
    assert not Sheet.everything.exists()
    assert not Gathering.everything.exists()
