"""Seats are numbered, limited, moved, removed, put back and left; screens hear of it, and what is written stays."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from gapsessions.breakouts import seats
from gapsessions.breakouts.access import cookie_name, seat_of_cookies
from gapsessions.breakouts.models import Seat
from gapsessions.breakouts.queries import capacity_of
from gapsessions.gatherings.actions import take_out
from gapsessions.method.vocabulary import Seating, Stage, Style
from tests.factories.rooms import make_gathering


def found(seat, token):
    return seat_of_cookies({cookie_name(seat.gathering.key): token}, seat.gathering.key)


def test_token_is_kept_as_a_hash_alone(room):
    seat, token = seats.take_seat(gathering=room)
    assert len(token) == 22
    assert token not in str(Seat.objects.values().get())
    assert found(seat, token) == seat


@pytest.mark.parametrize("forged", ["", "x", "A" * 22, "A" * 4000, "é" * 22])
def test_forged_token_is_nobody(room, forged):
    seat, _token = seats.take_seat(gathering=room)
    assert found(seat, forged) is None


def test_token_opens_its_own_gathering_only(room, session):
    _seat, token = seats.take_seat(gathering=room)
    other = make_gathering(session, stage=Stage.WRITE, code="BCDFGJ")
    assert seat_of_cookies({cookie_name(other.key): token}, other.key) is None


def test_removed_gathering_has_no_seats(room):
    seat, token = seats.take_seat(gathering=room)
    take_out(gathering=room)
    assert found(seat, token) is None


def test_numbers_are_given_once(room):
    numbers = [seats.take_seat(gathering=room)[0].number for _ in range(3)]
    seats.remove_seat(seat=Seat.objects.get(number=3))
    numbers.append(seats.take_seat(gathering=room)[0].number)
    assert numbers == [1, 2, 3, 4]


@pytest.mark.parametrize(("planned", "capacity"), [(1, 3), (8, 10), (20, 22), (100, 110), (300, 330)])
def test_room_holds_those_planned_and_a_tenth_more(room, planned, capacity):
    room.planned_size = planned
    assert capacity_of(room) == capacity


def test_full_room_takes_nobody_until_somebody_goes(room):
    room.planned_size = 1
    room.save()
    taken = [seats.take_seat(gathering=room)[0] for _ in range(3)]
    with pytest.raises(seats.RoomIsFull):
        seats.take_seat(gathering=room)
    seats.leave(seat=taken[0])
    assert seats.take_seat(gathering=room)


def test_leaving_after_handing_in_makes_no_room_for_a_second_vote(room):
    room.planned_size = 1
    room.save()
    taken = [seats.take_seat(gathering=room) for _ in range(3)]
    seat, token = taken[0]
    Seat.objects.filter(pk=seat.pk).update(voted=True)
    seat.refresh_from_db()
    seats.leave(seat=seat)
    assert found(seat, token) is None
    with pytest.raises(seats.RoomIsFull):
        seats.take_seat(gathering=room)
    seats.put_back_seat(seat=seat)
    assert found(seat, token) is None


def test_nobody_comes_in_where_it_is_locked_closed_or_over(room, session):
    room.locked = True
    room.save()
    with pytest.raises(seats.RoomIsLocked):
        seats.take_seat(gathering=room)
    with pytest.raises(seats.RoomIsClosed):
        seats.take_seat(gathering=make_gathering(session))
    yesterday = timezone.localdate() - timedelta(days=1)
    over = make_gathering(session, style=Style.OPEN_LINK, stage=Stage.WRITE, closes_on=yesterday)
    with pytest.raises(seats.RoomIsClosed):
        seats.take_seat(gathering=over)


def test_moved_phone_is_told_and_both_tables_count(room, window, door, heard):
    seat, token = seats.take_seat(gathering=room, breakout=window)
    seats.take_seat(gathering=room, breakout=window)
    heard.events.clear()
    seats.move_seat(seat=seat, to=door)
    assert found(seat, token).breakout == door
    (moved,) = heard.on(f"seat:{seat.pk}")
    assert (moved.name, json.loads(moved.data)) == ("moved", {"table": door.key, "name": "Door"})
    assert heard.ended == [f"seat:{seat.pk}"]
    assert [json.loads(event.data)["people"] for event in heard.on(f"table:{window.key}")] == [1]
    assert [json.loads(event.data)["people"] for event in heard.on(f"table:{door.key}")] == [1]
    assert heard.on(f"desk:{room.key}")


def test_moving_to_ones_own_table_moves_nothing(room, window, heard):
    seat, _token = seats.take_seat(gathering=room, breakout=window)
    heard.events.clear()
    seats.move_seat(seat=seat, to=window)
    assert not heard.events
    assert not heard.ended


def test_table_of_another_room_is_out_of_reach(room, session):
    seat, _token = seats.take_seat(gathering=room)
    other = make_gathering(session, stage=Stage.WRITE)
    with pytest.raises(ValueError, match="gathering"):
        seats.move_seat(seat=seat, to=other.breakouts.create(name="Elsewhere"))


def test_removed_phone_is_out_at_once_and_can_come_back(room, window, heard):
    seat, token = seats.take_seat(gathering=room, breakout=window)
    seats.remove_seat(seat=seat)
    assert found(seat, token) is None
    assert heard.ended == [f"seat:{seat.pk}"]
    seats.put_back_seat(seat=seat)
    assert found(seat, token).breakout == window


def test_late_comer_to_a_shuffled_room_sits_at_the_smallest_table(room, window, door):
    room.seating = Seating.SHUFFLE
    room.save()
    for table in (window, window, door):
        seats.take_seat(gathering=room, breakout=table)
    assert seats.take_seat(gathering=room)[0].breakout == door
    assert seats.take_seat(gathering=room, tag="north")[0].breakout == window
    assert seats.take_seat(gathering=room, tag="north")[0].breakout == door


def test_nobody_has_a_table_before_the_shuffle(room, window):
    room.seating, room.stage = Seating.SHUFFLE, Stage.LOBBY
    room.save()
    assert seats.take_seat(gathering=room)[0].breakout is None


def test_own_sheets_know_no_tables(session):
    alone = make_gathering(session, style=Style.OWN_SHEETS, stage=Stage.WRITE)
    table = alone.breakouts.create(name="Table")
    assert seats.take_seat(gathering=alone, breakout=table)[0].breakout is None


def test_room_is_made_for_those_who_came_besides(room, desk, session):
    room.planned_size = 1
    room.save()
    for _ in range(3):
        seats.take_seat(gathering=room)
    at = f"/s/{session.code}/g/{room.key}/room/"
    assert "Every place is taken" in desk.get(at).content.decode()
    desk.post(f"{at}door/", {"verb": "wider"})
    room.refresh_from_db()
    assert room.planned_size == 8
    assert "Every place is taken" not in desk.get(at).content.decode()
    assert seats.take_seat(gathering=room)
