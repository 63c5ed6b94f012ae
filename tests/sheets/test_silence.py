"""The silent phase: a phone sees its own notes only, and after the reveal nobody can tell whose they were."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from gapsessions.gatherings.models import OpenedQuestion
from gapsessions.live import channels
from gapsessions.method.vocabulary import Question, Stage, Style
from gapsessions.sheets.actions import add_note, edit_note
from gapsessions.sheets.laying import table_sheet
from gapsessions.sheets.models import Answer
from gapsessions.sheets.receipts import Operation
from gapsessions.sheets.silence import open_question, reveal, reveal_all, reveal_due
from tests.factories.phones import sit_down
from tests.factories.rooms import make_gathering

PEN, OTHER_PEN = "a" * 32, "b" * 32


@pytest.fixture
def silent(room):
    """The first question, opened silently a moment ago."""
    return open_question(room, Question.STRENGTH)


@pytest.fixture
def told(monkeypatch, django_capture_on_commit_callbacks):
    """Everything that was published, as (topic, name, data)."""
    heard = []
    monkeypatch.setattr(channels.broker, "publish", lambda topic, event: heard.append((topic, event.name, event.data)))
    return heard


@pytest.fixture
def wrote(phone, mate, silent):
    """A note each by two phones of one table, each under its own pen."""
    phone.pens, mate.pens = {"strength": PEN}, {"strength": OTHER_PEN}
    assert phone.add("Mine").json()["note"]["silent"] is True
    assert mate.add("Theirs").status_code == 200
    return {note.text: str(note.pk) for note in Answer.objects.all()}


def let_time_pass():
    OpenedQuestion.objects.update(silent_until=timezone.now() - timedelta(seconds=1))


def test_phone_sees_its_own_notes_only_until_the_reveal(phone, mate, room, wrote):
    assert (phone.texts(), mate.texts()) == (["Mine"], ["Theirs"])
    reveal(room, Question.STRENGTH)
    assert phone.texts() == mate.texts() == ["Mine", "Theirs"]


def test_without_a_pen_or_with_anothers_question_nothing_hidden_is_seen(phone, wrote):
    for pens in ({}, {"improve": PEN}, {"strength": "c" * 32}):
        phone.pens = pens
        assert phone.texts() == []


def test_pen_itself_is_kept_nowhere(wrote):
    hashes = set(Answer.objects.values_list("pen_hash", flat=True))
    assert len(hashes) == 2
    assert not hashes & {PEN, OTHER_PEN}


def test_reveal_wipes_every_pen_of_the_question_and_no_other(phone, room, wrote):
    open_question(room, Question.IMPROVE)
    phone.pens["improve"] = PEN
    phone.add("Later", "improve")
    reveal(room, Question.STRENGTH)
    assert {note.question for note in Answer.objects.exclude(pen_hash="")} == {"improve"}
    reveal_all(room)
    assert not Answer.objects.exclude(pen_hash="").exists()


def test_only_the_pens_holder_changes_a_hidden_note(phone, mate, wrote):
    for verb, facts in (("edit", {"text": "Other", "revision": 1}), ("strike", {}), ("star", {"on": True})):
        response = mate.do(verb, note=wrote["Mine"], pen=OTHER_PEN, **facts)
        assert (response.status_code, response.json()["why"]) == (410, "no_such_note")
    assert phone.do("edit", note=wrote["Mine"], pen=PEN, text="Better", revision=1).status_code == 200
    assert phone.do("strike", note=wrote["Mine"], pen=PEN).status_code == 200


def test_notes_on_a_hidden_stack_tell_nothing(mate, wrote):
    response = mate.do("same_as", note=wrote["Theirs"], other=wrote["Mine"], pen=OTHER_PEN)
    assert response.json()["why"] == "no_such_note"


def test_after_the_reveal_anybody_changes_it(mate, room, wrote):
    reveal(room, Question.STRENGTH)
    assert mate.do("edit", note=wrote["Mine"], text="Ours", revision=1).status_code == 200


def test_note_without_a_pen_stays_hidden_until_the_reveal(phone, mate, room, silent):
    assert phone.add("No pen").json()["note"]["silent"] is True
    assert (phone.texts(), mate.texts()) == ([], [])
    reveal(room, Question.STRENGTH)
    assert mate.texts() == ["No pen"]


def test_note_typed_at_the_desk_waits_too(phone, window, room, silent):
    sheet = table_sheet(breakout=window)
    note = add_note(sheet=sheet, question=Question.STRENGTH, text="On paper", operation=Operation("1")).note
    edit_note(sheet=sheet, note_id=note.pk, text="On the paper", base_revision=1, operation=Operation("2"))
    assert phone.texts() == []
    reveal(room, Question.STRENGTH)
    assert phone.texts() == ["On the paper"]


def test_no_text_travels_before_the_reveal_and_the_desk_hears_counts(
    told, phone, mate, silent, django_capture_on_commit_callbacks
):
    from gapsessions.sheets.activity import tell_desks

    phone.pens = {"strength": PEN}
    with django_capture_on_commit_callbacks(execute=True):
        note = phone.add("Mine").json()["note"]["id"]
        phone.do("edit", note=note, pen=PEN, text="Mine and better", revision=1)
    assert not any("Mine" in data for _topic, _name, data in told)
    assert not any(name == "note" for _topic, name, _data in told)
    with django_capture_on_commit_callbacks(execute=True):
        tell_desks()
    ((topic, name, data),) = [heard for heard in told if heard[1] == "desk"]
    (counted,) = json.loads(data)["counts"]
    assert topic == f"desk:{phone.key}"
    assert (counted["table"], counted["question"], counted["count"]) == (phone.table, "strength", 1)
    assert counted["active"] % 30 == 0


def test_later_notes_travel_as_facts(told, phone, room, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        reply = phone.add("Mine").json()["note"]
    ((topic, data),) = [(topic, data) for topic, name, data in told if name == "note"]
    assert topic == f"table:{phone.table}"
    assert json.loads(data) == reply


def test_reveal_is_told_once_to_room_and_desk(told, room, silent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert [reveal(room, Question.STRENGTH) for _ in range(3)] == [True, False, False]
    assert told == [
        (f"room:{room.key}", "reveal", '{"question":"strength"}'),
        (f"desk:{room.key}", "reveal", '{"question":"strength"}'),
    ]


def test_silence_that_is_over_ends_by_the_clock(phone, mate, wrote):
    assert reveal_due() is False
    let_time_pass()
    assert reveal_due() is True
    assert reveal_due() is False
    assert phone.texts() == ["Mine", "Theirs"]


def test_silence_that_is_over_ends_at_the_next_read(mate, wrote):
    let_time_pass()
    state = mate.state()
    assert {note["text"] for note in state["notes"]} == {"Mine", "Theirs"}
    assert not Answer.objects.exclude(pen_hash="").exists()
    assert state["questions"][0]["silent_until"] is None


def test_silence_that_is_over_ends_at_the_next_write(phone, mate, wrote):
    let_time_pass()
    assert phone.add("More").json()["note"]["silent"] is False
    assert not Answer.objects.exclude(pen_hash="").exists()


def test_silence_that_is_over_ends_at_the_next_edit_by_anybody(mate, wrote):
    let_time_pass()
    assert mate.do("edit", note=wrote["Mine"], text="Ours", revision=1).status_code == 200
    assert not Answer.objects.exclude(pen_hash="").exists()


def test_opening_again_does_not_begin_the_silence_anew(room, silent):
    reveal(room, Question.STRENGTH)
    assert open_question(room, Question.STRENGTH).revealed
    assert OpenedQuestion.objects.count() == 1


def test_room_without_silence_shows_all_at_once(phone, mate, room):
    room.silent_minutes = 0
    room.save()
    open_question(room, Question.STRENGTH)
    phone.add("Mine", pen=PEN)
    assert mate.texts() == ["Mine"]
    assert Answer.objects.get().pen_hash == ""


@pytest.mark.parametrize("style", [Style.OWN_SHEETS, Style.OPEN_LINK])
def test_who_writes_alone_has_no_silence_and_no_pen(session, style):
    gathering = make_gathering(session, style=style, stage=Stage.WRITE, code="BCDFGK")
    assert open_question(gathering, Question.STRENGTH).revealed
    alone = sit_down(gathering)
    alone.add("Mine", pen=PEN)
    assert Answer.objects.get().pen_hash == ""
    assert alone.texts() == ["Mine"]
