"""Who hears a room from the desk, until when, and that no word of a note is ever on its way there."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from gapsessions.accounts.actions import deactivate, listener_of
from gapsessions.accounts.models import Membership
from gapsessions.breakouts.seats import take_seat
from gapsessions.facilitation.room import listening
from gapsessions.gatherings import topics
from gapsessions.live import channels
from gapsessions.live.channels import Visitor
from gapsessions.method.vocabulary import Stage
from gapsessions.sheets.activity import tell_desks
from gapsessions.sheets.from_phones import carry_out
from gapsessions.sheets.operations import read
from tests.factories.people import browser_of
from tests.factories.rooms import make_gathering, make_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(session):
    return make_gathering(session, stage=Stage.WRITE, code="BCDFGH")


def visitor(user, room) -> Visitor:
    browser = browser_of(user)
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    return Visitor(path=room.key, cookies=cookies, address="192.0.2.1")


def test_member_hears_the_room_under_the_name_by_which_rights_are_taken(fay, room):
    grant = listening.desk(visitor(fay, room))
    assert grant is not None
    assert (grant.topics, grant.listener) == ({topics.desk(room.key)}, listener_of(fay.pk))
    screen = listening.screen(visitor(fay, room))
    assert screen is not None
    assert screen.topics == {topics.screen(room.key), topics.desk(room.key)}


def test_whoever_lost_the_right_is_cut_off_and_not_let_in_again(
    fay, olga, room, monkeypatch, django_capture_on_commit_callbacks
):
    there = visitor(fay, room)
    ended = []
    monkeypatch.setattr(channels.broker, "revoke", ended.append)
    with django_capture_on_commit_callbacks(execute=True):
        deactivate(membership=Membership.objects.get(user=fay))
    assert ended == [listener_of(fay.pk)]
    assert listening.desk(there) is None


@pytest.mark.parametrize("cookie", ["", "nonsense", "\0", "x" * 4000])
def test_forged_cookie_hears_nothing(room, settings, cookie):
    there = Visitor(path=room.key, cookies={settings.SESSION_COOKIE_NAME: cookie}, address="192.0.2.1")
    assert listening.desk(there) is None


def test_other_organisation_and_removed_room_are_not_heard(fay, oscar, room):
    assert listening.desk(visitor(oscar, room)) is None
    type(room).objects.filter(pk=room.pk).update(removed_at=room.session.created_at)
    assert listening.screen(visitor(fay, room)) is None


def test_no_word_of_a_note_is_on_its_way_to_the_desk(room, monkeypatch, django_capture_on_commit_callbacks):
    heard = []
    monkeypatch.setattr(channels.broker, "publish", lambda topic, event: heard.append((topic, event.data)))
    table = make_table(room).breakout
    room.opened.create(question="strength", revealed=True)
    seat, _token = take_seat(gathering=room, breakout=table)
    said = {"v": 1, "op": str(uuid4()), "verb": "add", "table": table.key, "written": 1, "note": str(uuid4())}
    said |= {"question": "strength", "text": "Kind people"}
    with django_capture_on_commit_callbacks(execute=True):
        carry_out(seat=seat, asked=read(json.dumps(said).encode()))
    with django_capture_on_commit_callbacks(execute=True):
        tell_desks()
    of_desk = [data for topic, data in heard if topic in (topics.desk(room.key), topics.screen(room.key))]
    assert any('"count":1' in data for data in of_desk)
    assert not any("Kind people" in data for data in of_desk)
    assert any("Kind people" in data for topic, data in heard if topic == topics.table(table.key))
