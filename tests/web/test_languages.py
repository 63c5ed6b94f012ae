"""Participants' pages in German: whole, kept by the phone, and nothing of it at the desk."""

from __future__ import annotations

import json
import re
import secrets

import pytest
from django.conf import settings
from django.urls import get_resolver
from django.utils.translation import override

from gapsessions.breakouts.actions import add_breakouts
from gapsessions.method.vocabulary import Stage
from gapsessions.sessions.forms import SessionForm
from gapsessions.web.languages import PARTICIPANTS_PAGES
from tests.breakouts.phones import joined, phone
from tests.factories.rooms import make_gathering
from tools.messages import ROOT, messages, mo_bytes, po_text, read_po

GERMAN = "de-AT,de;q=0.9,en;q=0.5"
PO = ROOT / "locale/de/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|</?\w+>")


@pytest.fixture(autouse=True)
def language_of_the_next_test():
    """A request leaves its language with the thread until the next one; another test may make none."""
    with override("en"):
        yield


@pytest.fixture
def room(session):
    found = make_gathering(session, stage=Stage.WRITE, code="BCDFGH")
    add_breakouts(gathering=found, names=["Window table"])
    return found


def test_every_message_of_participants_has_a_translation():
    known = read_po(PO)
    found = messages()
    assert len(found) > 250
    assert [message.text for message in found if not all(known.get(message, ("",)))] == []
    assert [message.text for message in known if message not in found] == [], "run tools/messages.py"


def test_translations_have_the_placeholders_of_their_messages():
    for message, forms in read_po(PO).items():
        for said, form in zip((message.text, message.plural or message.text), forms, strict=False):
            assert sorted(PLACEHOLDER.findall(form)) == sorted(PLACEHOLDER.findall(said)), form
        assert len(forms) == 1 + bool(message.plural)


def test_catalogues_are_as_the_tool_writes_them():
    known = read_po(PO)
    assert PO.read_text("utf-8") == po_text("de", messages(), known), "run tools/messages.py"
    assert PO.with_suffix(".mo").read_bytes() == mo_bytes("de", known), "run tools/messages.py"


def test_pages_of_participants_are_addresses_of_the_product():
    assert set(get_resolver().reverse_dict) >= PARTICIPANTS_PAGES


def test_door_and_room_speak_the_phones_language(room):
    browser = phone()
    door = browser.get(f"/j/{room.code}/", headers={"accept-language": GERMAN})
    assert door.headers["Content-Language"] == "de"
    words = door.content.decode()
    for said in ('<html lang="de"', "Was wir versprechen", "Wo sitzen Sie?", "Wir fragen nie nach Ihrem Namen"):
        assert said in words
    joined(browser, room)
    words = browser.get(f"/r/{room.key}/", headers={"accept-language": GERMAN}).content.decode()
    for said in ('<html lang="de"', "Notiz hinzufügen", "Die Zeit ist um."):
        assert said in words
    assert "Add a note" not in words


def test_sentences_of_refusals_are_in_the_phones_language(room):
    browser = phone()
    joined(browser, room)
    said = {"verb": "add", "op": secrets.token_hex(16)}
    for accepted, sentence in ((GERMAN, "Das wurde nicht verstanden."), ("en", "That was not understood.")):
        answer = browser.post(
            f"/r/{room.key}/operations/",
            json.dumps(said),
            content_type="application/json",
            headers={"accept-language": accepted},
        )
        assert (answer.status_code, answer.json()["sentence"].startswith(sentence)) == (422, True), answer.json()


def test_language_is_offered_and_kept_by_the_cookie(room):
    browser = phone()
    door = browser.get(f"/j/{room.code}/").content.decode()
    assert re.findall(r'<option value="(\w+)" lang="\w+"[^>]*>(\w+)<', door) == [("de", "Deutsch"), ("en", "English")]
    browser.post("/language/", {"language": "de", "next": f"/j/{room.code}/"})
    assert "Was wir versprechen" in browser.get(f"/j/{room.code}/").content.decode()
    browser.post("/language/", {"language": "en", "next": f"/j/{room.code}/"})
    assert "What we promise" in browser.get(f"/j/{room.code}/", headers={"accept-language": GERMAN}).content.decode()


def test_desk_and_sign_in_stay_wholly_english(desk, session, room):
    for browser, path in (
        (desk, "/sessions/"),
        (desk, f"/s/{session.code}/"),
        (desk, f"/s/{session.code}/g/{room.key}/ballot/"),
        (phone(), "/sign-in/"),
        (phone(), "/"),
    ):
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
        answer = browser.get(path, headers={"accept-language": GERMAN})
        words = answer.content.decode()
        assert (answer.status_code, answer.headers["Content-Language"]) == (200, "en"), path
        assert '<html lang="en"' in words
        assert "Zum Inhalt" not in words


def test_mistyped_address_is_answered_in_the_phones_language(db):
    for path in ("/jj/BCDFGH/", "/j/BCDFGH/nowhere/"):
        answer = phone().get(path, headers={"accept-language": GERMAN})
        assert (answer.status_code, "Hier ist nichts" in answer.content.decode()) == (404, True)


def test_session_is_not_opened_in_a_language_that_only_participants_have():
    assert not settings.PARTICIPANTS_LANGUAGES & {code for code, _ in SessionForm.base_fields["language"].choices}
    assert {code for code, _ in settings.LANGUAGES} >= settings.PARTICIPANTS_LANGUAGES
