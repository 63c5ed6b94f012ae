"""The projector: what it shows at each stage, what it never shows, and notes revealed in frozen, shuffled batches."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gapsessions.facilitation.room.revealing import (
    AT_ONCE,
    StillSilent,
    TooFewWrote,
    hide,
    may_reveal,
    reveal_answers,
    shown_now,
    turn,
)
from gapsessions.gatherings.models import Gathering, OpenedQuestion
from gapsessions.method.vocabulary import Perspective, Question, Stage, Style
from gapsessions.sheets.models import Answer
from tests.factories.people import browser_of
from tests.factories.rooms import make_gathering, make_single, make_table, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_cache")]


@pytest.fixture
def room(session):
    gathering = make_gathering(session, Perspective.CUSTOMERS, stage=Stage.WRITE, code="BCDFGH", question="strength")
    OpenedQuestion.objects.create(gathering=gathering, question=Question.STRENGTH, revealed=True)
    return gathering


@pytest.fixture
def place(session, room):
    return f"/s/{session.code}/g/{room.key}/screen/"


def test_screen_shows_code_rules_and_address_in_the_lobby(desk, session, room, place):
    Gathering.objects.filter(pk=room.pk).update(stage=Stage.LOBBY, question="")
    page = desk.get(place).content.decode()
    assert page.count("BCD FGH") == 2
    assert "no blame" in page
    assert '<svg role="img"' in page
    assert "Gap Sessions" not in page


def test_screen_shows_question_and_total_and_no_table(desk, room, place):
    for name in ("Piano table", "Stage table"):
        write(make_table(room, name), Question.STRENGTH, "Kind people", "Long hours")
    page = desk.get(place).content.decode()
    assert "strength?" in page
    assert "Question 1 of 4" in page
    assert '<b class="num">4</b>' in page
    assert "Piano" not in page
    assert "Kind people" not in page


def test_screen_says_how_long_everybody_writes_alone(desk, room, place):
    until = timezone.now() + timedelta(minutes=2)
    OpenedQuestion.objects.filter(gathering=room).update(revealed=False, silent_until=until)
    assert "Everybody writes alone" in desk.get(place).content.decode()
    OpenedQuestion.objects.filter(gathering=room).update(revealed=True)
    assert "Everybody writes alone" not in desk.get(place).content.decode()


def test_screen_of_a_closed_room_thanks_and_has_no_code(desk, room, place):
    Gathering.objects.filter(pk=room.pk).update(stage=Stage.CLOSED, closed_at=timezone.now(), question="")
    page = desk.get(place).content.decode()
    assert "Thank you" in page
    assert "BCD" not in page


def test_notes_come_shuffled_some_at_a_time(room):
    texts = {f"Note {n}" for n in range(AT_ONCE * 2 + 1)}
    for half in (0, 1):
        write(make_table(room), Question.STRENGTH, *[text for text in texts if hash(text) % 2 == half])
    orders = set()
    for _ in range(12):
        assert reveal_answers(gathering=room, question=Question.STRENGTH) == len(texts)
        orders.add(tuple(shown_now(room).texts))
    assert len(orders) > 1
    seen = []
    for batch in (1, 2, 3):
        shown = shown_now(room)
        assert (shown.batch, shown.batches) == (batch, 3)
        assert len(shown.texts) <= AT_ONCE
        seen += shown.texts
        turn(gathering=room, by=1)
    assert sorted(seen) == sorted(texts)
    turn(gathering=room, by=1)
    assert shown_now(room).batch == 3
    hide(gathering=room)
    assert shown_now(room) is None


def test_note_that_comes_or_changes_later_is_not_shown(room):
    sheet = make_table(room, head_count=8)
    kept, changed, struck = write(sheet, Question.STRENGTH, "Kept", "Changed", "Struck")
    reveal_answers(gathering=room, question=Question.STRENGTH)
    write(sheet, Question.STRENGTH, "New")
    Answer.objects.filter(pk=changed.pk).update(text="Other words", revision=2)
    Answer.objects.filter(pk=struck.pk).update(struck_out=True)
    assert shown_now(room).texts == [kept.text]


def test_few_contributors_keep_their_words_off_the_screen(session, room):
    write(make_table(room, head_count=7), Question.STRENGTH, "Kind people")
    with pytest.raises(TooFewWrote):
        reveal_answers(gathering=room, question=Question.STRENGTH)
    own = make_gathering(session, Perspective.LEADERSHIP, Style.OWN_SHEETS, stage=Stage.READ_BACK)
    OpenedQuestion.objects.create(gathering=own, question=Question.IMPROVE, revealed=True)
    for _ in range(7):
        write(make_single(own), Question.IMPROVE, "Shorter queues", "Longer hours")
    with pytest.raises(TooFewWrote):
        reveal_answers(gathering=own, question=Question.IMPROVE)
    write(make_single(own), Question.IMPROVE, "Plain words")
    assert reveal_answers(gathering=own, question=Question.IMPROVE) == 15


def test_silent_or_unopened_question_is_not_shown(room):
    assert may_reveal(room) == [Question.STRENGTH]
    with pytest.raises(StillSilent):
        reveal_answers(gathering=room, question=Question.IMPROVE)
    until = timezone.now() + timedelta(minutes=2)
    OpenedQuestion.objects.filter(gathering=room).update(revealed=False, silent_until=until)
    with pytest.raises(StillSilent):
        reveal_answers(gathering=room, question=Question.STRENGTH)


def test_facilitator_shows_notes_from_the_control_room(desk, session, room, place, vera):
    write(make_table(room, head_count=8), Question.STRENGTH, "<b>Kind</b> people")
    control = f"/s/{session.code}/g/{room.key}/room/"
    assert "Show notes" in desk.get(control).content.decode()
    desk.post(control + "reveal/", {"question": "strength"})
    assert "&lt;b&gt;Kind&lt;/b&gt; people" in desk.get(place).content.decode()
    assert browser_of(vera).post(control + "reveal/", {"verb": "hide"}).status_code == 404
    desk.post(control + "reveal/", {"verb": "hide"})
    assert "Kind" not in desk.get(place).content.decode()


def test_screen_takes_as_many_queries_for_forty_tables_as_for_two(desk, room, place, django_assert_max_num_queries):
    for number in range(2):
        write(make_table(room, f"Table {number}"), Question.STRENGTH, "Kind people")
    with django_assert_max_num_queries(12) as first:
        desk.get(place)
    for number in range(2, 40):
        write(make_table(room, f"Table {number}"), Question.STRENGTH, "Kind people")
    with django_assert_max_num_queries(len(first)):
        desk.get(place)
