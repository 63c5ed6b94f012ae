"""A burst at an open link is shown to the desk, holds no address, and is gone within the hour."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from gapsessions.breakouts import bursts
from gapsessions.method.vocabulary import Stage, Style
from tests.breakouts.phones import joined, phone
from tests.factories.rooms import make_gathering

pytestmark = pytest.mark.usefixtures("no_misses_yet")


@pytest.fixture
def link(session):
    return make_gathering(session, style=Style.OPEN_LINK, stage=Stage.WRITE, code="ZXWVTS")


def came(link, times, network=""):
    for number in range(times):
        bursts.count_join(link, network or f"198.51.100.{number}")


def test_some_phones_are_no_burst(link):
    came(link, bursts.MANY - 1)
    came(link, bursts.FROM_ONE_NETWORK - 2, "203.0.113.1")
    link.invited = 400
    assert bursts.burst_of(link) is None


def test_many_phones_are_one_and_of_those_invited_it_takes_a_quarter(link):
    came(link, bursts.MANY)
    assert bursts.burst_of(link) == bursts.Burst(bursts.MANY, 1)
    link.invited = 1000
    assert bursts.burst_of(link) is None


def test_one_network_again_and_again_is_one(link):
    came(link, bursts.FROM_ONE_NETWORK, "203.0.113.1")
    assert bursts.burst_of(link) == bursts.Burst(bursts.FROM_ONE_NETWORK, bursts.FROM_ONE_NETWORK)


def test_burst_passes(link, monkeypatch):
    came(link, bursts.MANY)
    later = bursts.time.time() + 2 * bursts.MINUTES * 60
    monkeypatch.setattr(bursts.time, "time", lambda: later)
    assert bursts.burst_of(link) is None


def test_rooms_are_full_all_at_once_and_that_is_fine(room):
    came(room, 100)
    assert bursts.burst_of(room) is None


def test_counts_hold_no_address(link, monkeypatch):
    names = []
    monkeypatch.setattr(cache, "add", lambda name, *rest: names.append(name))
    monkeypatch.setattr(cache, "incr", lambda name: 1)
    came(link, 1, "203.0.113.1")
    assert names
    assert not any("203.0.113" in name for name in names)


def test_desk_sees_the_burst_and_how_many_of_those_invited(link, desk):
    link.invited = 40
    link.save()
    for _ in range(bursts.FROM_ONE_NETWORK):
        joined(phone(), link)
    page = desk.get(f"/s/{link.session.code}/g/{link.key}/").content.decode()
    assert "Many at once: 10 phones" in page
    assert "0 of about 40 invited" in page
