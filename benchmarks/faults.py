"""The long storm: the web process killed a hundred times under ten thousand operations of phones with outboxes.

Phones are clients of their own (_storm_phones.py), written from docs/phone-protocol.md: queue, retry, same id. Some
replies are dropped, some operations sent twice or more at once and again later, notes overtake each other, clocks are
up to two hours wrong. Tables write silently at first, and one question after the other is revealed; some people write
on sheets of their own; now and then the process stands still for half a minute. Nobody may see what is hidden,
everybody sees what is theirs, and in the end nothing tells who wrote what. Afterwards each acknowledged operation must
stand in the database exactly once, as it was acknowledged last; the database is read by this bench, not by the product.

    ./run bench faults [--kills 100] [--operations 10000] [--database sqlite|postgresql|both] [--freezes 3]
                       [--silent 30] [--seed 20261122]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks._storm import Account, Storm
from benchmarks._storm_servers import ROOT, KillableServer
from benchmarks._storm_weather import Weather

PHONES, PER_ROOM, AT_A_TABLE, ALONE = 48, 24, 6, 12
COLUMNS = (
    *("database", "acknowledged", "killed", "replies dropped", "of these after the commit", "sent twice or more"),
    *("stood still", "questions revealed", "no answer", "5xx", "refused", "lost", "doubled", "else wrong", "unheard"),
    *("minutes", "drained in s"),
)


def prepare(folder: Path, database: str, silent: int) -> list[dict[str, Any]]:
    """Fill a database with rooms that are being written in; give who sits where."""
    told = subprocess.run(
        [
            *(sys.executable, str(ROOT / "benchmarks" / "_prepare_rooms.py")),
            *map(str, (PHONES, PER_ROOM, AT_A_TABLE, ALONE, silent)),
        ],
        env={**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": database, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    seats: list[dict[str, Any]] = json.loads(told.stdout.splitlines()[-1])["phones"]
    return seats


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    """A file of its own."""
    yield f"sqlite:///{folder / 'gapsessions.sqlite3'}"


@contextmanager
def postgresql(_folder: Path) -> Iterator[str]:
    """A server of its own, without care for power cuts: here processes die, not machines."""
    sys.path.insert(0, str(ROOT / "tools"))
    import psycopg
    from postgresql import find_binaries, temporary_server

    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL is not installed here.")
    with temporary_server(binaries) as url:
        with psycopg.connect(f"{url.rpartition('/')[0]}/postgres", autocommit=True) as server:
            server.execute("CREATE DATABASE gap")
        yield url


def storm(name: str, weather: Weather, silent: int) -> Account:
    """One storm over one database."""
    with tempfile.TemporaryDirectory(prefix="gap-faults-") as place:
        folder = Path(place)
        with {"sqlite": sqlite, "postgresql": postgresql}[name](folder) as database:
            seats = prepare(folder, database, silent)
            server = KillableServer(folder, DATABASE_URL=database)
            try:
                return asyncio.run(Storm(server, database, seats, weather).blow())
            finally:
                server.close()
                print(server.said()[-3000:], file=sys.stderr)


def line(name: str, account: Account) -> str:
    """One line of the table."""
    counts, verdict = account.counts, account.verdict
    broken = sum(count for said, count in counts.items() if said.startswith("tries answered 5"))
    cells = (
        *(name, account.acknowledged, counts["kills"], counts["dropped replies"]),
        *(counts["replies lost after the commit"], counts["doubled sends"], counts["freezes"], counts["revealed"]),
        *(counts["tries without an answer"], broken),
        *(account.refused, len(verdict.lost), len(verdict.doubled), len(verdict.broken), account.unheard),
        *(f"{account.seconds / 60:.1f}", f"{account.drain_seconds:.1f}"),
    )
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    """Blow, print, and fail where anything was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="taken by all benches; nothing is read here")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--operations", type=int, default=10_000, help="acknowledged ones, at least")
    parser.add_argument("--rate", type=float, default=40, help="things people do in a second, all phones together")
    parser.add_argument("--life", type=float, default=1.2, help="mean seconds from first answer to death")
    parser.add_argument("--freezes", type=int, default=3, help="times the process stands still for half a minute")
    parser.add_argument("--silent", type=int, default=30, help="seconds from one question's reveal to the next")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--seed", type=int, default=20261122)
    asked = parser.parse_args()
    weather = Weather(
        kills=asked.kills, operations=asked.operations, rate=asked.rate, life=asked.life, seed=asked.seed,
        freezes=asked.freezes,
    )  # fmt: skip
    names = ("sqlite", "postgresql") if asked.database == "both" else (asked.database,)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    people = f"{PHONES} phones at tables and {ALONE} alone"
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before, {people}, seed {asked.seed}\n")
    print(f"| {' | '.join(COLUMNS)} |\n|{'--|' * len(COLUMNS)}", flush=True)
    problems: list[str] = []
    for name in names:
        account = storm(name, weather, asked.silent)
        print(line(name, account), flush=True)
        problems += account.verdict.problems
    print(f"\nload {os.getloadavg()[0]:.1f} after")
    if problems:
        raise SystemExit("\n".join(problems[:40]))


if __name__ == "__main__":
    main()
