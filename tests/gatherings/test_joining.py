"""The address on cards is one that people can reach, and the QR carries nothing but the way in."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from gapsessions.gatherings import joining
from gapsessions.gatherings.guessing import mark_of
from gapsessions.gatherings.joining import Reach, door_for, join_path, qr_of, spoken


def door(host: str):
    return door_for(RequestFactory().get("/", headers={"host": host}))


def test_public_address_reaches_anywhere(settings):
    settings.PUBLIC_URL = "https://gaps.example.org"
    assert door("192.168.1.5:8000") == joining.Door("https://gaps.example.org", Reach.ANYWHERE)


@pytest.mark.parametrize("host", ["192.168.1.5:8000", "laptop.local:8000", "[fd00::5]:8000", "10.0.0.4"])
def test_address_of_this_page_is_what_others_open(host):
    assert door(host) == joining.Door(f"http://{host}", Reach.THIS_NETWORK)


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_localhost_becomes_the_networks_address(monkeypatch, host):
    monkeypatch.setattr(joining, "_network_address", lambda: "192.168.1.5")
    assert door(host) == joining.Door("http://192.168.1.5:8000", Reach.THIS_NETWORK)
    monkeypatch.setattr(joining, "_network_address", lambda: "")
    assert door(host).reach is Reach.THIS_MACHINE


def test_link_carries_the_code_and_a_mark_that_everybody_has():
    assert door("10.0.0.4").link("KVTRMH") == "http://10.0.0.4" + join_path("KVTRMH")
    assert join_path("KVTRMH") == f"/j/KVTRMH/?m={mark_of('KVTRMH')}"
    assert mark_of("KVTRMH") != mark_of("KVTRMJ")


def test_card_on_a_table_leads_to_the_table():
    assert join_path("KVTRMH", "TABLEKEY") == "/j/KVTRMH/TABLEKEY/"
    assert door("10.0.0.4:8000").short == "10.0.0.4:8000"


def test_code_is_spoken_in_two_halves():
    assert (spoken("KVTRMH"), spoken("")) == ("KVT RMH", "")


def test_qr_draws_every_dark_square_once():
    import segno

    address = "http://192.168.1.5:8000/j/KVTRMH/"
    drawn = qr_of(address)
    dark = sum(map(sum, segno.make(address, error="m", micro=False).matrix_iter(border=2)))
    runs = [part.split("h")[1].partition("v")[0] for part in drawn.path.split("M")[1:]]
    assert sum(map(int, runs)) == dark
