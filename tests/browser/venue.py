"""The product in a process of its own, with a facilitator on its standard input: each line is a verb of his.

Run as a program it is the server; the tests talk to it through `Venue`.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from typing import Any

from tests.browser.facilitator import Facilitator
from tests.prepared import collected_into, migrated_into
from tests.server import PATIENCE, ROOT

QUICK_TO_HASH = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Hashing a password well takes longer than the page that asks for it; only the test's people have theirs here."""


class Venue:
    """The server as the tests see it: an address, and verbs that answer once they are done.

    What takes long to prepare is kept in a folder that several may share.
    """

    def __init__(self, folder: Path, kept: Path) -> None:
        self.environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(folder),
            "OMP_NUM_THREADS": "1",
            "STATIC_COLLECTED": "true",
        }
        collected_into(folder, kept)
        migrated_into(folder, kept)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.log = folder / "log"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.venue", str(self.listener.fileno())],
            cwd=ROOT,
            env=self.environment,
            pass_fds=[self.listener.fileno()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log.open("wb"),
            text=True,
        )
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def __getattr__(self, verb: str) -> Any:
        def say(**facts: Any) -> Any:
            assert self.process.stdin
            assert self.process.stdout
            self.process.stdin.write(json.dumps([verb, facts]) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
            assert answer, self.log.read_text()[-3000:]
            said = json.loads(answer)
            assert "wrong" not in said, said["wrong"]
            return said["done"]

        return say

    def play(self, scene: str, name: str, **facts: Any) -> Any:
        """Set a scene, such as `full` of tests/browser/board_scene.py."""
        return self.__getattr__("play")(scene=scene, name=name, **facts)

    def signed_in(self, cookie: str) -> Any:
        """What the browser of somebody keeps who is signed in: for `new_context(storage_state=...)`."""
        where = {"domain": "127.0.0.1", "path": "/", "expires": -1, "httpOnly": True, "secure": False}
        return {"cookies": [{"name": "member", "value": cookie, "sameSite": "Lax", **where}], "origins": []}

    def manage(self, *words: str) -> str:
        """Run a management command; give what it printed."""
        return str(self.__getattr__("manage")(words=words))

    def stop(self) -> None:
        """Send everybody home."""
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.listener.close()


def _listen() -> None:
    from django.db import close_old_connections

    facilitator = Facilitator()
    for line in sys.stdin:
        verb, facts = json.loads(line)
        close_old_connections()
        try:
            said: Mapping[str, Any] = {"done": getattr(facilitator, verb)(**facts)}
        except Exception as error:  # noqa: BLE001 (the test that asked shall see it)
            said = {"wrong": f"{verb}: {type(error).__name__}: {error}"}
        print(json.dumps(said), flush=True)


def _serve(descriptor: int) -> None:
    import uvicorn
    from django.conf import settings

    from workshop.asgi import application  # noqa: I001 (sets Django up)

    settings.PASSWORD_HASHERS = QUICK_TO_HASH
    Thread(target=_listen, daemon=True).start()
    heads = "workshop.knocking:BoundedHeads"
    uvicorn.run(
        application, fd=descriptor, http=heads, proxy_headers=False, timeout_graceful_shutdown=1, access_log=False
    )


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
