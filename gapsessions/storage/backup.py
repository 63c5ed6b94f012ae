"""Copies of the database that can be relied on while people are writing."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from django.db import connection


class BackupFailed(Exception):
    """The copy was not made; the message says why, and nothing of it is left behind."""


def back_up(target: Path) -> int:
    """Write a copy of the SQLite database as one file that only its owner may read; give its size in bytes.

    Copying a live file would lose what still stands in the write-ahead log. `VACUUM INTO` reads one moment's
    state and leaves out pages of deleted text. Raises BackupFailed for another database or an existing file.
    """
    if connection.vendor != "sqlite":
        raise BackupFailed("This is for SQLite. Use pg_dump for PostgreSQL.")
    if target.exists():
        raise BackupFailed(f"{target} exists already; nothing was written.")
    draft = target.with_name(f"{target.name}.{os.getpid()}.part")
    draft.touch(mode=0o600, exist_ok=False)
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(draft)])
        _check(draft)
        os.link(draft, target)  # refuses where somebody made the file in between
    except FileExistsError as error:
        raise BackupFailed(f"{target} exists already; nothing was written.") from error
    finally:
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def _check(copy: Path) -> None:
    """Read the whole copy back, then make sure that it is on the disk and not in the system's memory."""
    opened = sqlite3.connect(f"file:{copy}?mode=ro", uri=True)
    try:
        verdict = opened.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        opened.close()
    if verdict != "ok":
        raise BackupFailed(f"The copy is damaged: {verdict}")
    descriptor = os.open(copy, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
