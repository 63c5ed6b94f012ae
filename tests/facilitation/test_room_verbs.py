"""The control room's verbs through its addresses: who sees what, the door, messages, the late tray, helpers."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from gapsessions.breakouts.models import HelperLink
from gapsessions.breakouts.seats import take_seat
from gapsessions.gatherings.models import Gathering, ParkedThought
from gapsessions.method.vocabulary import Question, Stage
from gapsessions.sheets.models import Answer, LateNote
from tests.factories.people import browser_of
from tests.factories.rooms import make_gathering, make_table, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_cache")]
PART = {"HX-Request": "true", "HX-Target": "div#room"}


def test_room_shows_counts_and_no_word_that_was_written(desk, room, place):
    write(make_table(room, "Piano table"), Question.STRENGTH, "Kind people", "Long hours")
    answer = desk.get(place)
    page = answer.content.decode()
    assert "Piano table" in page
    assert "Kind people" not in page
    assert [bar.count for bar in answer.context["room"].standing.tables[0].bars] == [2, 0, 0, 0]
    assert page.count("btn primary") == 1
    assert "Open question 2" in page


def test_room_comes_alone_for_its_script(desk, place):
    part = desk.get(place, headers=PART).content.decode()
    assert part.strip().startswith('<div id="room"')


def test_filled_button_leads_to_the_next_question_and_at_last_to_the_end(desk, room, place):
    seen, said = "write:strength", []
    for _step in range(5):
        page = desk.get(place).content.decode()
        to = re.search(r'id="next-move" name="to" value="([^"]+)"', page)[1]
        said.append(to)
        desk.post(place + "move/", {"seen": seen, "to": to})
        seen = to
    assert said == ["write:improve", "write:competitor", "write:action", "read_back", "closed"]
    assert "next-move" not in desk.get(place).content.decode()
    assert "People can write again" in desk.get(place).content.decode()


def test_move_is_taken_back_by_its_toast_and_not_by_a_strangers_word(desk, room, place, undo_in):
    answer = desk.post(place + "move/", {"seen": "write:strength", "to": "write:improve"}, headers=PART)
    room.refresh_from_db()
    assert room.question == Question.IMPROVE
    undo = undo_in(answer)
    assert desk.post(undo.replace("move/back/", "move/back/x")).status_code == 404
    desk.post(undo, headers=PART)
    room.refresh_from_db()
    assert room.question == Question.STRENGTH


def test_move_of_another_room_is_not_taken_back_here(desk, session, place, undo_in):
    other = make_gathering(session, stage=Stage.LOBBY, code="BCDFGK")
    there = f"/s/{session.code}/g/{other.key}/room/"
    undo = undo_in(desk.post(there + "move/", {"seen": "lobby", "to": "write:strength"}, headers=PART))
    token = undo.rstrip("/").rpartition("/")[2]
    assert desk.post(place + f"move/back/{token}/").status_code == 404


def test_stale_click_is_answered_with_a_sentence_and_changes_nothing(desk, room, place):
    answer = desk.post(place + "move/", {"seen": "lobby", "to": "write:strength"}, headers=PART)
    desk.post(place + "move/", {"seen": "lobby", "to": "write:action"}, headers=PART)
    answer = desk.post(place + "move/", {"seen": "nonsense", "to": "closed"}, headers=PART)
    room.refresh_from_db()
    assert (room.stage, room.question) == (Stage.WRITE, Question.STRENGTH)
    assert "Somebody moved this room meanwhile" in answer.content.decode()


def test_viewer_sees_the_room_and_no_verb_and_no_late_note(room, place, vera):
    sheet = make_table(room)
    LateNote.objects.create(sheet=sheet, question=Question.IMPROVE, text="Too late for this")
    page = browser_of(vera).get(place).content.decode()
    assert "<form" not in page.partition('id="room"')[2].partition('id="room-says"')[0]
    assert "Too late for this" not in page
    assert browser_of(vera).post(place + "move/", {"seen": "write:strength", "to": "read_back"}).status_code == 404


def test_archived_room_is_read_and_offers_no_verb(desk, room, place):
    room.session.archived_at = room.session.created_at
    room.session.save()
    assert "next-move" not in desk.get(place).content.decode()
    desk.post(place + "timer/", {"verb": "start"})
    room.refresh_from_db()
    assert room.timer_ends_at is None


def test_clock_starts_with_the_run_sheets_minutes(desk, room, place):
    desk.post(place + "timer/", {"verb": "start"})
    desk.post(place + "timer/", {"verb": "pause"})
    desk.post(place + "timer/", {"verb": "more"})
    room.refresh_from_db()
    assert 598 <= room.timer_left <= 600  # nine minutes and one
    desk.post(place + "timer/", {"verb": "resume"})
    room.refresh_from_db()
    assert room.timer_ends_at is not None


def test_message_stands_on_every_phone_until_it_is_taken_off(desk, room, place, django_capture_on_commit_callbacks):
    desk.post(place + "message/", {"text": "  Two more minutes. \n"})
    room.refresh_from_db()
    assert room.message == "Two more minutes."
    assert "Two more minutes." in desk.get(place, headers=PART).content.decode()
    answer = desk.post(place + "message/", {"text": "​"}, headers=PART)
    assert "Write what the phones should show" in answer.content.decode()
    desk.post(place + "message/", {"verb": "clear"})
    room.refresh_from_db()
    assert room.message == ""


def test_what_just_happened_tells_moves_and_messages_and_never_a_note(desk, room, place):
    write(make_table(room), Question.STRENGTH, "Kind people")
    desk.post(place + "move/", {"seen": "write:strength", "to": "write:improve"})
    desk.post(place + "message/", {"text": "Nearly there <b>"})
    lines = [line.sentence for line in desk.get(place).context["room"].happened]
    assert lines == ["A message went to every phone: “Nearly there <b>”", "Question 2 was opened."]


def test_closed_door_lets_nobody_in_and_opens_again(desk, room, place):
    desk.post(place + "door/", {"verb": "close"})
    room.refresh_from_db()
    assert room.locked
    assert "The door is closed" in desk.get(place).content.decode()
    desk.post(place + "door/", {"verb": "open"})
    room.refresh_from_db()
    assert not room.locked


def test_new_code_is_taken_back(desk, room, place, undo_in):
    undo = undo_in(desk.post(place + "door/", {"verb": "new-code"}, headers=PART))
    assert Gathering.objects.get(pk=room.pk).code != room.code
    desk.post(undo)
    assert Gathering.objects.get(pk=room.pk).code == room.code


def test_parked_thought_is_kept_changed_removed_and_put_back(desk, room, place, undo_in):
    desk.post(place + "parked/", {"text": "Will the branch close?", "for_whom": "the director"})
    thought = ParkedThought.objects.get()
    desk.post(place + f"parked/{thought.key}/", {"verb": "edit", "text": "Will it close?", "for_whom": "Ruth"})
    thought.refresh_from_db()
    assert (thought.text, thought.for_whom) == ("Will it close?", "Ruth")
    undo = undo_in(desk.post(place + f"parked/{thought.key}/", {"verb": "remove"}, headers=PART))
    assert "Will it close?" not in desk.get(place).content.decode()
    desk.post(undo)
    assert "Will it close?" in desk.get(place).content.decode()


def test_late_notes_wait_without_a_time_and_are_added_and_taken_back(desk, room, place, undo_in):
    sheet = make_table(room, "Clock table")
    for text in ("No cash machine", "Interest on savings"):
        LateNote.objects.create(sheet=sheet, question=Question.IMPROVE, text=text)
    part = desk.get(place).content.decode().partition('id="late"')[2].partition("</section>")[0]
    assert "No cash machine" in part
    assert "Clock table" in part
    assert " ago" not in part
    assert "min" not in part.replace("minifoot", "").replace("mini", "")
    answer = desk.post(place + "late/", {"verb": "accept-all"}, headers=PART)
    assert Answer.objects.filter(sheet=sheet).count() == 2
    desk.post(undo_in(answer))
    assert (Answer.objects.count(), LateNote.objects.count()) == (0, 2)


def test_late_note_is_left_out_and_taken_in_again(desk, room, place, undo_in):
    note = LateNote.objects.create(sheet=make_table(room), question=Question.IMPROVE, text="No cash machine")
    answer = desk.post(place + "late/", {"verb": "leave-out", "note": str(note.pk)}, headers=PART)
    assert "No cash machine" not in answer.content.decode()
    desk.post(undo_in(answer))
    assert "No cash machine" in desk.get(place).content.decode()
    assert desk.post(place + "late/", {"verb": "accept", "note": "nonsense"}).status_code == 302
    desk.post(place + "late/", {"verb": "accept", "note": str(uuid4())})
    assert LateNote.objects.count() == 1


def test_helper_link_is_shown_once_and_ended(desk, room, place, undo_in):
    table = make_table(room, "Piano").breakout
    answer = desk.post(place + "helpers/", {"name": "Hana", "table": [table.key]}, headers=PART)
    assert "/h/" in answer.content.decode()
    link = HelperLink.objects.get()
    again = desk.get(place).content.decode()
    assert "Hana" in again
    assert "/h/" not in again
    desk.post(undo_in(desk.post(place + f"helpers/{link.key}/", {"verb": "end"}, headers=PART)))
    link.refresh_from_db()
    assert not link.ended


def test_room_takes_as_many_queries_for_forty_tables_as_for_two(desk, room, place, django_assert_max_num_queries):
    for number in range(2):
        write(make_table(room, f"Table {number}"), Question.STRENGTH, "Kind people")
    with django_assert_max_num_queries(22) as first:
        desk.get(place)
    for number in range(2, 40):
        sheet = make_table(room, f"Table {number}")
        write(sheet, Question.STRENGTH, *[f"Note {n}" for n in range(5)])
        LateNote.objects.create(sheet=sheet, question=Question.IMPROVE, text="Late")
        take_seat(gathering=room, breakout=sheet.breakout)
    with django_assert_max_num_queries(len(first)):
        assert len(desk.get(place).context["room"].standing.tables) == 40


def test_late_notes_stand_still_between_two_looks(desk, room, place):
    sheet = make_table(room)
    for number in range(8):
        LateNote.objects.create(sheet=sheet, question=Question.IMPROVE, text=f"Late {number}")
    looks = [[late.note.text for late in desk.get(place).context["room"].late] for _ in range(3)]
    assert looks[0] == looks[1] == looks[2]
