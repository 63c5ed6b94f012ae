"""What many tests begin with and takes long to make: a migrated database, and static files as they are served.

Both are kept until what they are made of changes, and shared by all workers and runs on this machine.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.server import ROOT
from tools.static_files import collect

DATABASE = "gapsessions.sqlite3"
"""Its name in a DATA_DIR."""


def migrated_into(folder: Path, kept: Path, name: str = DATABASE) -> Path:
    """Put a database that is up to date into a folder; the one it is a copy of stands in `kept`."""
    folder.mkdir(exist_ok=True)
    with _alone(kept):
        place = kept / f"migrated-{_digest()}"
        if not place.exists():
            for other in kept.glob("migrated-*"):
                shutil.rmtree(other)
            half = kept / "half-migrated"
            shutil.rmtree(half, ignore_errors=True)
            _migrate(half)
            half.rename(place)
        shutil.copyfile(place / DATABASE, folder / name)
    return folder / name


def migrated_beside(kept: Path) -> str:
    """Name a database that is up to date on the PostgreSQL server of DATABASE_URL, for others to be copied from."""
    address = urlsplit(os.environ["DATABASE_URL"])
    name = f"migrated_{_digest()}"
    beside = {one: urlunsplit(address._replace(path=f"/{one}")) for one in ("postgres", "half_migrated")}
    with _alone(kept), psycopg.connect(beside["postgres"], autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute("DROP DATABASE IF EXISTS half_migrated")
            server.execute("CREATE DATABASE half_migrated")
            _migrate(kept / "half-migrated", DATABASE_URL=beside["half_migrated"])
            server.execute(f"ALTER DATABASE half_migrated RENAME TO {name}")
    return name


def _migrate(folder: Path, **settings: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"]
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "OMP_NUM_THREADS": "1"} | settings
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)


def collected_into(folder: Path, kept: Path) -> None:
    """Let a server whose DATA_DIR is `folder` find static files as `./run` serves them: woven, compressed, named by
    content; they stand in `kept`."""
    folder.mkdir(exist_ok=True)
    with _alone(kept), pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_DIR", str(kept))
        for name in ("GAPSESSIONS_ENV", "STATIC_COLLECTED", "DEBUG"):
            patch.delenv(name, raising=False)
        assert collect([sys.executable, str(ROOT / "manage.py")], kept)
    (folder / "static").symlink_to(kept / "static")


@contextmanager
def _alone(kept: Path) -> Iterator[None]:
    """Wait until no other worker makes or takes something there."""
    kept.mkdir(parents=True, exist_ok=True)
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _digest() -> str:
    """Say which database migrating makes now: what the tables are made of, and what stands in them from the start."""
    known = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted((*ROOT.glob("gapsessions/migrations/*.py"), *ROOT.glob("gapsessions/**/models.py"))):
        known.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return known.hexdigest()[:16]
