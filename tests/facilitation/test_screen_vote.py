"""The big screen and a dot vote: open, then what came out, and never a total in between."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gapsessions.method.vocabulary import Perspective, Question, Stage
from gapsessions.themes.actions import create_theme, move_answers
from gapsessions.themes.ballot.actions import close_ballot, open_ballot
from gapsessions.themes.ballot.models import BallotOption, BallotPaper
from tests.factories.rooms import make_gathering, make_table, write


@pytest.fixture
def room(session):
    return make_gathering(session, Perspective.CUSTOMERS)


@pytest.fixture
def ballot(room, session):
    keys = []
    for name in ("Waiting", "Prices <b>"):
        theme = create_theme(session=session, name=name)
        note = write(make_table(room), Question.IMPROVE, f"about {name}")[0]
        move_answers(answers=[note.pk], to=theme, by=None)
        keys.append(theme.key)
    return open_ballot(gathering=room, themes=keys)


def cast(ballot, papers):
    option = BallotOption.objects.get(ballot=ballot, name="Waiting")
    for number in range(papers):
        BallotPaper.objects.create(ballot=ballot, key_hash=f"{number:064}", given={option.key: 1})


def screen(desk, room):
    page = desk.get(reverse("projector", args=[room.session.code, room.key])).content.decode()
    return " ".join(page.split("<main", 1)[1].split())


def test_open_vote_is_said_calmly_and_without_a_total(desk, room, ballot):
    cast(ballot, 8)
    shown = screen(desk, room)
    assert "The vote is open" in shown
    assert "Choose on your phone" in shown
    assert "Waiting" not in shown
    assert ">8<" not in shown


def test_result_shows_when_it_has_closed(desk, room, ballot):
    cast(ballot, 8)
    close_ballot(ballot=ballot)
    shown = screen(desk, room)
    assert 'Waiting</span> <b class="num">8</b>' in shown
    assert "Prices" not in shown, "what nobody gave a dot is not shown up"


def test_result_of_four_people_stays_unsaid(desk, room, ballot):
    cast(ballot, 4)
    close_ballot(ballot=ballot)
    shown = screen(desk, room)
    assert "The vote is closed" in shown
    assert "Waiting" not in shown


def test_room_that_goes_on_shows_its_question_again(desk, room, ballot):
    cast(ballot, 8)
    close_ballot(ballot=ballot)
    room.refresh_from_db()
    room.stage, room.closed_at = Stage.WRITE, None
    room.save()
    assert "The vote" not in screen(desk, room)


def test_room_without_a_vote_says_thank_you(desk, room):
    assert "Thank you" in screen(desk, room)
