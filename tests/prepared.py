"""What many tests begin with and takes long to make, made once per run: a migrated database, the collected files."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.server import ROOT
from tools.static_files import collect

DATABASE = "gapsessions.sqlite3"
"""Its name in a DATA_DIR."""


def migrated_into(folder: Path, kept: Path, name: str = DATABASE) -> Path:
    """Put a database that is up to date into a folder; the one it is a copy of stands in `kept`."""
    folder.mkdir(exist_ok=True)
    shutil.copyfile(_once(kept / "migrated", _migrate) / DATABASE, folder / name)
    return folder / name


def collected_into(folder: Path, kept: Path) -> None:
    """Let a server whose DATA_DIR is `folder` find static files as `./run` serves them: woven, compressed, named by
    content; they stand in `kept`."""
    folder.mkdir(exist_ok=True)
    (folder / "static").symlink_to(_once(kept / "collected", _collect) / "static")


def _once(place: Path, make: Callable[[Path, dict[str, str]], None]) -> Path:
    """Make a folder, or wait until the other worker that is making it has done so."""
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            half = place.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir()
            make(half, {"PATH": os.environ["PATH"], "DATA_DIR": str(half), "OMP_NUM_THREADS": "1"})
            half.rename(place)
    return place


def _migrate(_folder: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"]
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)


def _collect(folder: Path, environment: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("GAPSESSIONS_ENV", "STATIC_COLLECTED", "DEBUG"):
            patch.delenv(name, raising=False)
        for name, value in environment.items():
            patch.setenv(name, value)
        assert collect([sys.executable, str(ROOT / "manage.py")], folder)
