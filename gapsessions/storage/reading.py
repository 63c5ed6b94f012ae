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
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only=ON")
                try:
                    yield
                finally:
                    cursor.execute("PRAGMA query_only=OFF")
        finally:
            connection.only_reading = False
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
