"""The control room's tables and seats: named, moved, shuffled, visited; and rooms without tables."""

from __future__ import annotations

import time

import pytest
from django.core.cache import cache

from gapsessions.breakouts.bursts import count_join
from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.breakouts.seats import take_seat
from gapsessions.facilitation.room import tables
from gapsessions.gatherings import topics
from gapsessions.gatherings.actions import hold_code
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Perspective, Question, Seating, Stage, Style
from tests.factories.rooms import make_gathering, make_single, make_table, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_cache")]
PART = {"HX-Request": "true", "HX-Target": "div#room"}


def test_table_is_added_named_removed_and_put_back(desk, room, place, undo_in):
    desk.post(place + "tables/", {"number": "1"})
    table = Breakout.objects.get(gathering=room)
    desk.post(place + f"tables/{table.key}/", {"verb": "rename", "name": "Window table"})
    taken = desk.post(place + "tables/", {"name_list": "window TABLE"}, headers=PART)
    assert "Two tables of a room cannot have one name" in taken.content.decode()
    undo = undo_in(desk.post(place + f"tables/{table.key}/", {"verb": "remove"}, headers=PART))
    assert desk.get(place).context["room"].standing.tables == []
    desk.post(undo)
    assert desk.get(place).context["room"].standing.tables[0].breakout.name == "Window table"


def test_call_for_help_is_answered(desk, room, place):
    table = make_table(room).breakout
    Breakout.objects.filter(pk=table.pk).update(needs_help=True)
    page = desk.get(place).content.decode()
    assert "Asks for you" in page
    desk.post(place + f"tables/{table.key}/", {"verb": "coming"})
    table.refresh_from_db()
    assert not table.needs_help


def test_seats_are_moved_and_put_back(desk, room, place, undo_in):
    piano, stage = make_table(room, "Piano").breakout, make_table(room, "Stage").breakout
    seats = [take_seat(gathering=room, breakout=piano)[0] for _ in range(3)]
    chosen = [str(seat.pk) for seat in seats[:2]]
    answer = desk.post(place + "seats/", {"seat": chosen, "verb": "move", "to": stage.key}, headers=PART)
    assert Seat.objects.filter(breakout=stage).count() == 2
    desk.post(undo_in(answer))
    assert Seat.objects.filter(breakout=piano).count() == 3


def test_seat_is_taken_out_of_the_room_and_put_back(desk, room, place, undo_in):
    piano = make_table(room, "Piano").breakout
    seat, _token = take_seat(gathering=room, breakout=piano)
    answer = desk.post(place + "seats/", {"seat": [str(seat.pk)], "verb": "remove"}, headers=PART)
    assert not Seat.objects.filter(gathering=room).exists()
    undo = undo_in(answer)
    desk.post(undo)
    assert Seat.objects.get(gathering=room).breakout == piano
    assert desk.post(undo).status_code == 404  # once


def test_seat_of_another_room_is_not_moved(desk, session, room, place):
    other = make_gathering(session, stage=Stage.WRITE, code="BCDFGK")
    stranger, _token = take_seat(gathering=other)
    table = make_table(room).breakout
    desk.post(place + "seats/", {"seat": [str(stranger.pk), "nonsense"], "verb": "move", "to": table.key})
    stranger.refresh_from_db()
    assert stranger.breakout is None


def test_shuffle_says_what_it_does_and_is_taken_back(desk, room, place, undo_in):
    Gathering.objects.filter(pk=room.pk).update(seating=Seating.SHUFFLE)
    for _ in range(9):
        take_seat(gathering=room)
    page = desk.get(place).content.decode()
    assert "Six to eight at each is not possible" in page
    undo = undo_in(desk.post(place + "shuffle/", headers=PART))
    assert not Seat.objects.filter(gathering=room, breakout=None).exists()
    desk.post(undo)
    assert Seat.objects.filter(gathering=room, breakout=None).count() == 9


def test_own_sheets_are_counted_together_and_never_one_by_one(desk, session):
    gathering = make_gathering(
        session, Perspective.LEADERSHIP, Style.OWN_SHEETS, stage=Stage.WRITE, question="improve", code="BCDFGL"
    )
    for _ in range(3):
        write(make_single(gathering), Question.IMPROVE, "Shorter queues")
    make_single(gathering)
    own = desk.get(f"/s/{session.code}/g/{gathering.key}/room/").context["room"].standing.own
    assert (own.sheets, [bar.count for bar in own.bars]) == (4, [0, 3, 0, 0])


def test_open_link_tells_full_fives_of_those_invited(desk, session):
    gathering = make_gathering(
        session, Perspective.CUSTOMERS, Style.OPEN_LINK, stage=Stage.WRITE, code="BCDFGM", invited=400
    )
    for _ in range(7):
        take_seat(gathering=gathering)
        write(make_single(gathering), Question.IMPROVE, "Shorter queues")
    answer = desk.get(f"/s/{session.code}/g/{gathering.key}/room/")
    assert "5 of about 400 invited" in answer.content.decode()
    assert answer.context["room"].standing.own.sheets == 5
    assert "Close the link" in answer.content.decode()


def test_nudge_reaches_the_phones_of_that_table_alone(desk, room, place, monkeypatch):
    heard = []
    monkeypatch.setattr(tables, "publish", lambda topic, event: heard.append((topic, event.name, event.data)))
    quiet = make_table(room).breakout
    make_table(room)
    answer = desk.post(place + f"tables/{quiet.key}/", {"verb": "nudge"}, headers=PART)
    assert heard == [(topics.table(quiet.key), "sheet", '{"nudge":true}')]
    assert quiet.name in [line.sentence for line in answer.context["room"].happened][0]


def test_table_is_quiet_four_minutes_after_its_last_note_and_not_before(desk, room, place):
    table = make_table(room).breakout
    take_seat(gathering=room, breakout=table)
    now = int(time.time())
    for ago, said in ((70, "1 min ago"), (250, "No note for 4 min, perhaps talking")):
        cache.set(f"active:{table.key}", now - ago)
        assert said in desk.get(place).content.decode()
    desk.post(place + "move/", {"seen": "write:strength", "to": "write:improve"})
    assert "perhaps talking" not in desk.get(place).content.decode()  # it was asked something new just now


def test_burst_of_replies_to_an_open_link_is_pointed_out(desk, session):
    link = make_gathering(session, Perspective.CUSTOMERS, Style.OPEN_LINK, stage=Stage.WRITE, code=hold_code())
    place = f"/s/{session.code}/g/{link.key}/room/"
    assert "within the last minutes" not in desk.get(place).content.decode()
    for number in range(31):
        count_join(link, f"192.0.2.{number % 5}")
    page = desk.get(place).content.decode()
    assert "31 phones came in within the last minutes, 7 of them from one network" in page
