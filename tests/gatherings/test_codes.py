"""A joining code belongs to one gathering, and rests 90 days before another may have it."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.utils import timezone

from gapsessions.breakouts.cookies import new_token
from gapsessions.gatherings import actions
from gapsessions.gatherings.actions import NoCodeIsFree, hold_code, open_gathering, record_gathering, release_code
from gapsessions.gatherings.models import UsedCode
from gapsessions.method.vocabulary import Perspective, Stage, Style
from gapsessions.storage.codes import address_code, joining_code
from gapsessions.storage.constraints import CODE_LETTERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(monkeypatch):
    """The codes that will be drawn, in order; the last one again and again."""
    codes = []
    monkeypatch.setattr(actions, "joining_code", lambda: codes.pop(0) if len(codes) > 1 else codes[0])
    return codes


def test_gathering_opens_in_the_lobby_with_a_code(session):
    gathering = open_gathering(
        session=session, perspective=Perspective.STAFF, style=Style.TABLES, name="Tuesday, Leeds"
    )
    assert gathering.stage == Stage.LOBBY
    assert len(gathering.code) == 6
    assert set(gathering.code) <= set(CODE_LETTERS)
    assert len(set(CODE_LETTERS)) == 20
    assert not set(CODE_LETTERS) & set("AEIOUY")


def test_codes_and_tokens_cannot_be_foretold():
    """quality.md 5 and 7: they come from the system's generator, not from one that somebody can wind back."""
    for draw in (joining_code, address_code, new_token):
        drawn = set()
        for _ in range(2):
            random.seed(20)
            drawn.add(draw())
        assert len(drawn) == 2, draw


def test_code_that_is_held_is_drawn_again(drawn):
    drawn += ["BCDFGH", "BCDFGH", "BCDFGJ"]
    assert [hold_code(), hold_code()] == ["BCDFGH", "BCDFGJ"]


def test_code_rests_90_days(drawn):
    drawn += ["BCDFGH"]
    today = timezone.localdate()
    hold_code()
    release_code(code="BCDFGH", on=today - timedelta(days=89))
    with pytest.raises(NoCodeIsFree):
        hold_code()
    release_code(code="BCDFGH", on=today - timedelta(days=90))
    assert hold_code() == "BCDFGH"
    assert UsedCode.objects.get().free_from is None, "held again"


def test_recorded_gathering_is_over_and_has_no_code(session):
    gathering = record_gathering(
        session=session, perspective=Perspective.STAFF, style=Style.TABLES, name="By post", held_on=date(2026, 3, 2)
    )
    assert (gathering.stage, gathering.code) == (Stage.CLOSED, "")
