"""The product as it runs: the real server in a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 30.0


class Server:
    """A uvicorn process on a port of its own, without a database."""

    def __init__(self, folder: Path, application: str = "workshop.asgi:application", **settings: str) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.log = folder / "log"
        environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "LOG_LEVEL": "INFO"} | settings
        command = [sys.executable, "-m", "uvicorn", application, "--no-proxy-headers"]
        command += ["--http", "workshop.knocking:BoundedHeads"]
        command += ["--fd", str(self.listener.fileno()), "--timeout-graceful-shutdown", "3"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, pass_fds=[self.listener.fileno()], stderr=self.log.open("wb")
        )

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def ask(self, path: str) -> socket.socket:
        connection = socket.create_connection(self.listener.getsockname(), timeout=PATIENCE)
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        return connection

    def stop(self) -> list[str]:
        """Stop it as the supervisor does; return what it had logged."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)
        self.listener.close()
        return self.log.read_text().splitlines()
