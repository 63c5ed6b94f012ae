"""The SQLite backend: durable, in line, and never stuck after a failure."""

from __future__ import annotations

import sqlite3
import threading

import pytest
from django.db.utils import IntegrityError, OperationalError

from gapsessions.storage.turns import turns_of


def _ask(connection, sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _begin(connection):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def _end(connection, how):
    getattr(connection, how)()
    connection.set_autocommit(True)


def _turns(connection):
    return turns_of(str(connection.settings_dict["NAME"]))


@pytest.fixture
def room(connect):
    connection = connect()
    _ask(connection, "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT UNIQUE)")
    return connection


def test_connection_is_durable(room):
    assert _ask(room, "PRAGMA journal_mode") == [("wal",)]
    assert _ask(room, "PRAGMA synchronous") == [(2,)]
    assert _ask(room, "PRAGMA secure_delete") == [(1,)]


def test_connection_stays_durable_against_the_settings(connect):
    connection = connect()
    connection.settings_dict["OPTIONS"]["init_command"] = "PRAGMA synchronous=OFF"
    assert _ask(connection, "PRAGMA synchronous") == [(2,)]


def test_transaction_takes_the_turn_and_ends_it(room):
    for how in ("commit", "rollback"):
        _begin(room)
        assert not _turns(room).take(0)
        _end(room, how)
        assert _turns(room).take(0)
        _turns(room).give_back()


def test_single_write_takes_its_turn(room, connect):
    other = connect()
    other.settings_dict["OPTIONS"]["timeout"] = 0.01
    assert _turns(room).take(0)
    with pytest.raises(OperationalError, match="database is locked"):
        _ask(other, "INSERT INTO note (text) VALUES ('late')")
    assert _ask(other, "SELECT count(*) FROM note") == [(0,)], "readers do not queue"
    _turns(room).give_back()
    _ask(other, "INSERT INTO note (text) VALUES ('late')")
    assert _ask(room, "SELECT text FROM note") == [("late",)]


def test_turn_ends_after_every_failure(room, connect):
    _ask(room, "INSERT INTO note (text) VALUES ('once')")
    with pytest.raises(IntegrityError):
        _ask(room, "INSERT INTO note (text) VALUES ('once')")
    assert _turns(room).take(0)
    _turns(room).give_back()

    # A writer of another process holds the file: BEGIN itself fails.
    stranger = sqlite3.connect(room.settings_dict["NAME"], isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    other = connect()
    other.settings_dict["OPTIONS"]["timeout"] = 0.01
    with pytest.raises(OperationalError):
        _begin(other)
    stranger.execute("ROLLBACK")
    stranger.close()
    assert _turns(room).take(0)
    _turns(room).give_back()

    # The connection is lost in the middle of a transaction.
    _begin(room)
    room.close()
    assert _turns(room).take(0)
    _turns(room).give_back()


def test_many_writers_all_get_through(room, connect):
    failures = []

    def write(number):
        connection = connect()
        try:
            for note in range(10):
                _begin(connection)
                _ask(connection, "SELECT count(*) FROM note")
                _ask(connection, "INSERT INTO note (text) VALUES (%s)", [f"{number}-{note}"])
                _end(connection, "commit")
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert _ask(room, "SELECT count(*) FROM note") == [(120,)]


def test_reading_sees_one_moment_and_stops_nobody(room, connect):
    other = connect()
    room.only_reading = True
    _begin(room)
    assert _ask(room, "SELECT count(*) FROM note") == [(0,)]
    _ask(other, "INSERT INTO note (text) VALUES ('meanwhile')")
    assert _ask(room, "SELECT count(*) FROM note") == [(0,)]
    _end(room, "rollback")
    assert _ask(room, "SELECT count(*) FROM note") == [(1,)]
