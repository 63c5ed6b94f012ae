"""The product with a database of its own, for journeys through pages behind the sign-in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.browser.migrated import migrated_into
from tests.server import ROOT, Server


class Product:
    """A server on a fresh database; `manage` runs a command of the same installation."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "OMP_NUM_THREADS": "1"} | settings
        migrated_into(folder)
        self.server = Server(folder, **settings)

    @property
    def address(self) -> str:
        return self.server.address

    def manage(self, *words: str) -> str:
        """Run a management command and return what it printed."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout
