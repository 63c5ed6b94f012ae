"""Backups: one moment's state, checked, private, and never over another file."""

from __future__ import annotations

import sqlite3

import pytest

from gapsessions.storage import backup
from gapsessions.storage.backup import BackupFailed, back_up


@pytest.fixture
def room(connect, monkeypatch):
    connection = connect()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE note (text TEXT)")
        cursor.execute("INSERT INTO note VALUES ('kept'), ('erased')")
        cursor.execute("DELETE FROM note WHERE text = 'erased'")
    monkeypatch.setattr(backup, "connection", connection)
    return connection


def test_backup_holds_what_is_only_in_the_log(room, tmp_path):
    target = tmp_path / "copy.sqlite3"
    assert back_up(target) == target.stat().st_size
    assert sqlite3.connect(target).execute("SELECT text FROM note").fetchall() == [("kept",)]
    assert target.stat().st_mode & 0o777 == 0o600
    assert b"erased" not in target.read_bytes()
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_backup_is_possible_while_another_writes(room, connect, tmp_path):
    other = connect()
    other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with other.cursor() as cursor:
        cursor.execute("INSERT INTO note VALUES ('not yet committed')")
    back_up(tmp_path / "copy.sqlite3")
    other.rollback()
    copy = sqlite3.connect(tmp_path / "copy.sqlite3")
    assert copy.execute("SELECT text FROM note").fetchall() == [("kept",)]


def test_backup_never_overwrites(room, tmp_path):
    target = tmp_path / "copy.sqlite3"
    target.write_text("precious")
    with pytest.raises(BackupFailed, match="exists already"):
        back_up(target)
    assert target.read_text() == "precious"


def test_backup_names_the_tool_for_postgresql(monkeypatch, tmp_path):
    class Elsewhere:
        vendor = "postgresql"

    monkeypatch.setattr(backup, "connection", Elsewhere())
    with pytest.raises(BackupFailed, match="pg_dump"):
        back_up(tmp_path / "copy.sqlite3")
