"""After the close: in time by the phone's clock, or in the tray; never dropped, never doubled."""

from __future__ import annotations

import time
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Question, Stage
from gapsessions.sheets import late
from gapsessions.sheets.closing import close_down
from gapsessions.sheets.models import Answer, LateNote, Sheet
from tests.sheets.test_closing import in_file_order

HOUR = 3600_000
YEAR = 365 * 24 * HOUR


def close(gathering: Gathering, ago: timedelta = timedelta()) -> int:
    """Close the room so long ago; give the moment in milliseconds."""
    moment = timezone.now() - ago
    Gathering.objects.filter(pk=gathering.pk).update(stage=Stage.CLOSED, closed_at=moment)
    close_down(Gathering.objects.get(pk=gathering.pk))
    return round(moment.timestamp() * 1000)


def why(response):
    return response.status_code, response.json()["why"], response.json().get("kept")


@pytest.fixture
def closed(room, phone):
    """The moment the room closed, a minute ago, with a note on the table's sheet."""
    phone.add("In the room")
    return close(room, timedelta(minutes=1))


def test_note_written_before_the_close_is_taken(phone, closed):
    assert phone.add("Just in time", written=closed - 1000).status_code == 200
    assert phone.texts() == ["In the room", "Just in time"]
    assert not LateNote.objects.exists()


def test_note_written_after_the_close_waits_in_the_tray_with_its_words(phone, closed):
    response = phone.add("Too late", written=closed + 1, question="competitor", valence="bad")
    assert why(response) == (409, "late", True)
    assert response.json()["sentence"]
    note = LateNote.objects.get()
    assert (note.text, note.question, note.valence, note.left_out) == ("Too late", "competitor", "bad", False)
    assert phone.texts() == ["In the room"]


def test_quarter_of_an_hour_later_nothing_is_in_time(room, phone):
    moment = close(room, timedelta(minutes=15, seconds=1))
    assert why(phone.add("From yesterday", written=moment - 1000)) == (409, "late", True)


@pytest.mark.parametrize("step", [-2 * HOUR, 2 * HOUR, -20 * YEAR, 20 * YEAR])
def test_clock_that_is_hours_or_years_wrong_loses_nothing(phone, closed, step):
    written = round(time.time() * 1000) + step
    phone.add("Words", written=written)
    kept = [*Answer.objects.values_list("text", flat=True), *LateNote.objects.values_list("text", flat=True)]
    assert sorted(kept) == ["In the room", "Words"]


def test_repeated_late_note_is_one_and_answered_alike(phone, closed):
    body = phone.said("add", note=str(uuid.uuid4()), question="strength", text="Late", written=closed + 1)
    replies = [phone.send(body) for _ in range(3)]
    assert {why(reply) for reply in replies} == {(409, "late", True)}
    assert LateNote.objects.count() == 1


def test_late_words_for_a_note_wait_beside_it(phone, closed):
    note = Answer.objects.get()
    response = phone.do("edit", note=str(note.pk), text="Other words", revision=1, written=closed + 1)
    assert why(response) == (409, "late", True)
    assert (Answer.objects.get().text, LateNote.objects.get().text) == ("In the room", "Other words")


@pytest.mark.parametrize(("verb", "facts"), [("strike", {}), ("star", {"on": True}), ("confirm", {"on": True})])
def test_late_acts_without_words_are_refused(phone, closed, verb, facts):
    named = {} if verb == "confirm" else {"note": str(Answer.objects.get().pk)}
    assert why(phone.do(verb, written=closed + 1, **named, **facts)) == (409, "late", False)
    assert not LateNote.objects.exists()


def test_act_done_before_the_close_still_counts(phone, closed):
    note = str(Answer.objects.get().pk)
    assert phone.do("star", note=note, on=True, written=closed - 1).status_code == 200


def test_tray_is_shuffled_and_accepted_all_at_once(room, phone, closed):
    for n in range(8):
        phone.add(f"Late {n}", written=closed + 1)
    assert len({tuple(note.text for note in late.tray(room)) for _ in range(20)}) > 1
    assert len(late.accept(gathering=room)) == 8
    assert late.tray(room) == []
    assert Answer.objects.filter(sheet=Sheet.objects.get()).count() == 9


def test_what_comes_after_the_close_lies_in_no_order_of_arrival(room, phone):
    """quality.md 31: whoever has the file and knows who was late learns no more than who was in time gives away."""

    def notes() -> list[str]:
        return in_file_order("gapsessions_answer", "id")

    for n in range(12):
        phone.add(f"In the room {n}")
    moment = close(room, timedelta(minutes=1))
    before = notes()
    assert phone.add("Just in time", written=moment - 1).status_code == 200
    assert [one for one in notes() if one in before] != before
    late_ones = [str(uuid.uuid4()) for _ in range(12)]
    for n, note in enumerate(late_ones):
        phone.add(f"Late {n}", note=note, written=moment + 1)
    waiting = [str(uuid.UUID(str(one))) for one in in_file_order("gapsessions_latenote", "id")]
    assert sorted(waiting) == sorted(late_ones)
    assert waiting != late_ones
    before = notes()
    assert len(late.accept(gathering=room)) == 12
    assert [one for one in notes() if one in before] != before


def test_one_is_accepted_and_that_can_be_undone(room, phone, closed):
    for n in range(2):
        phone.add(f"Late {n}", written=closed + 1)
    first = late.tray(room)[0]
    accepted = late.accept(gathering=room, only=[first.pk])
    assert Answer.objects.filter(pk=first.pk).exists()
    assert len(late.tray(room)) == 1
    assert late.take_back(gathering=room, accepted=accepted) == 1
    assert len(late.tray(room)) == 2
    assert not Answer.objects.filter(pk=first.pk).exists()


def test_one_is_left_out_and_taken_in_again(room, phone, closed):
    phone.add("Late", written=closed + 1)
    (note,) = late.tray(room)
    assert late.leave_out(gathering=room, note=note.pk) is True
    assert (late.tray(room), len(late.tray(room, left_out=True))) == ([], 1)
    assert late.accept(gathering=room) == []
    assert late.leave_out(gathering=room, note=note.pk, out=False) is True
    assert len(late.tray(room)) == 1


def test_tray_of_another_room_is_not_touched(room, phone, closed, session):
    from tests.factories.rooms import make_gathering

    phone.add("Late", written=closed + 1)
    other = make_gathering(session)
    (note,) = late.tray(room)
    assert late.accept(gathering=other, only=[note.pk]) == []
    assert late.leave_out(gathering=other, note=note.pk) is False


def test_own_sheet_is_found_in_time_and_gets_its_note(alone):
    alone.add("In the room")
    moment = close(alone.seat.gathering, timedelta(minutes=1))
    assert alone.add("Just in time", written=moment - 1).status_code == 200
    assert Sheet.objects.count() == 1
    assert Answer.objects.filter(sheet=Sheet.objects.get()).count() == 2


def test_late_words_of_somebody_without_a_sheet_wait_too(alone):
    moment = close(alone.seat.gathering, timedelta(minutes=30))
    for n in range(2):
        assert why(alone.add(f"Late {n}", written=moment + 1)) == (409, "late", True)
    assert Sheet.objects.count() == 1
    assert len(late.tray(alone.seat.gathering)) == 2


def test_table_that_never_wrote_gets_a_sheet_for_its_late_note(room, phone):
    moment = close(room, timedelta(minutes=1))
    assert why(phone.add("Late", written=moment + 1)) == (409, "late", True)
    assert late.tray(room)[0].sheet.breakout == phone.seat.breakout
    assert not Answer.objects.filter(question=Question.STRENGTH).exists()
