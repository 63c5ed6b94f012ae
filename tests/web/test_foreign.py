"""Requests from another site, and those that try to pass for another method: quality.md 26 and 28."""

from __future__ import annotations

import pytest
from django.test import Client

from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Stage
from tests.asgi import Phone
from tests.factories.people import browser_of
from tests.factories.phones import added, sit_down
from tests.factories.rooms import make_gathering, make_table
from tests.web.test_entrance import tell

EVIL = ("https://evil.example", "null", "http://localhost.evil.example", "http://testserver.evil.example")
LEADING_AWAY = (
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:a()",
    "\t//evil.example",
    "https:///evil.example",
)


@pytest.fixture
def room(session) -> Gathering:
    room = make_gathering(session, stage=Stage.WRITE, pace="all_open", code="BCDFGJ")
    make_table(room)
    return room


def strict(browser: Client) -> Client:
    """The same browser, with the check that a test client leaves out."""
    checked = Client(enforce_csrf_checks=True)
    checked.cookies = browser.cookies
    return checked


@pytest.mark.parametrize("origin", EVIL)
def test_foreign_origin_is_refused_even_with_the_token(room, fay, origin):
    phone = sit_down(room, room.breakouts.get())
    note = added(phone)
    phone.client = strict(phone.client)
    token = phone.state()["csrf"]
    body = phone.said("strike", note=note)
    path = f"/r/{room.key}/operations/"
    headers = {"X-CSRFToken": token, "Origin": origin}
    assert phone.client.post(path, body, content_type="application/json", headers=headers).status_code == 403
    headers["Origin"] = "http://testserver"
    assert phone.client.post(path, body, content_type="application/json", headers=headers).status_code == 200
    message = f"/s/{room.session.code}/g/{room.key}/room/message/"
    assert strict(browser_of(fay)).post(message, {"text": "x"}, headers={"Origin": origin}).status_code == 403
    room.refresh_from_db()
    assert room.message == ""


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_method_is_what_it_is(room, desk, header):
    message = f"/s/{room.session.code}/g/{room.key}/room/message/"
    assert desk.get(f"{message}?_method=POST&text=x", headers={header: "POST"}).status_code == 405
    room.refresh_from_db()
    assert room.message == ""


@pytest.mark.parametrize("target", LEADING_AWAY)
def test_next_leads_nowhere_else(desk, target):
    assert Client().post("/language/", {"language": "en", "next": target}).headers["Location"] == "/"
    assert desk.get("/sign-in/", {"next": target}).headers["Location"] == "/sessions/"


@pytest.mark.parametrize(
    ("origin", "status"),
    [("", 200), ("http://localhost", 200), ("https://evil.example", 404), ("null", 404), ("http://localhost:81", 404)],
)
def test_page_elsewhere_hears_nothing(origin, status):
    """quality.md 26: EventSource names where it was opened when that is another site."""

    async def story(entrance):
        phone = Phone(
            entrance, "/live/heartbeat", headers={"host": "localhost"} | ({"origin": origin} if origin else {})
        )
        if status == 200:
            await phone.hears(b"retry")
            phone.hang_up()
        await phone.done()
        assert phone.status == status

    tell(story)
