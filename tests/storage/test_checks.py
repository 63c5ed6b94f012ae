"""The system check that names a SQLite with the WAL-reset bug."""

from __future__ import annotations

import sqlite3

import pytest
from django.core import checks
from django.db import connection

from gapsessions.storage.checks import has_wal_reset_bug, sqlite_version


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 44, 7), (3, 50, 6), (3, 51, 2)])
def test_bug_is_known_in(version):
    assert has_wal_reset_bug(version)


@pytest.mark.parametrize("version", [(3, 6, 23), (3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 52, 0)])
def test_bug_is_mended_in(version):
    assert not has_wal_reset_bug(version)


def test_check_informs_without_failing_a_deployment(monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setattr(connection, "vendor", "sqlite")
    (message,) = sqlite_version()
    assert message.id == "gapsessions.I001"
    assert message.level < checks.WARNING
    assert sqlite_version in checks.registry.registry.get_checks()

    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert sqlite_version() == []


def test_check_is_silent_on_postgresql(monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setattr(connection, "vendor", "postgresql")
    assert sqlite_version() == []
