"""Guessing runs into a budget; being right costs nothing."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from gapsessions.web import limits
from gapsessions.web.limits import MissBudget, address_key

CODES = MissBudget("codes", allowed=3, seconds=60)


@pytest.fixture(autouse=True)
def _clean():
    cache.clear()


def test_budget_ends_after_the_allowed_misses():
    assert [CODES.miss("192.0.2.1") for _ in range(5)] == [True, True, True, False, False]
    assert CODES.spent("192.0.2.1")


def test_budgets_of_others_are_untouched():
    for _ in range(5):
        CODES.miss("192.0.2.1")
    assert not CODES.spent("192.0.2.2")
    assert not MissBudget("links", allowed=3, seconds=60).spent("192.0.2.1")


def test_asking_costs_nothing():
    for _ in range(10):
        assert not CODES.spent("192.0.2.1")
    assert CODES.miss("192.0.2.1")


def test_new_window_begins_with_a_full_budget(monkeypatch):
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000.0)
    for _ in range(5):
        CODES.miss("192.0.2.1")
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_060.0)
    assert CODES.miss("192.0.2.1")


def test_cache_holds_no_address(monkeypatch):
    places = []
    monkeypatch.setattr(limits.cache, "add", lambda place, *rest: places.append(place))
    monkeypatch.setattr(limits.cache, "incr", lambda place: 1)
    CODES.miss("192.0.2.1")
    assert places
    assert "192.0.2.1" not in places[0]


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", "unknown"),
        ("testclient", "unknown"),
    ],
)
def test_address_counts_by_household(address, key):
    assert address_key(address) == key
