"""A shuffle seats everybody at even tables, and nothing that is written moves."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.breakouts.seats import take_seat
from gapsessions.breakouts.shuffling import allocate, seat_the_rest, seating_for
from gapsessions.method.vocabulary import Question
from tests.factories.rooms import make_table, write


@pytest.fixture
def crowd(room):
    return [take_seat(gathering=room, tag="north" if number % 2 else "south")[0] for number in range(20)]


def placed():
    return dict(Seat.objects.values_list("number", "breakout"))


def test_everybody_gets_a_table_and_missing_tables_are_added(room, window, crowd):
    assert seating_for(room).to_add == 2
    allocate(gathering=room, seed=1)
    assert Breakout.objects.filter(gathering=room).count() == 3
    assert sorted(Counter(placed().values()).values()) == [6, 7, 7]
    for table in Breakout.objects.filter(gathering=room):
        tags = Counter(table.seats.values_list("tag", flat=True))
        assert abs(tags["north"] - tags["south"]) <= 1


def test_same_seed_gives_the_same_seats(room, crowd):
    allocate(gathering=room, seed=7)
    first = placed()
    allocate(gathering=room, seed=8)
    assert placed() != first
    allocate(gathering=room, seed=7)
    assert placed() == first


def test_late_comer_moves_nobody(room, crowd):
    allocate(gathering=room, seed=7)
    before = placed()
    room.seating = "shuffle"
    room.save()
    late, _token = take_seat(gathering=room)
    assert Counter(before.values())[late.breakout_id] == 6
    assert {number: table for number, table in placed().items() if number != late.number} == before


def test_answers_stay_with_their_sheet(room, crowd):
    sheet = make_table(room, "Window")
    (note,) = write(sheet, Question.IMPROVE, "Shorter queues")
    Seat.objects.filter(number__lte=3).update(breakout=sheet.breakout)
    allocate(gathering=room, seed=3)
    note.refresh_from_db()
    assert note.sheet == sheet


def test_phones_hear_where_to_go(room, crowd, heard):
    allocate(gathering=room, seed=3)
    for seat in Seat.objects.select_related("breakout"):
        (told,) = heard.on(f"seat:{seat.pk}")
        assert json.loads(told.data)["table"] == seat.breakout.key
    assert len(heard.on(f"desk:{room.key}")) == 1


def test_room_that_cannot_be_even_says_so(room):
    for _ in range(9):
        take_seat(gathering=room)
    assert not seating_for(room).split.fits
    assert allocate(gathering=room).split.sizes == (9,)


def test_empty_room_is_shuffled_without_a_table(room):
    assert allocate(gathering=room).split.sizes == ()


def test_nobody_is_without_a_table_when_the_writing_starts(room, window, crowd):
    seat_the_rest(gathering=room)
    assert None not in placed().values()
    assert sorted(Counter(placed().values()).values()) == [6, 7, 7]


def test_whoever_sits_already_stays_when_the_rest_is_seated(room, window, crowd):
    allocate(gathering=room, seed=1)
    late = [seat for seat in crowd if seat.number in (3, 4)]
    for seat in late:
        Seat.objects.filter(pk=seat.pk).update(breakout=None)
    before = placed()
    seat_the_rest(gathering=room)
    after = placed()
    assert {number: table for number, table in after.items() if number not in (3, 4)} == {
        number: table for number, table in before.items() if number not in (3, 4)
    }
    assert None not in after.values()
    assert sorted(Counter(after.values()).values()) == [6, 7, 7]


def test_an_empty_room_is_not_given_tables(room):
    seat_the_rest(gathering=room)
    assert not Breakout.objects.filter(gathering=room).exists()
