"""Moving a room: which moves are legal, what each brings with it, two clicks, and taking one back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gapsessions.breakouts.seats import take_seat
from gapsessions.facilitation.room.moving import move_room, place_of, take_back, way_for
from gapsessions.facilitation.room.way import Place, after, is_legal, path, way_of
from gapsessions.gatherings.actions import IllegalMove, MovedMeanwhile
from gapsessions.gatherings.models import Gathering
from gapsessions.gatherings.timing import add_minutes, pause_timer, resume_timer, start_timer, timer_of
from gapsessions.method.vocabulary import Pace, Perspective, Question, Seating, Stage, Style
from gapsessions.sessions.actions import ask_only
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.sheets.models import Answer
from tests.factories.rooms import make_gathering, make_table, write

pytestmark = pytest.mark.django_db
LOBBY, READ_BACK, CLOSED = Place(Stage.LOBBY), Place(Stage.READ_BACK), Place(Stage.CLOSED)
FIRST, SECOND, THIRD, FOURTH = (Place(Stage.WRITE, kind) for kind in Question)
ALL_OPEN = Place(Stage.WRITE)


@pytest.fixture
def room(session):
    return make_gathering(session, Perspective.CUSTOMERS, stage=Stage.LOBBY, code="BCDFGH", silent_minutes=2)


def go(gathering, *places):
    """Walk the room through these places."""
    moved = None
    for to in places:
        gathering.refresh_from_db()
        moved = move_room(gathering=gathering, seen=place_of(gathering), to=to)
    gathering.refresh_from_db()
    return moved


def test_way_of_a_room_goes_question_by_question():
    way = way_of(style=Style.TABLES, pace=Pace.ONE_BY_ONE, asked=list(Question))
    assert way == (LOBBY, FIRST, SECOND, THIRD, FOURTH, READ_BACK, CLOSED)
    assert [after(place, way) for place in way] == [*way[1:], None]


def test_way_leaves_out_what_is_not_asked(session, room):
    ask_only(session=session, asked={Perspective.CUSTOMERS: {Question.IMPROVE, Question.ACTION}})
    assert way_for(room, [Question.IMPROVE, Question.ACTION])[1:3] == (SECOND, FOURTH)
    with pytest.raises(IllegalMove):
        move_room(gathering=room, seen=LOBBY, to=FIRST)


def test_way_with_all_questions_open_has_one_place_to_write():
    way = way_of(style=Style.TABLES, pace=Pace.ALL_OPEN, asked=list(Question))
    assert way == (LOBBY, ALL_OPEN, READ_BACK, CLOSED)


def test_open_link_is_never_read_back():
    way = way_of(style=Style.OPEN_LINK, pace=Pace.ONE_BY_ONE, asked=list(Question))
    assert way == (LOBBY, ALL_OPEN, CLOSED)
    assert path(Stage.WRITE, Stage.CLOSED, way) == (Stage.READ_BACK, Stage.CLOSED)


def test_room_whose_pace_changed_goes_on_from_where_it_is():
    way = way_of(style=Style.TABLES, pace=Pace.ALL_OPEN, asked=list(Question))
    assert after(SECOND, way) == READ_BACK
    one_by_one = way_of(style=Style.TABLES, pace=Pace.ONE_BY_ONE, asked=list(Question))
    assert after(ALL_OPEN, one_by_one) == FIRST


@pytest.mark.parametrize(
    ("seen", "to", "legal"),
    [
        (LOBBY, FIRST, True),
        (FIRST, SECOND, True),
        (SECOND, FIRST, True),
        (FIRST, READ_BACK, True),
        (READ_BACK, FOURTH, True),
        (READ_BACK, CLOSED, True),
        (CLOSED, FOURTH, True),
        (LOBBY, READ_BACK, False),
        (LOBBY, CLOSED, False),
        (FIRST, CLOSED, False),
        (FIRST, LOBBY, False),
        (CLOSED, READ_BACK, False),
        (CLOSED, LOBBY, False),
        (FIRST, FIRST, False),
        (FIRST, ALL_OPEN, False),
    ],
)
def test_only_legal_moves_are_made(seen, to, legal):
    way = way_of(style=Style.TABLES, pace=Pace.ONE_BY_ONE, asked=list(Question))
    assert is_legal(seen, to, way) is legal


def test_first_question_opens_silently_with_the_minutes_of_the_run_sheet(room):
    before = timezone.now()
    go(room, FIRST)
    opened = room.opened.get()
    assert (room.stage, room.question) == (Stage.WRITE, Question.STRENGTH)
    assert (opened.question, opened.revealed) == (Question.STRENGTH, False)
    assert opened.silent_until > before + timedelta(minutes=1, seconds=59)
    assert 8 * 60 < timer_of(room).seconds(timezone.now()) <= 9 * 60  # of the sixty-minute run sheet


def test_two_clicks_are_one_move(room):
    assert move_room(gathering=room, seen=LOBBY, to=FIRST) is not None
    assert move_room(gathering=room, seen=LOBBY, to=FIRST) is None
    room.refresh_from_db()
    assert place_of(room) == FIRST


def test_second_facilitator_does_not_move_on_from_a_place_that_was_left(room):
    go(room, FIRST, SECOND)
    with pytest.raises(MovedMeanwhile):
        move_room(gathering=room, seen=FIRST, to=THIRD)
    room.refresh_from_db()
    assert place_of(room) == SECOND


def test_archived_session_is_not_moved(room):
    room.session.archived_at = timezone.now()
    room.session.save()
    with pytest.raises(SessionIsArchived):
        move_room(gathering=room, seen=LOBBY, to=FIRST)


def test_read_back_ends_every_silence_for_good(room):
    go(room, FIRST)
    note = write(make_table(room), Question.STRENGTH, "Kind people", pen_hash="a" * 64)[0]
    moved = go(room, READ_BACK)
    note.refresh_from_db()
    assert note.pen_hash == ""
    take_back(gathering=room, moved=moved)
    room.refresh_from_db()
    note.refresh_from_db()
    assert (place_of(room), note.pen_hash) == (FIRST, "")
    assert room.opened.get().revealed


def test_closing_takes_the_code_away_and_reopening_gives_it_back(room):
    go(room, FIRST, READ_BACK, CLOSED)
    assert room.closed_at is not None
    assert not timer_of(room).shows
    go(room, FOURTH)
    assert (room.closed_at, place_of(room)) == (None, FOURTH)


def test_erased_authorship_never_returns(room):
    go(room, FIRST)
    write(make_table(room), Question.STRENGTH, "Kind people", pen_hash="a" * 64)
    go(room, READ_BACK, CLOSED, FIRST)
    assert set(Answer.objects.values_list("pen_hash", flat=True)) == {""}
    assert room.opened.get(question=Question.STRENGTH).revealed  # it is not silent a second time


def test_move_is_taken_back_with_clock_and_question(room):
    go(room, FIRST)
    pause_timer(gathering=room)
    left = timer_of(Gathering.objects.get(pk=room.pk)).left
    moved = go(room, SECOND)
    assert set(room.opened.values_list("question", flat=True)) == {Question.STRENGTH, Question.IMPROVE}
    take_back(gathering=room, moved=moved)
    room.refresh_from_db()
    assert (place_of(room), room.timer_left) == (FIRST, left)
    assert set(room.opened.values_list("question", flat=True)) == {Question.STRENGTH}


def test_message_goes_with_the_move_and_comes_back_with_its_undo(room):
    go(room, FIRST)
    Gathering.objects.filter(pk=room.pk).update(message="Two more minutes.")
    moved = go(room, SECOND)
    assert room.message == ""
    take_back(gathering=room, moved=moved)
    room.refresh_from_db()
    assert room.message == "Two more minutes."


def test_question_somebody_wrote_under_stays_open_when_its_opening_is_taken_back(room):
    moved = go(room, FIRST)
    write(make_table(room), Question.STRENGTH, "Kind people")
    take_back(gathering=room, moved=moved)
    room.refresh_from_db()
    assert place_of(room) == LOBBY
    assert room.opened.filter(question=Question.STRENGTH).exists()


def test_move_is_not_taken_back_once_somebody_moved_on(room):
    moved = go(room, FIRST)
    go(room, SECOND)
    with pytest.raises(MovedMeanwhile):
        take_back(gathering=room, moved=moved)


def test_closing_of_an_open_link_is_taken_back_in_one(session):
    link = make_gathering(session, Perspective.CUSTOMERS, Style.OPEN_LINK, stage=Stage.LOBBY, code="BCDFGH")
    go(link, ALL_OPEN)
    assert set(link.opened.values_list("question", flat=True)) == {kind.value for kind in Question}
    assert not timer_of(link).shows
    moved = go(link, CLOSED)
    assert link.stage == Stage.CLOSED
    take_back(gathering=link, moved=moved)
    link.refresh_from_db()
    assert (place_of(link), link.closed_at) == (ALL_OPEN, None)


def test_clock_is_lengthened_paused_and_goes_on(room):
    start_timer(gathering=room, minutes=5)
    add_minutes(gathering=room, minutes=1)
    pause_timer(gathering=room)
    paused = pause_timer(gathering=room)  # a second click changes nothing
    assert 300 < paused.left <= 360
    assert add_minutes(gathering=room, minutes=-1).left == paused.left - 60
    assert resume_timer(gathering=room).ends_at is not None
    again = resume_timer(gathering=room)
    assert 240 < again.seconds(timezone.now()) <= 300


def test_clock_that_ended_goes_on_from_now(room):
    start_timer(gathering=room, minutes=1)
    Gathering.objects.filter(pk=room.pk).update(timer_ends_at=timezone.now() - timedelta(minutes=9))
    assert 0 < add_minutes(gathering=room, minutes=1).seconds(timezone.now()) <= 60
    assert add_minutes(gathering=room, minutes=-5).seconds(timezone.now()) == 0


def test_shuffled_room_seats_everybody_when_it_begins_to_write(room):
    Gathering.objects.filter(pk=room.pk).update(seating=Seating.SHUFFLE)
    for _ in range(7):
        take_seat(gathering=room)
    go(room, FIRST)
    assert {seat.breakout_id is not None for seat in room.seats.all()} == {True}
    late, _token = take_seat(gathering=room)
    assert late.breakout_id is not None
