"""The state: all that a phone shows, and nothing that another phone's owner would mind."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from gapsessions.breakouts.actions import take_out
from gapsessions.gatherings.models import Gathering
from gapsessions.live.channels import Visitor, channel
from gapsessions.method.vocabulary import Pace, Question, Stage
from gapsessions.sheets.silence import open_question
from gapsessions.sheets.state import room_facts
from tests.factories.phones import sit_down

KEYS = {
    "v",
    "now",
    "at",
    "csrf",
    "stage",
    "question",
    "questions",
    "timer",
    "message",
    "ballot",
    "table",
    "seat",
    "own",
    "confirmed",
    "help",
    "notes",
    "asks",
    "gave",
    "follow_up_url",
}


def change(room, **fields):
    Gathering.objects.filter(pk=room.pk).update(**fields)
    room.refresh_from_db()


def test_state_has_all_that_the_protocol_names(phone, mate):
    state = phone.state()
    assert set(state) >= KEYS
    assert state["v"] == 1
    assert abs(state["now"] - time.time() * 1000) < 60_000
    assert state["table"] == {"key": phone.table, "name": "Window table", "people": 2}
    assert [question["number"] for question in state["questions"]] == [1, 2, 3, 4]
    assert state["gave"] == {"sheet": False, "pulse": False, "predictions": 0, "follow_up": False, "voted": False}


def test_questions_open_one_by_one_and_stay_open(phone, room):
    change(room, pace=Pace.ONE_BY_ONE, question="improve")
    for kind in (Question.STRENGTH, Question.IMPROVE):
        open_question(room, kind)
    state = phone.state()
    assert [question["open"] for question in state["questions"]] == [True, True, False, False]
    assert state["question"] == "improve"
    assert state["questions"][1]["silent_until"] > state["now"]


@pytest.mark.parametrize(("stage", "opened"), [(Stage.LOBBY, False), (Stage.WRITE, True), (Stage.READ_BACK, True)])
def test_room_that_is_asked_everything_has_all_questions_open(phone, room, stage, opened):
    change(room, stage=stage, question="")
    assert {question["open"] for question in phone.state()["questions"]} == {opened}


def test_question_that_is_not_asked_is_not_there(phone, session):
    session.questions.filter(kind="competitor").update(asked=False)
    assert [question["kind"] for question in phone.state()["questions"]] == ["strength", "improve", "action"]


def test_timer_and_message_are_the_rooms(phone, room):
    ends = timezone.now() + timedelta(minutes=3)
    change(room, timer_ends_at=ends, message="Coffee is here")
    state = phone.state()
    assert state["timer"] == {"ends": round(ends.timestamp() * 1000), "left": None}
    assert state["message"] == "Coffee is here"


def test_phone_whose_table_was_taken_out_sits_nowhere(phone, window):
    take_out(breakout=window)
    assert phone.state()["table"] is None


def test_phone_without_a_table_sees_the_room_and_no_notes(phone, room):
    phone.add("Words")
    standing = sit_down(room)
    assert (standing.state()["table"], standing.texts()) == (None, [])


def test_state_is_never_kept_by_anybody(phone):
    response = phone.client.get(f"/r/{phone.key}/state/")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("pens", ["", "=", "strength", "strength=x", "other=" + "a" * 32, "," * 500, "\u00e9=\u00e9"])
def test_pens_that_are_none_harm_nobody(phone, pens):
    assert phone.client.get(f"/r/{phone.key}/state/", headers={"Gap-Pens": pens}).status_code == 200


def test_event_of_the_room_says_what_the_state_says(phone, room):
    change(room, message="Coffee is here")
    facts, state = room_facts(room), phone.state()
    assert facts == {name: state[name] for name in facts}


def test_stream_hears_room_table_and_itself_and_nothing_else(phone, room, window):
    authorise = channel("room")
    cookies = {name: morsel.value for name, morsel in phone.client.cookies.items()}
    grant = authorise(Visitor(path=room.key, cookies=cookies, address="192.0.2.1"))
    assert grant.topics == {f"room:{room.key}", f"table:{window.key}", f"seat:{phone.seat.pk}"}
    assert grant.listener == f"seat:{phone.seat.pk}"
    for path, carried in (("nothing", cookies), (room.key, {}), ("", cookies)):
        assert authorise(Visitor(path=path, cookies=carried, address="192.0.2.1")) is None


def test_page_shows_no_answer_in_any_stage(phone, room):
    phone.add("Canary words")
    for stage in (Stage.LOBBY, Stage.WRITE, Stage.READ_BACK):
        change(room, stage=stage)
        response = phone.client.get(f"/r/{phone.key}/")
        assert response.status_code == 200
        assert b"Canary" not in response.content
