"""A database brought up to date once per process of tests; each server of its own begins with a copy."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.server import ROOT

NAME = "gapsessions.sqlite3"


@cache
def _migrated() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="gap-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"]
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    return folder / NAME


def migrated_into(folder: Path) -> None:
    """Put it where a server whose DATA_DIR is `folder` finds it; the last process to close it has emptied its log."""
    folder.mkdir(exist_ok=True)
    shutil.copyfile(_migrated(), folder / NAME)
