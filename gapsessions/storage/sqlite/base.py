"""Connections to SQLite that write one after the other, with each commit on the disk before it is answered."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from gapsessions.storage.turns import Turns, turns_of

DURABLE = (
    "PRAGMA journal_mode=WAL",  # readers never wait for the writer
    "PRAGMA synchronous=FULL",  # an acknowledged answer is on disk, not in the system's memory
    "PRAGMA secure_delete=ON",  # what is deleted is overwritten, also in pages that are kept
)
WAIT_SECONDS = 20.0
"""For the turn in this process, and then for writers of other processes (worker, commands)."""

LONGEST_KEPT = 10_000
"""Characters of a statement whose spelling for SQLite is kept; a longer one lists many values and comes once."""
WRITING = frozenset({"INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP", "REINDEX"})


@lru_cache(maxsize=500)
def _spelled(query: str) -> str:
    """Question marks where Django says %s. A statement holds no values, so none is kept here."""
    return str(base.SQLiteCursorWrapper.convert_query(None, query))  # type: ignore[arg-type]


class TurnTakingCursor(base.SQLiteCursorWrapper):
    """A cursor whose writes outside a transaction take their turn too."""

    wrapper: DatabaseWrapper

    def convert_query(self, query: str, *, param_names: Sequence[str] | None = None) -> str:
        """Spell a statement as SQLite does: of a phone's few statements this costs more than running them."""
        if param_names is not None or len(query) > LONGEST_KEPT:
            return str(super().convert_query(query, param_names=param_names))
        return _spelled(query)

    def execute(self, query: str, params: Any = None) -> Any:
        """Execute one statement, in turn if it writes."""
        if not self.wrapper.must_queue(query):
            return super().execute(query, params)
        self.wrapper.take_turn()
        try:
            return super().execute(query, params)
        finally:
            self.wrapper.end_turn()

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """Execute one statement for many rows, in turn if it writes."""
        if not self.wrapper.must_queue(query):
            return super().executemany(query, param_list)
        self.wrapper.take_turn()
        try:
            return super().executemany(query, param_list)
        finally:
            self.wrapper.end_turn()


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's connection: a transaction takes its turn before BEGIN, ends it after COMMIT or ROLLBACK.

    Every transaction is IMMEDIATE: one that reads first and writes later would otherwise fail at the first
    write whenever another has written in between. `storage.reading` opens one that only reads.
    """

    only_reading = False
    """Set by `storage.reading`: the next transaction does not write and stands in no line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: Turns | None = None

    def get_connection_params(self) -> dict[str, Any]:
        """Give the parameters of a new connection: a bounded wait, and IMMEDIATE transactions by default."""
        options = self.settings_dict["OPTIONS"]
        options.setdefault("transaction_mode", "IMMEDIATE")
        options.setdefault("timeout", WAIT_SECONDS)
        params: dict[str, Any] = super().get_connection_params()
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Open a connection that keeps what it acknowledges, whatever the settings' own pragmas say."""
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        for pragma in DURABLE:
            connection.execute(pragma)
        return connection

    def create_cursor(self, name: str | None = None) -> TurnTakingCursor:
        """Make a cursor that knows in which line its connection stands."""
        cursor = self.connection.cursor(factory=TurnTakingCursor)
        cursor.wrapper = self
        return cursor

    def must_queue(self, query: str) -> bool:
        """Whether a statement writes on its own, with no transaction of this connection around it."""
        if self._turn is not None or self.connection is None or self.connection.in_transaction:
            return False
        return query.lstrip()[:8].split(None, 1)[0].upper() in WRITING if query.strip() else False

    def take_turn(self) -> None:
        """Stand in line; raises OperationalError as SQLite itself would after its own timeout."""
        turns = turns_of(str(self.settings_dict["NAME"]))
        if not turns.take(float(self.settings_dict["OPTIONS"].get("timeout", WAIT_SECONDS))):
            raise OperationalError("database is locked")
        self._turn = turns

    def end_turn(self) -> None:
        """Let the next one write; does nothing where this connection has no turn."""
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.give_back()

    def _start_transaction_under_autocommit(self) -> None:
        if self.only_reading:
            self.cursor().execute("BEGIN DEFERRED")
            return
        self.take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self.end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()
        # After a commit that failed, Django rolls back: the turn ends there.
        self.end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self.end_turn()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self.end_turn()
