"""Operations of phones: each once, strictly read, refused with a word for the outbox and a sentence for people."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client

from gapsessions.breakouts.actions import put_back, take_out
from gapsessions.breakouts.models import Breakout
from gapsessions.breakouts.seats import move_seat, remove_seat
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Pace, Question, Stage
from gapsessions.sheets.flood import flood
from gapsessions.sheets.models import Answer, Sheet
from gapsessions.sheets.silence import open_question
from tests.factories.phones import added, refused, sit_down
from tests.factories.rooms import write

NOTE_KEYS = {"id", "question", "text", "revision", "valence", "intent", "star", "struck", "same_as", "silent"}


# --- what is done ---


def test_note_from_a_phone_stands_on_the_sheet_of_its_table(phone, window):
    ident = str(uuid.uuid4())
    response = phone.add("  Quick   answers ", note=ident)
    assert response.status_code == 200
    note = response.json()["note"]
    assert set(note) == NOTE_KEYS
    assert (note["id"], note["text"], note["revision"], note["silent"]) == (ident, "Quick answers", 1, False)
    assert response.json()["repeated"] is False
    assert Answer.objects.get().sheet.breakout == window


def test_table_mates_see_the_note_and_another_table_does_not(phone, mate, room, door):
    phone.add("Quick answers")
    assert mate.texts() == ["Quick answers"]
    assert sit_down(room, door).texts() == []


def test_every_verb_changes_the_note_it_names(phone, mate):
    note, other = added(phone, question="competitor"), added(phone, "Fast replies", "competitor")
    for verb, facts, expected in (
        ("edit", {"text": "Slow answers", "revision": 1}, ("text", "Slow answers")),
        ("tag", {"valence": "bad"}, ("valence", "bad")),
        ("tag", {"valence": None}, ("valence", None)),
        ("star", {"on": True}, ("star", True)),
        ("same_as", {"other": other}, ("same_as", other)),
        ("same_as", {"other": None}, ("same_as", None)),
        ("strike", {"revision": 2}, ("struck", True)),
        ("restore", {}, ("struck", False)),
    ):
        response = mate.do(verb, note=note, **facts)
        assert (verb, response.status_code) == (verb, 200), response.content
        assert response.json()["note"][expected[0]] == expected[1]


def test_confirming_lasts_until_a_note_changes(phone, mate):
    note = added(phone)
    assert phone.do("confirm", on=True).json()["done"] is True
    assert mate.state()["confirmed"] is True
    mate.do("edit", note=note, text="Other words", revision=1)
    assert phone.state()["confirmed"] is False


def test_table_calls_for_help_and_takes_it_back(phone, mate, window):
    phone.do("help", on=True)
    assert (mate.state()["help"], Breakout.objects.get(pk=window.pk).needs_help) == (True, True)
    mate.do("help", on=False)
    assert phone.state()["help"] is False


def test_stacks_are_one_deep(phone):
    first, second, third = (added(phone, f"Words {n}") for n in range(3))
    phone.do("same_as", note=first, other=second)
    phone.do("same_as", note=second, other=third)
    assert {note["same_as"] for note in phone.state()["notes"]} == {None, third}
    assert {note["id"] for note in phone.state()["notes"] if note["same_as"] is None} == {third}


def test_stacking_two_notes_on_each_other_leaves_the_newest_order(phone):
    first, second = added(phone, "One"), added(phone, "Two")
    phone.do("same_as", note=first, other=second)
    assert phone.do("same_as", note=second, other=first).status_code == 200
    assert {note["id"]: note["same_as"] for note in phone.state()["notes"]} == {first: None, second: first}


def test_a_fourth_star_is_refused(phone):
    notes = [added(phone, f"Words {n}") for n in range(4)]
    assert [phone.do("star", note=note, on=True).status_code for note in notes] == [200, 200, 200, 422]


# --- once ---


def test_same_operation_ten_times_is_one_note(phone):
    body = phone.said("add", note=str(uuid.uuid4()), question="strength", text="Once")
    replies = [phone.send(body) for _ in range(10)]
    assert [reply.json()["repeated"] for reply in replies] == [False] + [True] * 9
    assert len({json.dumps(reply.json()["note"]) for reply in replies}) == 1
    assert Answer.objects.count() == 1


def test_retry_may_say_another_time_and_pen_but_no_other_words(phone):
    body = phone.said("add", note=str(uuid.uuid4()), question="strength", text="Once")
    phone.send(body)
    assert phone.send(body | {"written": 1, "pen": "a" * 32}).json()["repeated"] is True
    assert refused(phone.send(body | {"text": "Twice"})) == (422, "differs")


def test_repeat_is_acknowledged_after_the_room_closed_and_the_table_moved(phone, room, door):
    body = phone.said("add", note=str(uuid.uuid4()), question="strength", text="Once")
    phone.send(body)
    move_seat(seat=phone.seat, to=door)
    Gathering.objects.filter(pk=room.pk).update(stage=Stage.LOBBY)
    assert phone.send(body).json()["repeated"] is True


def test_confirming_again_by_an_old_message_does_not_confirm_what_changed(phone, mate):
    note = added(phone)
    body = phone.said("confirm", on=True)
    phone.send(body)
    mate.do("edit", note=note, text="Other words", revision=1)
    assert phone.send(body).json()["repeated"] is True
    assert phone.state()["confirmed"] is False


def test_reordered_edits_keep_the_newest_words(phone, mate):
    note = added(phone)
    mate.do("edit", note=note, text="Theirs", revision=1)
    response = phone.do("edit", note=note, text="Mine", revision=1)
    assert refused(response) == (409, "stale")
    body = response.json()
    assert (body["mine"], body["theirs"], body["revision"]) == ("Mine", "Theirs", 2)


# --- refused ---


def test_edit_of_a_struck_out_note_gives_the_words_back(phone, mate):
    note = added(phone)
    mate.do("strike", note=note)
    response = phone.do("edit", note=note, text="Mine", revision=1)
    assert (refused(response), response.json()["mine"]) == ((409, "struck_out"), "Mine")


def test_phone_that_was_moved_is_told_and_nothing_lands_elsewhere(phone, window, door):
    was = phone.table
    move_seat(seat=phone.seat, to=door)
    response = phone.add("Written at the window", table=was)
    assert refused(response) == (409, "moved")
    assert (response.json()["table"], response.json()["name"]) == (door.key, "Door table")
    assert not Answer.objects.exists()


def test_table_that_was_taken_out_refuses_and_takes_notes_again_when_it_is_back(phone, window):
    take_out(breakout=window)
    assert refused(phone.add()) == (410, "table_gone")
    put_back(breakout=window)
    assert phone.add().status_code == 200


def test_note_of_another_table_is_no_note(phone, room, door):
    elsewhere = sit_down(room, door)
    note = added(elsewhere, "Theirs alone")
    for verb, facts in (
        ("edit", {"text": "Mine", "revision": 1}),
        ("strike", {}),
        ("restore", {}),
        ("star", {"on": True}),
    ):
        response = phone.do(verb, note=note, **facts)
        assert refused(response) == (410, "no_such_note")
        assert "Theirs" not in response.content.decode()


def test_removed_phone_is_nobody_at_once(phone):
    remove_seat(seat=phone.seat)
    assert phone.add().status_code == 404
    assert phone.client.get(f"/r/{phone.key}/state/").status_code == 404


def test_forged_cookie_is_nobody(room):
    client = Client()
    client.cookies[f"seat-{room.key}"] = "A" * 22
    assert client.get(f"/r/{room.key}/state/").status_code == 404


def test_question_that_the_room_has_not_come_to_is_refused(phone, room):
    Gathering.objects.filter(pk=room.pk).update(pace=Pace.ONE_BY_ONE, question="strength", silent_minutes=0)
    room.refresh_from_db()
    open_question(room, Question.STRENGTH)
    assert phone.add().status_code == 200
    assert refused(phone.add(question="improve")) == (409, "not_open")


def test_question_that_is_not_asked_is_refused(phone, session):
    session.questions.filter(kind="improve").update(asked=False)
    assert refused(phone.add(question="improve")) == (409, "not_open")


def test_nothing_is_written_in_the_lobby(phone, room):
    Gathering.objects.filter(pk=room.pk).update(stage=Stage.LOBBY)
    assert refused(phone.add()) == (409, "not_open")


@pytest.mark.parametrize(
    ("text", "why"),
    [("   ", "blank"), ("\u200b\u2060", "blank"), ("\x00\x01", "blank"), ("\ud800", "blank"), ("x" * 2001, "too_long")],
)
def test_note_that_cannot_be_read_is_refused(phone, text, why):
    assert refused(phone.add(text)) == (422, why)


def test_harmful_characters_go_and_the_rest_stays(phone):
    phone.add("Ça va\x00 \ud83d👋🏽 مرحبا")
    assert phone.texts() == ["Ça va 👋🏽 مرحبا"]


def test_tag_of_another_question_is_refused(phone):
    assert refused(phone.add(valence="good")) == (422, "tag")


def test_taken_note_id_is_refused(phone, mate):
    note = added(phone)
    assert refused(mate.add("Other words", note=note)) == (422, "differs")


def test_form_instead_of_json_is_refused(phone):
    assert refused(phone.client.post(f"/r/{phone.key}/operations/", {"verb": "add"})) == (422, "malformed")


def test_operation_without_the_token_is_refused(room, window):
    phone = sit_down(room, window, Client(enforce_csrf_checks=True))
    assert phone.add().status_code == 403
    token = phone.state()["csrf"]
    path, body = f"/r/{phone.key}/operations/", json.dumps(phone.said("help", on=True))
    response = phone.client.post(path, body, content_type="application/json", headers={"X-CSRFToken": token})
    assert response.status_code == 200


# --- what it costs ---


def test_adding_costs_few_queries(phone, room, django_assert_max_num_queries):
    """Six, and the two of a savepoint that only a test has."""
    room.silent_minutes = 0
    open_question(room, Question.STRENGTH)
    added(phone)
    with django_assert_max_num_queries(8):
        added(phone, "Another")


def test_editing_costs_few_queries(phone, django_assert_max_num_queries):
    """Six, and the two of the savepoint."""
    note = added(phone)
    with django_assert_max_num_queries(8):
        assert phone.do("edit", note=note, text="Other words", revision=1).status_code == 200


def test_state_costs_the_same_whatever_stands_on_the_sheet(phone, django_assert_max_num_queries):
    added(phone)
    write(Sheet.objects.get(), Question.IMPROVE, *[f"Words {n}" for n in range(40)])
    with django_assert_max_num_queries(7):
        phone.state()


def test_phone_that_floods_is_asked_to_wait_and_its_table_mate_is_not(phone, mate, monkeypatch):
    monkeypatch.setattr(flood, "most", 3)
    flood.forget()
    replies = [phone.add(f"Words {n}") for n in range(5)]
    assert [reply.status_code for reply in replies] == [200, 200, 200, 429, 429]
    assert refused(replies[-1]) == (429, "wait")
    assert int(replies[-1]["Retry-After"]) > 0
    assert mate.add().status_code == 200
