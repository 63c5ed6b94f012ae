"""Open links are closed when their last day is over, by whichever worker looks first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gapsessions.background import regular
from gapsessions.facilitation.room.due import close_due_links
from gapsessions.method.vocabulary import Stage, Style
from tests.factories.rooms import make_gathering, make_single, write

pytestmark = pytest.mark.django_db


def link(session, days, **fields):
    closes_on = timezone.localdate() + timedelta(days=days)
    fields = {"stage": Stage.WRITE, "code": "BCDFGH", "closes_on": closes_on, **fields}
    return make_gathering(session, style=Style.OPEN_LINK, **fields)


def stage_of(gathering):
    gathering.refresh_from_db()
    return gathering.stage


def test_link_past_its_last_day_is_closed_once(session):
    gathering = link(session, -1)
    write(make_single(gathering), "improve", "Long waits", pen_hash="a" * 64)
    assert close_due_links() == 1
    assert stage_of(gathering) == Stage.CLOSED
    assert gathering.closed_at is not None
    assert not gathering.sheets.get().answers.exclude(pen_hash="").exists(), "closed with all that closing brings"
    assert close_due_links() == 0


@pytest.mark.parametrize(("days", "fields"), [(0, {}), (1, {}), (-1, {"stage": Stage.LOBBY})])
def test_link_that_is_not_due_stays_open(session, days, fields):
    gathering = link(session, days, **fields)
    assert close_due_links() == 0
    assert stage_of(gathering) != Stage.CLOSED


def test_link_of_an_archived_session_is_left_alone(session):
    gathering = link(session, -1)
    session.archived_at = timezone.now()
    session.save()
    assert close_due_links() == 0
    assert stage_of(gathering) == Stage.WRITE


def test_regular_jobs_come_once_a_minute_and_one_that_fails_keeps_none_from_its_turn(monkeypatch, caplog):
    done = []

    def fail():
        raise ValueError("broken")

    monkeypatch.setattr(regular, "_jobs", [fail, lambda: done.append(1)])
    monkeypatch.setattr(regular, "_last", float("-inf"))
    for moment in (0.0, 30.0, 59.0, 60.0, 61.0, 121.0):
        regular.look_after(moment)
    assert len(done) == 3
    assert caplog.text.count("a regular job failed") == 3
