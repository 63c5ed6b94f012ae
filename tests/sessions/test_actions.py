"""Opening and erasing sessions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.sessions.actions import ask_only, erase_session, open_session
from gapsessions.sessions.models import GapSession
from gapsessions.sessions.queries import asked_questions, due_for_erasure, soon_to_be_erased, wording_of
from gapsessions.sheets.models import Answer
from tests.factories.rooms import write

pytestmark = pytest.mark.django_db


def test_session_asks_everybody_everything(organisation):
    session = open_session(organisation=organisation, title="Autumn")
    assert asked_questions(session) == dict.fromkeys(Perspective, frozenset(Question))
    wording = wording_of(session)
    assert wording[Perspective.CUSTOMERS, Question.IMPROVE] == "What could Brightwater Clinics do better?"
    assert wording[Perspective.STAFF, Question.IMPROVE] == "What could we do better for our customers?"


def test_question_left_out_is_not_asked(session):
    ask_only(session=session, asked={Perspective.STAFF: [Question.IMPROVE]})
    assert asked_questions(session) == {
        Perspective.LEADERSHIP: frozenset(),
        Perspective.STAFF: frozenset({Question.IMPROVE}),
        Perspective.CUSTOMERS: frozenset(),
    }
    assert list(wording_of(session)) == [(Perspective.STAFF, Question.IMPROVE)]


def test_session_is_due_the_day_after_its_last(session):
    session.keep_until = date(2026, 6, 30)
    session.save()
    assert not due_for_erasure(date(2026, 6, 30)).exists()
    assert due_for_erasure(date(2026, 7, 1)).exists()
    assert soon_to_be_erased(date(2026, 5, 31)).exists()
    assert not soon_to_be_erased(date(2026, 5, 30)).exists()
    assert not soon_to_be_erased(date(2026, 7, 1)).exists()


def test_session_is_kept_two_years(session):
    assert session.keep_until - session.created_at.date() == timedelta(days=730)


def test_erasing_takes_the_words(session, sam, cleo):
    write(sam, Question.IMPROVE, "Long waits")
    erase_session(session=session)
    assert not GapSession.objects.exists()
    assert not Answer.objects.exists()
