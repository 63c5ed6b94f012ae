"""A room that is taken out or erased: whoever has it open is told, and finds nothing there."""

from __future__ import annotations

import pytest

from gapsessions.facilitation.retention.actions import erase_for_good
from gapsessions.gatherings import topics
from gapsessions.gatherings.actions import put_back, take_out
from gapsessions.method.vocabulary import Stage
from tests.factories.phones import sit_down
from tests.factories.rooms import make_gathering

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "gapsessions.gatherings.stirring.publish", lambda topic, event: said.append((topic, event.name))
    )
    return said


def pages_of(room) -> list[tuple[str, str]]:
    return [(at(room.key), "refetch") for at in (topics.room, topics.desk, topics.screen)]


def test_phones_of_a_room_that_was_taken_out_ask_and_find_nothing_until_it_is_back(session, told):
    room = make_gathering(session, code="BCDFGH", stage=Stage.LOBBY)
    phone = sit_down(room)
    told.clear()
    take_out(gathering=room)
    assert told == pages_of(room)
    assert phone.client.get(f"/r/{room.key}/state/").status_code == 404
    put_back(gathering=room)
    assert phone.client.get(f"/r/{room.key}/state/").status_code == 200


def test_phones_of_an_erased_session_ask_and_find_nothing(session, told):
    room = make_gathering(session, code="BCDFGH", stage=Stage.LOBBY)
    phone = sit_down(room)
    told.clear()
    erase_for_good(session=session)
    assert told == pages_of(room)
    assert phone.client.get(f"/r/{room.key}/state/").status_code == 404
