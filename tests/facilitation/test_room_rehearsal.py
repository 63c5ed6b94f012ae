"""A rehearsal: real seats and notes in a hidden copy, counted and listed nowhere, and wiped in one tap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.breakouts.seats import take_seat
from gapsessions.facilitation.room import rehearsing
from gapsessions.facilitation.room.moving import move_room, place_of
from gapsessions.facilitation.room.tasks import begin_rehearsal, wipe_rehearsal
from gapsessions.facilitation.room.way import Place
from gapsessions.gatherings.models import Gathering, UsedCode
from gapsessions.method.vocabulary import Perspective, Question, Stage, Style
from gapsessions.sessions.models import GapSession
from gapsessions.sessions.queries import soon_to_be_erased
from gapsessions.sheets.models import Answer, Receipt, Sheet
from tests.factories.people import browser_of
from tests.factories.rooms import make_gathering, make_table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_cache")]


@pytest.fixture
def real(session):
    gathering = make_gathering(session, Perspective.CUSTOMERS, stage=Stage.LOBBY, code="BCDFGH", name="Evening")
    for name in ("Piano", "Stage", "Window"):
        make_table(gathering, name)
    return gathering


@pytest.fixture
def room(real):
    return rehearsing.rehearse(gathering=real)


def play(room, steps):
    for _ in range(steps):
        cache.clear()
        room.refresh_from_db()
        rehearsing.step(room=room)


def go(room, *places):
    for to in places:
        room.refresh_from_db()
        move_room(gathering=room, seen=place_of(room), to=to)


def test_rehearsal_is_a_copy_with_a_code_of_its_own(real, room):
    assert room.code not in ("", real.code)
    assert (room.name, room.style, room.stage) == (real.name, real.style, Stage.LOBBY)
    assert list(Breakout.objects.filter(gathering=room).values_list("name", flat=True)) == ["Piano", "Stage"]
    assert rehearsing.rehearse(gathering=real) == room  # a second click, or a second facilitator
    assert rehearsing.rehearsed(room) == real


def test_played_phones_sit_down_write_and_read_back(room):
    play(room, 8)
    assert Seat.objects.filter(gathering=room).count() == rehearsing.PHONES
    assert {seat.breakout.name for seat in Seat.objects.filter(gathering=room)} == {"Piano", "Stage"}
    go(room, Place(Stage.WRITE, Question.STRENGTH))
    play(room, 30)
    texts = set(Answer.objects.values_list("text", flat=True))
    assert texts
    assert all(text.startswith("Rehearsal: ") for text in texts)
    assert set(Answer.objects.values_list("question", flat=True)) == {"strength"}
    go(room, Place(Stage.READ_BACK))
    play(room, 40)
    assert Answer.objects.filter(star=True).exists()
    assert Sheet.objects.filter(gathering=room, confirmed=True).exists()
    go(room, Place(Stage.CLOSED))
    play(room, 2)


def test_played_phones_write_own_sheets(session):
    real = make_gathering(session, Perspective.LEADERSHIP, Style.OWN_SHEETS, stage=Stage.LOBBY, code="BCDFGK")
    room = rehearsing.rehearse(gathering=real)
    play(room, 7)
    go(room, Place(Stage.WRITE, Question.STRENGTH))
    play(room, 25)
    assert Sheet.objects.filter(gathering=room, kind="single").count() > 3


def test_steps_are_not_faster_for_two_control_rooms(room):
    assert rehearsing.step(room=room)
    assert not rehearsing.step(room=room)


def test_real_room_is_never_played(real):
    assert not rehearsing.step(room=real)
    with pytest.raises(ValueError, match="no rehearsal"):
        rehearsing.end_rehearsal(room=real)
    assert not Seat.objects.exists()


def test_own_phone_joins_the_rehearsal(room):
    play(room, 8)
    seat, _token = take_seat(gathering=room, breakout=Breakout.objects.filter(gathering=room).first())
    assert seat.number == rehearsing.PHONES + 1


def test_end_wipes_everything_and_nothing_else(desk, session, real, room):
    play(room, 8)
    go(room, Place(Stage.WRITE, Question.STRENGTH))
    play(room, 10)
    answer = desk.post(f"/s/{room.session.code}/g/{room.key}/room/rehearse/end/")
    assert answer.headers["Location"] == f"/s/{session.code}/g/{real.key}/"
    assert list(GapSession.objects.all()) == [session]
    assert list(Gathering.everything.all()) == [real]
    assert (Answer.objects.count(), Seat.everything.count()) == (0, 0)
    assert UsedCode.objects.get(code=room.code).free_from > timezone.localdate()
    assert desk.get(f"/s/{room.session.code}/g/{room.key}/room/").status_code == 404


def test_rehearsal_is_listed_counted_and_reported_nowhere(desk, session, real, room):
    play(room, 8)
    go(room, Place(Stage.WRITE, Question.STRENGTH))
    play(room, 10)
    listed = desk.get("/sessions/")
    assert [row.session for row in listed.context["rows"]] == [session]
    assert listed.context["live"] == []
    overview = desk.get(f"/s/{session.code}/").context["overview"]
    assert (overview.notes, sum(len(column.cards) for column in overview.columns)) == (0, 1)
    assert room.session.code not in desk.get("/sessions/new/").content.decode()
    for page in ("", "settings/", "themes/", "compare/", "report/"):
        assert (page, desk.get(f"/s/{room.session.code}/{page}").status_code) == (page, 404)
    assert desk.get(f"/s/{room.session.code}/g/{room.key}/room/").status_code == 200


def test_forgotten_rehearsal_is_wiped_by_the_worker_the_day_after(session, real):
    room = begin_rehearsal(gathering=real)
    assert begin_rehearsal(gathering=real) == room
    planned = DBTaskResult.objects.get(task_path__endswith="wipe_rehearsal")
    assert planned.run_after > timezone.now() + timedelta(hours=23)
    assert room.session not in soon_to_be_erased(timezone.localdate())  # and nobody is warned
    wipe_rehearsal.call(real.pk)
    assert Gathering.objects.filter(pk=real.pk).exists()
    wipe_rehearsal.call(room.pk)
    wipe_rehearsal.call(room.pk)
    assert list(GapSession.objects.all()) == [session]


def test_rehearsal_begins_from_the_gatherings_page_and_says_what_it_is(desk, session, real, vera):
    page = desk.get(f"/s/{session.code}/g/{real.key}/").content.decode()
    begin = f"/s/{session.code}/g/{real.key}/room/rehearse/"
    assert begin in page
    place = desk.post(begin).headers["Location"]
    page = desk.get(place).content.decode()
    assert "This is a rehearsal" in page
    assert "data-rehearse" in page
    assert desk.post(place + "rehearse/step/").status_code == 204
    assert desk.post(place + "rehearse/").status_code == 404
    assert browser_of(vera).post(place + "rehearse/step/").status_code == 404
    assert Seat.objects.exists()
    assert not Receipt.objects.exists()
