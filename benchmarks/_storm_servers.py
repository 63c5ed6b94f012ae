"""A server to be killed: its process dies as often as one likes, its socket stays, so that phones knock and wait."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BACKLOG = 2048
DIE_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG


class KillableServer:
    """The web process as the supervisor starts it: the listening socket belongs to us, not to the process.

    `beside` more processes share the socket; they live on while the first is killed, and end with `close`.
    """

    def __init__(
        self, folder: Path, application: str = "workshop.asgi:application", *, beside: int = 0, **settings: str
    ) -> None:
        self.others: list[subprocess.Popen[bytes]] = []
        self.beside = beside
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
        self.address: tuple[str, int] = self.listener.getsockname()
        self.log = folder / "web.log"
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        own = {"DATA_DIR": str(folder), "PYTHONPATH": str(ROOT), "LOG_LEVEL": "WARNING", "OMP_NUM_THREADS": "1"}
        self.environment = kept | own | settings
        self.command = [sys.executable, "-m", "uvicorn", application, "--no-proxy-headers", "--no-access-log"]
        self.command += ["--http", "workshop.knocking:BoundedHeads"]
        self.command += ["--fd", str(self.listener.fileno()), "--log-level", "warning"]
        self.command += ["--timeout-graceful-shutdown", "3", "--timeout-keep-alive", "75"]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def start(self) -> None:
        """Start the process; it need not answer yet, its callers wait in line."""
        while len(self.others) < self.beside:
            self.others.append(self._one())
        self.process = self._one()

    def _one(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                pass_fds=[self.listener.fileno()],
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_us(),
            )

    def send(self, number: int) -> None:
        """Send it a signal: SIGSTOP, SIGCONT."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End it as a power cut would end it, and wait until it is gone."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self, patience: float = 20.0) -> int:
        """Ask it to end, as a deploy does, and give what it ended with."""
        self.send(signal.SIGTERM)
        assert self.process is not None
        return self.process.wait(patience)

    def close(self) -> None:
        """End it for good."""
        if self.process is not None:
            self.kill()
        for other in self.others:
            other.kill()
            other.wait()
        self.listener.close()

    def said(self) -> str:
        """What all its lives have logged."""
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""


def _die_with_us() -> Callable[[], None] | None:
    """What the child asks the kernel for: not to be left behind when we are killed ourselves."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
