"""One moment's view of a session: many reads that see the same state, while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def reading() -> Iterator[None]:
    """Read consistently inside the block; a write in it fails. An open transaction is simply gone on with.

    SQLite: a deferred transaction, which waits for no writer and lets none wait. PostgreSQL: REPEATABLE READ.
    """
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "sqlite":
        connection.only_reading = True
        try:
            with transaction.atomic():
                _refuse_writes(True)
                yield
        finally:
            connection.only_reading = False
            _refuse_writes(False)
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _refuse_writes(refuse: bool) -> None:
    # Past Django, which refuses every statement after one has failed; a lost connection has nothing to mend.
    if connection.connection is not None:
        connection.connection.execute(f"PRAGMA query_only={'ON' if refuse else 'OFF'}")
