"""What was deleted or moved leaves no older copy behind: in SQLite's log of writes, and in the order of its pages."""

from __future__ import annotations

import time

from django.db import connection

TRIES = 20
PAUSE = 0.25


def empty_log() -> bool:
    """Write what stands in the write-ahead log into the database and cut the log to nothing; say whether it worked.

    SQLite cannot while somebody reads an older state, so it is asked for some seconds. Other databases keep their own
    house (docs/phone-protocol.md and the promise speak of live tables only). Outside of transactions.
    """
    if connection.vendor != "sqlite":
        return True
    for _try in range(TRIES):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _log, _done = cursor.fetchone()
        if not busy:
            return True
        time.sleep(PAUSE)
    return False


def rewrite() -> bool:
    """Write the whole database anew without what was deleted, then empty the log; writers wait meanwhile."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    return empty_log()
