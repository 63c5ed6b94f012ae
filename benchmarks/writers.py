"""Many threads hand in at once: writers in line (the product's backend) against SQLite's own polling.

Phones hand in at random moments of a burst; as many threads as the web process has (8) take them up, each with its own
connection, and run one transaction of two reads and three writes, synced to the disk. Both backends see the same
moments, alternately, in the same run.

    ./run bench writers [--phones 300] [--seconds 0.5] [--threads 8] [--runs 5]
"""

from __future__ import annotations

import argparse
import queue
import random
import statistics
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import django
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler, OperationalError

BACKENDS = {"in line": "gapsessions.storage.sqlite", "polling": "django.db.backends.sqlite3"}
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON"


@dataclass
class Burst:
    """What one burst came to; waits in seconds."""

    waits: list[float] = field(default_factory=list)
    failures: int = 0

    def percentile(self, share: float) -> float:
        """Wait below which so large a share of the phones stayed."""
        return sorted(self.waits)[min(int(share * len(self.waits)), len(self.waits) - 1)]


def connect(engine: str, file: Path, timeout: float) -> BaseDatabaseWrapper:
    """Open a connection of its own, as every thread of the web process has one."""
    options = {"transaction_mode": "IMMEDIATE", "timeout": timeout, "init_command": PRAGMAS}
    handler = ConnectionHandler({"default": {"ENGINE": engine, "NAME": str(file), "OPTIONS": options}})
    return handler["default"]


def hand_in(connection: BaseDatabaseWrapper, phone: int) -> None:
    """One durable transaction, about what the acknowledgement of a note takes."""
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM receipt WHERE op = %s", [str(phone)]).fetchall()
            cursor.execute("SELECT text FROM note WHERE id = %s", [phone]).fetchall()
            cursor.execute("INSERT INTO note (text) VALUES (%s)", ["We wait far too long at the desk. " * 3])
            cursor.execute("INSERT INTO receipt (op) VALUES (%s)", [f"{phone}-{time.monotonic_ns()}"])
            cursor.execute("UPDATE tally SET notes = notes + 1")
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    finally:
        connection.set_autocommit(True)


def run_burst(engine: str, file: Path, moments: list[float], threads: int, timeout: float) -> Burst:
    """Let every phone write once at its moment; its wait begins there, whether or not a thread is free."""
    burst, guard = Burst(), threading.Lock()
    due = queue.SimpleQueue[tuple[int, float] | None]()

    def work() -> None:
        connection = connect(engine, file, timeout)
        connection.ensure_connection()
        ready.wait()
        while (job := due.get()) is not None:
            number, asked = job
            try:
                hand_in(connection, number)
            except OperationalError:
                with guard:
                    burst.failures += 1
            else:
                with guard:
                    burst.waits.append(time.perf_counter() - asked)
        connection.close()

    ready = threading.Barrier(threads + 1)
    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    ready.wait()
    start = time.perf_counter()
    for number, moment in enumerate(sorted(moments)):
        time.sleep(max(0.0, start + moment - time.perf_counter()))
        due.put((number, start + moment))
    for _ in workers:
        due.put(None)
    for worker in workers:
        worker.join()
    return burst


def main() -> None:
    """Run the bursts and print one line per backend: medians over the runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="not used; every bench takes it")
    parser.add_argument("--phones", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=0.5, help="length of the burst")
    parser.add_argument("--threads", type=int, default=8, help="threads of the web process")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--timeout", type=float, default=5.0, help="seconds a writer waits before it fails")
    chosen = parser.parse_args()
    settings.configure(DATABASES={})
    django.setup()
    results: dict[str, list[Burst]] = {name: [] for name in BACKENDS}
    for run in range(chosen.runs):
        rng = random.Random(run)
        moments = [rng.uniform(0, chosen.seconds) for _ in range(chosen.phones)]
        for name, engine in BACKENDS.items():
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "room.sqlite3"
                with connect(engine, file, chosen.timeout).cursor() as cursor:
                    cursor.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
                    cursor.execute("CREATE TABLE receipt (op TEXT PRIMARY KEY)")
                    cursor.execute("CREATE TABLE tally (notes INTEGER)")
                    cursor.execute("INSERT INTO tally VALUES (0)")
                results[name].append(run_burst(engine, file, moments, chosen.threads, chosen.timeout))
    print(f"{chosen.phones} phones in {chosen.seconds} s, {chosen.runs} runs, waits in ms (medians over runs)")
    print("backend    p50    p95    p99    longest  failures (all runs)")
    for name, bursts in results.items():
        shown = [statistics.median(b.percentile(share) for b in bursts) * 1000 for share in (0.5, 0.95, 0.99, 1)]
        figures = "  ".join(f"{value:5.0f}" for value in shown)
        print(f"{name:8} {figures}     {sum(b.failures for b in bursts)}")


if __name__ == "__main__":
    main()
