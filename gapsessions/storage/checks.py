"""What `manage.py check` says about the database under the words."""

from __future__ import annotations

import sqlite3
from typing import Any

from django.core.checks import CheckMessage, Info, register
from django.db import connection

Version = tuple[int, int, int]
FIXED_IN_OLD_BRANCHES: frozenset[Version] = frozenset({(3, 44, 6), (3, 50, 7)})


def has_wal_reset_bug(version: Version) -> bool:
    """Whether a release of SQLite can, very rarely, damage a WAL database when two connections checkpoint.

    Releases 3.7.0 to 3.51.2 can, but for the two older branches that were mended.
    """
    return (3, 7, 0) <= version <= (3, 51, 2) and version not in FIXED_IN_OLD_BRANCHES


@register("storage")
def sqlite_version(**_kwargs: Any) -> list[CheckMessage]:
    """Name a SQLite with the WAL-reset bug.

    Information, not a warning: the library comes with the system's Python (Debian 12 has 3.40), nobody can
    mend it in the product, and a deployment check that fails on every stock system would be switched off.
    """
    version: Version = sqlite3.sqlite_version_info[:3]  # type: ignore[assignment]
    if connection.vendor != "sqlite" or not has_wal_reset_bug(version):
        return []
    return [
        Info(
            f"SQLite {sqlite3.sqlite_version} has a rare bug: a checkpoint in one connection while another "
            "writes may damage the database.",
            hint="SQLite 3.51.3, 3.50.7 and 3.44.6 have it mended. Keep backups (manage.py backup FILE).",
            id="gapsessions.I001",
        )
    ]
