"""The promise says what is so where this gathering is held, and no more (quality.md 35)."""

from __future__ import annotations

import pytest

from gapsessions.breakouts.promise import promise_for
from gapsessions.method.vocabulary import Style
from tests.factories.rooms import make_gathering


def words(gathering, vendor="sqlite"):
    return " ".join(promised.sentence for promised in promise_for(gathering, vendor=vendor))


def test_silent_table_hears_who_can_tell_and_until_when(session):
    said = words(make_gathering(session, silent_minutes=2))
    assert "only the system can tell which phone wrote a note" in said
    assert "deleted for good" in said


def test_table_without_silence_is_not_told_of_a_link_that_is_never_made(session):
    said = words(make_gathering(session, silent_minutes=0))
    assert "only the system" not in said
    assert "Nothing is kept that says which phone wrote which note." in said


@pytest.mark.parametrize("style", list(Style))
def test_postgresql_promises_less(session, style):
    gathering = make_gathering(session, style=style, silent_minutes=2)
    said = words(gathering, "postgresql")
    assert "for good" not in said
    assert "overwritten later" in said
    assert "overwritten later" not in words(gathering, "sqlite")


@pytest.mark.parametrize("style", [Style.OWN_SHEETS, Style.OPEN_LINK])
def test_own_sheets_are_read_without_a_name(session, style):
    said = words(make_gathering(session, style=style))
    assert "one sheet without a name" in said
    assert "Your table" not in said


@pytest.mark.parametrize("style", list(Style))
def test_everybody_hears_of_quotes_and_of_what_is_always_shown(session, style):
    said = words(make_gathering(session, style=style))
    assert "quoted exactly, without table or name" in said
    assert "What staff say together is always shown" in said


def test_address_is_spoken_of_only_where_one_may_be_left(session):
    assert "no e-mail" in words(make_gathering(session))
    said = words(make_gathering(session, asks_follow_up=True))
    assert "no e-mail" not in said
    assert "may leave an address" in said
