"""One load on one server: processes full of phones, told when to begin, and what they counted in the end."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks._room_servers import ROOT, Served

PROCESSES = 2
GRACE = 3.0
POLL_SECONDS = 2.0


@dataclass(frozen=True)
class Chosen:
    """What was asked for on the command line, and what all rounds share."""

    seconds: float
    seed: int
    connects: float
    texts: list[str]
    prepared: Path
    phones: list[dict[str, Any]]
    code: str
    folder: Path
    processes: int = 1

    @property
    def name(self) -> str:
        """What the table calls the product."""
        return "product" if self.processes == 1 else f"product, {self.processes} processes and Redis"


@dataclass(frozen=True)
class Round:
    """One server under one load."""

    counts: Counter[str]
    waits: dict[str, list[float]]
    load_cpu: float
    server_cpu: float
    seconds: float
    took: float
    """Seconds until the last reply was there or given up, longer than the writing where the server fell behind."""
    memory: tuple[float, float, float]
    descriptors: int

    def quantile(self, what: str, share: float) -> float:
        """Milliseconds within which so many were served."""
        values = sorted(self.waits[what])
        return values[min(len(values) - 1, int(len(values) * share))] * 1000 if values else float("nan")


class Load:
    """Processes full of phones."""

    def __init__(self, chosen: Chosen, server: Served, phones: list[dict[str, Any]], **told: Any) -> None:
        self.processes = []
        for number in range(PROCESSES):
            process = subprocess.Popen(
                [sys.executable, str(ROOT / "benchmarks" / "_phones.py")],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            self.processes.append(process)
            own = [phone for table, phone in _by_table(phones) if table % PROCESSES == number]
            facts = {
                "host": "127.0.0.1", "port": server.port, "seed": f"{chosen.seed}-{number}", "process": number,
                "phones": own, "texts": chosen.texts, "connects": chosen.connects / PROCESSES, "source": "",
                "state": True, "mode": "stream", "every": POLL_SECONDS, "grace": GRACE,
            }  # fmt: skip
            self._say(process, facts | told)

    def begin(self, **told: Any) -> None:
        """Tell all processes to begin together."""
        for process in self.processes:
            self._say(process, {"begin": time.monotonic() + 0.5} | told)

    def heard(self) -> list[dict[str, Any]]:
        """Wait for the next line of each process."""
        lines = [process.stdout.readline() for process in self.processes]  # type: ignore[union-attr]
        if not all(lines):
            raise SystemExit("A process of phones ended.")
        return [json.loads(line) for line in lines]

    def go_on(self) -> None:
        """Let the processes come to their end."""
        for process in self.processes:
            self._say(process, {})

    def end(self) -> None:
        """End what still runs."""
        for process in self.processes:
            process.stdin.close()  # type: ignore[union-attr]
            process.wait(10)

    @staticmethod
    def _say(process: subprocess.Popen[str], what: dict[str, Any]) -> None:
        assert process.stdin is not None
        process.stdin.write(json.dumps(what) + "\n")
        process.stdin.flush()


def _by_table(phones: list[dict[str, Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Table-mates stay in one process, which alone knows when a tap was."""
    tables: dict[str, int] = {}
    for number, phone in enumerate(phones):
        yield tables.setdefault(phone.get("table") or str(number), len(tables)), phone


def run_round(chosen: Chosen, server: Served, phones: list[dict[str, Any]], rate: float, **told: Any) -> Round:
    """Connect, write, and look whether everything arrived."""
    if told.get("state", True):
        warm(server, phones)
    before = server.memory()
    load = Load(chosen, server, phones, **told)
    try:
        load.heard()
        time.sleep(1)
        connected, cpu, descriptors = server.memory(), server.cpu(), server.descriptors()
        started = time.monotonic()
        load.begin(seconds=chosen.seconds, rate=rate / PROCESSES)
        load.heard()
        cpu, took = server.cpu() - cpu, time.monotonic() - started
        load.go_on()
        said = load.heard()
        return Round(
            counts=sum((Counter(one["counts"]) for one in said), Counter()),
            waits={name: [wait for one in said for wait in one["waits"][name]] for name in said[0]["waits"]},
            load_cpu=sum(one["cpu"] for one in said),
            server_cpu=cpu,
            seconds=chosen.seconds,
            took=took,
            memory=(before, connected, server.memory()),
            descriptors=descriptors,
        )
    finally:
        load.end()


def warm(server: Served, phones: list[dict[str, Any]]) -> None:
    """Ask for states in all threads at once: what each thread opens once is not what a phone costs."""

    def ask(phone: dict[str, Any]) -> None:
        cookies = "; ".join(f"{name}={value}" for name, value in phone["cookies"].items())
        address = f"http://127.0.0.1:{server.port}/r/{phone['room']}/state/"
        urllib.request.urlopen(urllib.request.Request(address, headers={"Cookie": cookies})).read()  # noqa: S310

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(ask, phones[:160]))


def run_joins(chosen: Chosen, server: Served, people: int, seconds: float) -> Round:
    """So many phones join from one address within so many seconds."""
    load = Load(chosen, server, [{} for _ in range(people)], mode="join", code=chosen.code, source="127.0.0.1")
    try:
        load.heard()
        before, cpu = server.memory(), server.cpu()
        load.begin(seconds=seconds)
        load.heard()
        cpu = server.cpu() - cpu
        load.go_on()
        said = load.heard()
        return Round(
            counts=sum((Counter(one["counts"]) for one in said), Counter()),
            waits={name: [wait for one in said for wait in one["waits"][name]] for name in said[0]["waits"]},
            load_cpu=sum(one["cpu"] for one in said),
            server_cpu=cpu,
            seconds=seconds,
            took=seconds,
            memory=(before, before, server.memory()),
            descriptors=server.descriptors(),
        )
    finally:
        load.end()
