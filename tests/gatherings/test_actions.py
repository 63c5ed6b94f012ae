"""Gatherings are opened, changed, moved on and moved back; codes rest and return."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gapsessions.gatherings.actions import (
    Facts,
    IllegalMove,
    MovedMeanwhile,
    change_gathering,
    move,
    open_gathering,
    record_gathering,
    take_back,
)
from gapsessions.gatherings.models import Gathering, UsedCode
from gapsessions.method.vocabulary import MOVES, Perspective, Stage, Style
from tests.factories.rooms import make_gathering


@pytest.fixture
def room(session):
    return open_gathering(session=session, perspective=Perspective.STAFF, style=Style.TABLES, name="Leeds")


def walk(gathering, *stages):
    seen = Stage(Gathering.objects.get(pk=gathering.pk).stage)
    for to in stages:
        move(gathering=gathering, seen=seen, to=to)
        seen = to
    gathering.refresh_from_db()


@pytest.mark.parametrize("seen", Stage)
@pytest.mark.parametrize("to", Stage)
def test_only_legal_moves_are_made(session, seen, to):
    gathering = make_gathering(session, stage=seen, code="BCDFGH")
    if to in MOVES[seen]:
        assert move(gathering=gathering, seen=seen, to=to)
        gathering.refresh_from_db()
        assert gathering.stage == to
    else:
        with pytest.raises(IllegalMove):
            move(gathering=gathering, seen=seen, to=to)


def test_two_clicks_are_one_move(room):
    assert move(gathering=room, seen=Stage.LOBBY, to=Stage.WRITE)
    assert not move(gathering=room, seen=Stage.LOBBY, to=Stage.WRITE)
    room.refresh_from_db()
    assert room.stage == Stage.WRITE


def test_move_from_a_stage_that_is_over_is_refused(room):
    walk(room, Stage.WRITE, Stage.READ_BACK)
    with pytest.raises(MovedMeanwhile):
        move(gathering=room, seen=Stage.LOBBY, to=Stage.WRITE)
    with pytest.raises(MovedMeanwhile):
        take_back(gathering=room, was=Stage.LOBBY, now=Stage.WRITE)


def test_move_is_taken_back_even_where_it_is_no_move_itself(room):
    walk(room, Stage.WRITE)
    assert take_back(gathering=room, was=Stage.LOBBY, now=Stage.WRITE)
    room.refresh_from_db()
    assert room.stage == Stage.LOBBY


def test_closing_rests_the_code_and_reopening_takes_it_up_again(room):
    code = room.code
    walk(room, Stage.WRITE, Stage.READ_BACK, Stage.CLOSED)
    assert room.closed_at
    assert UsedCode.objects.get(code=code).free_from
    walk(room, Stage.WRITE)
    assert (room.code, room.closed_at) == (code, None)
    assert UsedCode.objects.get(code=code).free_from is None


def test_reopened_gathering_whose_code_was_given_away_gets_another(room, session):
    code = room.code
    walk(room, Stage.WRITE, Stage.READ_BACK, Stage.CLOSED)
    UsedCode.objects.filter(code=code).update(free_from=None)  # 90 days later somebody else holds it
    walk(room, Stage.WRITE)
    assert room.code
    assert room.code != code


def test_change_leaves_code_and_stage_alone(room):
    facts = Facts(Perspective.CUSTOMERS, Style.OPEN_LINK, "Panel", "north", 400, date(2026, 11, 30), 90)
    changed = change_gathering(gathering=room, facts=facts)
    assert (changed.code, changed.stage) == (room.code, Stage.LOBBY)
    assert (changed.name, changed.segment, changed.planned_size, changed.run_minutes) == ("Panel", "north", 400, 90)


def test_census_ends_with_own_sheets(session):
    gathering = record_gathering(
        session=session, perspective=Perspective.LEADERSHIP, style=Style.OWN_SHEETS, name="Board"
    )
    Gathering.objects.update(census=True)
    changed = change_gathering(gathering=gathering, facts=Facts(Perspective.LEADERSHIP, Style.TABLES, "Board"))
    assert changed.census is False


def test_everybody_was_there_can_be_said_and_taken_back(session):
    gathering = record_gathering(
        session=session, perspective=Perspective.LEADERSHIP, style=Style.OWN_SHEETS, name="Board"
    )
    said = Facts(Perspective.LEADERSHIP, Style.OWN_SHEETS, "Board", census=True)
    assert change_gathering(gathering=gathering, facts=said).census is True
    assert change_gathering(gathering=gathering, facts=replace(said, census=False)).census is False


def test_everybody_is_not_said_of_tables(session):
    made = open_gathering(
        session=session, perspective=Perspective.LEADERSHIP, style=Style.TABLES, name="Board", census=True
    )
    assert made.census is False
