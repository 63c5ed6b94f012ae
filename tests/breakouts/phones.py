"""Browsers that come to the door."""

from __future__ import annotations

from django.test import Client

from gapsessions.breakouts.access import cookie_name
from gapsessions.gatherings.joining import join_path
from gapsessions.gatherings.models import Gathering


def phone(address: str = "192.0.2.7") -> Client:
    return Client(REMOTE_ADDR=address)


def joined(browser: Client, room: Gathering, **fields: str) -> str:
    """The token the phone got; asserts that it came in."""
    answer = browser.post(join_path(room.code), fields)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/r/{room.key}/")
    return browser.cookies[cookie_name(room.key)].value
