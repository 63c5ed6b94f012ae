"""The pulse and the predictions: counted or kept without anything that leads to a phone."""

from __future__ import annotations

import uuid

import pytest

from gapsessions.breakouts.seats import take_seat
from gapsessions.method.vocabulary import Perspective, Stage
from gapsessions.sheets.models import Prediction, PulseCount
from gapsessions.sheets.pulse import pulse_of
from tests.factories.rooms import make_gathering, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(organisation):
    session = make_session(organisation)
    return make_gathering(session, Perspective.STAFF, stage=Stage.WRITE, code="BCDFGH", asks_prediction=True)


@pytest.fixture
def phone(room, client):
    _seat, token = take_seat(gathering=room)
    client.cookies[f"seat-{room.key}"] = token
    return client


def send(phone, room, verb, op=None, **fields):
    said = {"v": 1, "op": op or str(uuid.uuid4()), "verb": verb, "table": "", "written": 0, **fields}
    return phone.post(f"/r/{room.key}/operations/", said, content_type="application/json")


def scores():
    return {count.score: count.people for count in PulseCount.objects.filter(people__gt=0)}


def test_pulse_is_counted_once(phone, room):
    op = str(uuid.uuid4())
    for _ in range(3):
        assert send(phone, room, "pulse", op, score=9).status_code == 200
    assert scores() == {9: 1}
    assert (pulse_of(room).people, pulse_of(room).high) == (1, 1)


def test_pulse_is_changed_by_who_knows_what_it_was(phone, room):
    send(phone, room, "pulse", score=9)
    assert send(phone, room, "pulse", score=4).status_code == 422
    assert send(phone, room, "pulse", score=4, was=3).status_code == 422
    assert scores() == {9: 1}
    assert send(phone, room, "pulse", score=4, was=9).status_code == 200
    assert scores() == {4: 1}


@pytest.mark.parametrize("score", [-1, 11, 4.5, "9", None, True, [], 10**30])
def test_pulse_that_is_no_score_is_refused(phone, room, score):
    assert send(phone, room, "pulse", score=score).status_code == 422
    assert not PulseCount.objects.exists()


def test_pulse_that_is_not_asked_is_refused(phone, room):
    room.asks_pulse = False
    room.save()
    assert send(phone, room, "pulse", score=9).status_code in (409, 410, 422)
    assert not PulseCount.objects.exists()


def test_phone_predicts_three_times(phone, room):
    for text in ("Long waits", "Letters", "Fees"):
        assert send(phone, room, "predict", text=text).status_code == 200
    assert send(phone, room, "predict", text="One more").status_code in (409, 410, 422)
    assert {one.text for one in Prediction.objects.all()} == {"Long waits", "Letters", "Fees"}


@pytest.mark.parametrize("text", ["", "\u200b", None, 7, "x" * 201])
def test_prediction_that_says_nothing_is_refused(phone, room, text):
    assert send(phone, room, "predict", text=text).status_code == 422
    assert not Prediction.objects.exists()


def test_customers_are_not_asked_to_predict_customers(phone, room):
    room.perspective = Perspective.CUSTOMERS
    room.save()
    assert send(phone, room, "predict", text="Long waits").status_code in (409, 410, 422)
    assert not Prediction.objects.exists()


def test_nothing_leads_from_a_prediction_to_a_phone():
    assert {field.name for field in Prediction._meta.concrete_fields} == {"id", "gathering", "text"}
