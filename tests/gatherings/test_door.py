"""The door is locked, gets another code and its old one back, and widens; whoever is in stays in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gapsessions.gatherings import door
from gapsessions.gatherings.actions import REST_DAYS, hold_code
from gapsessions.gatherings.models import UsedCode
from gapsessions.method.vocabulary import Stage
from gapsessions.sessions.archive import SessionIsArchived
from tests.factories.rooms import make_gathering


@pytest.fixture
def room(session):
    return make_gathering(session, stage=Stage.WRITE, code=hold_code())


def test_second_lock_changes_nothing(room):
    assert door.lock(gathering=room)
    assert not door.lock(gathering=room)
    room.refresh_from_db()
    assert room.locked
    assert door.unlock(gathering=room)
    assert not door.unlock(gathering=room)


def test_new_code_lets_the_old_one_rest(room):
    first = room.code
    assert door.give_new_code(gathering=room) == first
    room.refresh_from_db()
    assert room.code != first
    assert UsedCode.objects.get(code=first).free_from == timezone.localdate() + timedelta(days=REST_DAYS)
    assert UsedCode.objects.get(code=room.code).free_from is None


def test_old_code_comes_back_while_it_rests(room):
    first = door.give_new_code(gathering=room)
    second = room.code
    assert door.give_old_code_back(gathering=room, old=first)
    room.refresh_from_db()
    assert room.code == first
    assert UsedCode.objects.get(code=second).free_from is not None
    assert not door.give_old_code_back(gathering=room, old=first)
    assert not door.give_old_code_back(gathering=room, old="ZZZZZZ")


def test_code_of_another_room_is_not_taken(room, session):
    other = make_gathering(session, stage=Stage.WRITE, code=hold_code())
    assert not door.give_old_code_back(gathering=room, old=other.code)


def test_room_without_a_door_gets_no_code(session):
    for closed in (make_gathering(session, code=hold_code()), make_gathering(session, stage=Stage.WRITE)):
        with pytest.raises(door.NobodyJoins):
            door.give_new_code(gathering=closed)


def test_plan_is_changed_and_the_old_one_returned(room):
    assert door.plan_for(gathering=room, people=40) is None
    assert door.plan_for(gathering=room, people=60) == 40
    room.refresh_from_db()
    assert room.planned_size == 60


def test_archived_session_keeps_its_doors(room, session):
    session.archived_at = timezone.now()
    session.save()
    for verb in (door.lock, door.unlock, door.give_new_code):
        with pytest.raises(SessionIsArchived):
            verb(gathering=room)
