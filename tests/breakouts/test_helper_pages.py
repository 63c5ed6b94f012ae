"""A helper opens a link once, sees own tables alone, answers calls, types; and is out the moment the link is ended."""

from __future__ import annotations

import pytest
from django.test import Client

from gapsessions.breakouts.helping import cookie_name, end_helper_link, make_helper_link
from gapsessions.breakouts.models import Breakout
from gapsessions.method.vocabulary import Question
from gapsessions.sheets.laying import table_sheet
from gapsessions.sheets.models import Answer
from tests.factories.rooms import write


@pytest.fixture
def made(room, window):
    return make_helper_link(gathering=room, name="Hana", breakouts=[window])


@pytest.fixture
def hana(made):
    """The browser in which the link was opened."""
    browser = Client()
    browser.post(f"/h/{made[1]}/")
    return browser


def test_looking_at_a_link_does_not_use_it_up(made):
    link, secret = made
    for _ in range(3):
        assert Client().get(f"/h/{secret}/").status_code == 200
    answer = Client().post(f"/h/{secret}/")
    assert answer.headers["Location"] == f"/h/room/{link.key}/"
    assert answer.cookies[cookie_name(link.key)]["httponly"]
    assert Client().get(f"/h/{secret}/").status_code == 404
    assert Client().post(f"/h/{secret}/").status_code == 404


def test_same_browser_comes_back_by_the_same_address(made, hana):
    link, secret = made
    assert hana.get(f"/h/{secret}/").headers["Location"] == f"/h/room/{link.key}/"


def test_helper_sees_own_tables_alone(room, made, hana, window, door):
    link, _secret = made
    write(table_sheet(breakout=door), Question.IMPROVE, "Elsewhere")
    page = hana.get(f"/h/room/{link.key}/").content.decode()
    assert "Window" in page
    assert "Door" not in page
    for path in (f"/h/room/{link.key}/{door.key}/", f"/s/{room.session.code}/", f"/r/{room.key}/"):
        assert hana.get(path).status_code in (404, 302)
    assert hana.post(f"/h/room/{link.key}/{door.key}/").status_code == 404
    assert hana.post(f"/h/room/{link.key}/{door.key}/notes/", {"verb": "add"}).status_code == 404
    assert hana.post(f"/h/room/{link.key}/{door.key}/coming/").status_code == 404


def test_call_for_help_stands_first_and_is_answered(room, made, hana, window):
    link, _secret = made
    Breakout.objects.update(needs_help=True)
    assert "Calls for help" in hana.get(f"/h/room/{link.key}/").content.decode()
    hana.post(f"/h/room/{link.key}/{window.key}/coming/")
    window.refresh_from_db()
    assert not window.needs_help
    page = hana.get(f"/h/room/{link.key}/").content.decode()
    assert "Calls for help" not in page
    assert "sees that somebody is coming" in page


def test_helper_types_for_a_table(made, hana, window):
    link, _secret = made
    sheet = f"/h/room/{link.key}/{window.key}/"
    assert hana.get(sheet).status_code == 404
    assert hana.post(sheet).headers["Location"] == sheet
    said = {"verb": "add", "question": "improve", "text": "Shorter queues", "op": "1"}
    assert hana.post(f"{sheet}notes/", said).headers["Location"] == f"{sheet}?question=improve#say"
    assert hana.post(f"{sheet}notes/", said).status_code == 302
    assert "Shorter queues" in hana.get(sheet).content.decode()
    assert Answer.objects.count() == 1
    refused = hana.post(f"{sheet}notes/", said | {"text": " ", "op": "2"})
    assert refused.status_code == 422
    assert "nothing to read" in refused.content.decode()


def test_what_a_phone_writes_in_silence_is_not_shown(made, hana, window):
    link, _secret = made
    write(table_sheet(breakout=window), Question.IMPROVE, "Still silent", pen_hash="0" * 64)
    assert "Still silent" not in hana.get(f"/h/room/{link.key}/{window.key}/").content.decode()


def test_ended_link_is_nothing_at_once(made, hana, window):
    link, _secret = made
    hana.post(f"/h/room/{link.key}/{window.key}/")
    end_helper_link(link=link)
    for path in (f"/h/room/{link.key}/", f"/h/room/{link.key}/{window.key}/"):
        assert hana.get(path).status_code == 404
    said = {"verb": "add", "question": "improve", "text": "Too late"}
    assert hana.post(f"/h/room/{link.key}/{window.key}/notes/", said).status_code == 404
    assert not Answer.objects.exists()


def test_taken_out_table_is_no_longer_helped(made, hana, window):
    from gapsessions.breakouts.actions import take_out

    link, _secret = made
    take_out(breakout=window)
    assert "Window" not in hana.get(f"/h/room/{link.key}/").content.decode()
    assert hana.post(f"/h/room/{link.key}/{window.key}/").status_code == 404
