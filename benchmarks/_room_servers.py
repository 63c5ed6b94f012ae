"""Servers for room.py: the product as ./run starts it, and the bare lanes, with their data, and how they fare."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tools"))
from supervisor import die_with  # noqa: E402  (tools/ is no package: it runs before anything is installed)

START_SECONDS = 60.0
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Served:
    """A server under its own process; `webs` are the processes that serve. `beside` ends with it."""

    def __init__(
        self,
        command: list[str],
        folder: Path,
        environment: dict[str, str],
        beside: subprocess.Popen[bytes] | None = None,
    ) -> None:
        self.beside = beside
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        own = {"PORT": str(self.port), "HOST": "127.0.0.1", "DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}
        own |= {"OMP_NUM_THREADS": "1"}
        self.log = (folder / "server.log").open("wb")
        self.process = subprocess.Popen(
            [part.format(port=self.port) for part in command],
            cwd=ROOT,
            env=kept | own | environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
            preexec_fn=die_with(os.getpid()),  # a bench that is killed leaves no server behind
        )
        self.folder = folder
        self._wait()
        self.webs = self._find_webs(int(environment.get("WEB_PROCESSES", "1")))

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2).read()  # noqa: S310
            except urllib.error.HTTPError:
                return  # the bare lanes have no such page, and answer
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise SystemExit(f"The server did not start:\n{(self.folder / 'server.log').read_text()[-2000:]}")

    def _find_webs(self, count: int) -> list[int]:
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes()
                session = int((folder / "stat").read_text().rpartition(")")[2].split()[3])
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if b"uvicorn" in command and (self.process.pid in (int(folder.name), parent, session)):
                found.append(int(folder.name))
        if len(found) != count:
            raise SystemExit(f"{len(found)} processes serve.")
        return found

    def memory(self) -> float:
        """Resident megabytes of what serves."""
        return sum(int(Path(f"/proc/{web}/statm").read_text().split()[1]) for web in self.webs) * PAGE / 1e6

    def cpu(self) -> float:
        """Seconds of processor that what serves has used, Redis included where there is one."""
        used = 0
        for process in [*self.webs, *([self.beside.pid] if self.beside else [])]:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            used += int(fields[11]) + int(fields[12])
        return used / TICKS

    def descriptors(self) -> int:
        """Open files and sockets of what serves."""
        return sum(len(list(Path(f"/proc/{web}/fd").iterdir())) for web in self.webs)

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if self.beside is not None:
            self.beside.kill()
            self.beside.wait()
        self.log.close()


def prepare(folder: Path, phones: int, per_gathering: int, at_a_table: int) -> dict[str, Any]:
    """Make a data folder with full rooms; give the phones and a fresh joining code."""
    folder.mkdir(parents=True)
    command = [sys.executable, str(ROOT / "benchmarks" / "_prepare_rooms.py")]
    made = subprocess.run(
        [*command, str(phones), str(per_gathering), str(at_a_table)],
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
    return told


def product(prepared: Path, folder: Path, processes: int = 1) -> Served:
    """The product as `./run` starts it: supervisor, web process and worker, on a copy of prepared data.

    More processes share the port, and carry events to each other over a Redis of their own.
    """
    shutil.copytree(prepared, folder)
    command = [sys.executable, str(ROOT / "tools" / "start.py")]
    if processes == 1:
        return Served(command, folder, {})
    place = folder / "redis.sock"
    quiet = ["--port", "0", "--save", "", "--appendonly", "no", "--dir", str(folder), "--loglevel", "warning"]
    redis = subprocess.Popen(
        ["redis-server", *quiet, "--unixsocket", str(place)],
        stdout=subprocess.DEVNULL,
        preexec_fn=die_with(os.getpid()),
    )
    environment = {"WEB_PROCESSES": str(processes), "REDIS_URL": f"unix://{place}"}
    return Served(command, folder, environment, beside=redis)


def bare(folder: Path) -> Served:
    """The bare lanes under the same server with the same options."""
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "uvicorn", "benchmarks._bare_lanes:application", "--port", "{port}"]
    command += ["--no-proxy-headers", "--no-access-log", "--log-level", "warning", "--no-server-header"]
    return Served(command, folder, {"BARE_DATABASE": str(folder / "bare.sqlite3")})
