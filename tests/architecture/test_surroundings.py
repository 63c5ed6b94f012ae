"""The tests stand on what the product stands on."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from tests.architecture.tree import ROOT


def test_what_runs_on_sqlite_only_is_there(monkeypatch):
    """What is named and moved meanwhile would run twice, and nobody would hear of it."""
    monkeypatch.syspath_prepend(ROOT / "tools")
    from tools.test import ON_SQLITE_ONLY

    for named in ON_SQLITE_ONLY:
        path, _, function = named.partition("::")
        assert (ROOT / path).exists(), named
        assert not function or f"def {function}(" in (ROOT / path).read_text("utf-8"), named


@pytest.mark.django_db
def test_tests_run_on_the_products_own_storage():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal",)
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2,), "FULL"
        else:
            # Unicode-aware lower-casing is part of the constraints.
            cursor.execute("SELECT lower('ÉÜ')")
            assert cursor.fetchone() == ("éü",)


def test_mark_database_is_set_by_itself(request):
    marked = {item.name for item in request.session.items if item.get_closest_marker("database")}
    assert "test_mark_database_is_set_by_itself" not in marked
    assert "test_tests_run_on_the_products_own_storage" in marked or len(request.session.items) == 1


PACKED_OR_PLACED = re.compile(r"\\x1f\\x8b|\bat 0x[0-9a-f]{6,}")
"""A packed file, with its time; an object, with its place."""


def test_names_of_tests_hold_nothing_that_the_next_process_has_otherwise(request):
    """Workers collect for themselves, and must find the same tests; most of the time a time is the same for both."""
    assert [item.nodeid for item in request.session.items if PACKED_OR_PLACED.search(item.nodeid)] == []
