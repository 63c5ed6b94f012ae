"""Processes that are started for real, and a way to see what is left of them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PATIENCE = 90.0
ROOT = Path(__file__).resolve().parent.parent.parent


class Trial:
    """Starts commands that all carry one mark in their surroundings, so that their descendants are known
    wherever they went."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mark = f"TRIAL={uuid.uuid4()}"
        self.output = folder / "output"

    def start(self, *argv: str | Path, **surroundings: str) -> subprocess.Popen[bytes]:
        name, _, value = self.mark.partition("=")
        environment = {key: text for key, text in os.environ.items() if not key.startswith(("DATABASE_URL", "PYTEST"))}
        with self.output.open("ab") as output:
            return subprocess.Popen(
                [str(part) for part in argv],
                cwd=self.folder,
                env=environment | {name: value} | surroundings,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def python(self, source: str, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Run a few lines with tools/ within reach."""
        return self.start(sys.executable, "-c", source, *arguments, PYTHONPATH=str(ROOT / "tools"))

    def said(self) -> str:
        return self.output.read_text("utf-8") if self.output.exists() else ""

    def living(self) -> list[int]:
        """Process ids of all descendants that run."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                marked = self.mark.encode() in (folder / "environ").read_bytes().split(b"\0")
                ended = (folder / "stat").read_text().rpartition(")")[2].split()[0] in "ZX"
            except OSError:
                continue
            if marked and not ended:
                found.append(int(folder.name))
        return found

    def wait_for(self, what: Callable[[], object], meaning: str) -> None:
        until = time.monotonic() + PATIENCE
        while not what():
            assert time.monotonic() < until, f"{meaning} did not happen; said:\n{self.said()}"
            time.sleep(0.02)


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    if not Path("/proc/self/environ").exists():
        pytest.skip("what is left of a process can only be seen where there is /proc")
    one = Trial(tmp_path)
    yield one
    for number in one.living():
        os.kill(number, 9)
