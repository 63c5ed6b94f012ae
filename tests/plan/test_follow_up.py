"""Closing the loop: wishes are counts, addresses stand apart, and neither tells of the other."""

from __future__ import annotations

import uuid

import pytest

from gapsessions.breakouts.models import Seat
from gapsessions.breakouts.seats import take_seat
from gapsessions.method.vocabulary import Perspective, Stage
from gapsessions.plan.models import Contact, FollowUpWish
from gapsessions.plan.queries import wishes_of
from tests.factories.people import browser_of
from tests.factories.rooms import make_gathering, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(organisation):
    session = make_session(organisation)
    return make_gathering(
        session,
        Perspective.CUSTOMERS,
        stage=Stage.WRITE,
        code="BCDFGH",
        asks_follow_up=True,
        asks_prediction=True,
        segment="north",
    )


@pytest.fixture
def phone(room, client):
    _seat, token = take_seat(gathering=room)
    client.cookies[f"seat-{room.key}"] = token
    return client


def send(phone, room, verb, op=None, **fields):
    said = {"v": 1, "op": op or str(uuid.uuid4()), "verb": verb, "table": "", "written": 0, **fields}
    return phone.post(f"/r/{room.key}/operations/", said, content_type="application/json")


def test_wish_is_counted_and_address_stands_apart(phone, room):
    assert send(phone, room, "follow_up", how="email", how_often="once", address=" c@example.org ").status_code == 200
    wish, contact = FollowUpWish.objects.get(), Contact.objects.get()
    assert (wish.channel, wish.often, wish.segment, wish.people) == ("email", "once", "north", 1)
    assert (contact.address, contact.session) == ("c@example.org", room.session)
    assert {field.name for field in Contact._meta.concrete_fields if field.is_relation} == {"session"}


def test_wish_is_counted_once_per_phone_and_once_per_operation(phone, room):
    op = str(uuid.uuid4())
    for _ in range(2):
        assert send(phone, room, "follow_up", op, how="not_at_all", how_often="").status_code == 200
    assert send(phone, room, "follow_up", how="not_at_all", how_often="").status_code in (409, 410, 422)
    assert [wish.people for wish in FollowUpWish.objects.all()] == [1]
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"how": "pigeon", "how_often": "once", "address": "x"},
        {"how": "email", "how_often": "daily", "address": "cleo@example.org"},
        {"how": "email", "how_often": "", "address": "cleo@example.org"},
        {"how": "email", "how_often": "once", "address": "\u200b"},
        {"how": "email", "how_often": "once", "address": 7},
        {"how": "email", "how_often": "once", "address": "x" * 300},
        {"how": ["email"], "how_often": {"a": 1}, "address": None},
    ],
)
def test_wish_that_makes_no_sense_is_refused_with_a_sentence(phone, room, fields):
    answer = send(phone, room, "follow_up", **fields)
    assert answer.status_code == 422
    assert answer.json()["sentence"]
    assert not Contact.objects.exists()
    assert not FollowUpWish.objects.exists()
    assert not Seat.objects.get().gave_follow_up


def test_segment_is_shown_from_five_people_with_five_others(room):
    session = room.session
    south = make_gathering(session, Perspective.CUSTOMERS, segment="south")
    FollowUpWish.objects.create(gathering=room, segment="north", channel="email", often="once", people=6)
    few = FollowUpWish.objects.create(gathering=south, segment="south", channel="post", often="yearly", people=4)
    assert [(row.segment, row.people) for row in wishes_of(session)] == [("", 10)]
    FollowUpWish.objects.filter(pk=few.pk).update(people=5)
    assert [(row.segment, row.people) for row in wishes_of(session)] == [("", 11), ("north", 6), ("south", 5)]


def test_contacts_are_listed_taken_off_and_put_back(room, fay):
    desk = browser_of(fay)
    contact = Contact.objects.create(session=room.session, channel="email", often="once", address="=cmd@example.org")
    code = room.session.code
    assert "=cmd@example.org" in desk.get(f"/s/{code}/follow-up/").content.decode()
    listed = desk.get(f"/s/{code}/follow-up/contacts.csv")
    assert "'=cmd@example.org" in listed.content.decode()
    desk.post(f"/s/{code}/follow-up/{contact.key}/remove/")
    assert "cmd@example.org" not in desk.get(f"/s/{code}/follow-up/contacts.csv").content.decode()
    desk.post(f"/s/{code}/follow-up/{contact.key}/restore/")
    assert "cmd@example.org" in desk.get(f"/s/{code}/follow-up/contacts.csv").content.decode()


def test_thanks_carry_the_address_where_one_hears_what_came_of_it(phone, room):
    address = phone.get(f"/r/{room.key}/state/").json()["follow_up_url"]
    assert address == f"/after/{room.session.follow_up_key}/"
    page = phone.get(address).content.decode()
    assert "Nothing is published here yet." in page
    assert room.session.organisation.name in page
    assert room.session.title not in page, "sessions are named for the desk"
    assert phone.get("/after/nothing/").status_code == 404
