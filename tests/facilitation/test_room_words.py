"""What the control room says of where it stands: silence, the fives of an open link, and what comes after the close."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gapsessions.gatherings.models import Gathering, OpenedQuestion
from gapsessions.method.vocabulary import Perspective, Question, Stage, Style
from tests.factories.rooms import make_gathering

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_cache")]


def page_of(desk, room: Gathering) -> str:
    return desk.get(f"/s/{room.session.code}/g/{room.key}/room/").content.decode()


def test_room_says_how_long_everybody_writes_alone(desk, session):
    room = make_gathering(session, Perspective.CUSTOMERS, stage=Stage.WRITE, code="BCDFGH", question="strength")
    until = timezone.now() + timedelta(minutes=2)
    OpenedQuestion.objects.create(gathering=room, question=Question.STRENGTH, silent_until=until)
    assert "Everybody writes alone, still" in page_of(desk, room)
    OpenedQuestion.objects.filter(gathering=room).update(revealed=True)
    assert "Everybody writes alone" not in page_of(desk, room)


def test_own_sheets_are_not_called_tables(desk, session):
    room = make_gathering(session, style=Style.OWN_SHEETS, stage=Stage.READ_BACK, code="BCDFGH")
    page = page_of(desk, room)
    assert "Everybody reads their own sheet once more" in page
    assert "The tables read" not in page


def test_open_link_says_that_it_counts_by_fives_until_it_is_closed(desk, session):
    room = make_gathering(session, Perspective.CUSTOMERS, Style.OPEN_LINK, stage=Stage.WRITE, code="BCDFGH")
    assert "five at a time" in page_of(desk, room)
    Gathering.objects.filter(pk=room.pk).update(stage=Stage.CLOSED, closed_at=timezone.now())
    assert "five at a time" not in page_of(desk, room)


def test_closed_room_leads_back_to_the_session_and_sends_no_message(desk, session):
    room = make_gathering(session, Perspective.CUSTOMERS, stage=Stage.READ_BACK, code="BCDFGH")
    assert 'id="say-it"' in page_of(desk, room)
    Gathering.objects.filter(pk=room.pk).update(stage=Stage.CLOSED, closed_at=timezone.now())
    page = page_of(desk, room)
    assert 'id="say-it"' not in page
    assert 'id="next-step"' in page


def test_desk_and_first_page_lead_to_the_field_for_the_code(client, desk, session):
    room = make_gathering(session, Perspective.CUSTOMERS, stage=Stage.LOBBY, code="BCDFGH")
    assert "/join<br>" in page_of(desk, room)
    assert 'href="/join/"' in client.get("/").content.decode()
