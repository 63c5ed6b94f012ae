"""Server time, queries and weight of every page of the desk, in a large session and in a small one.

Each session is built in a database in memory and asked through the whole stack (middleware, sign-in, templates) in this
process: no network, no static file, no disk. "cold" is the first time a page is asked for, templates not compiled yet.
The budget of 100 ms is held against the CPU time, which is the server time of a machine that does nothing else. The
queries of a page should be the same in both sizes: `!` marks those that are not.

    ./run bench pages [--sheets 300] [--answers 40] [--runs 15] [--only theme]
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUDGET = 100


@dataclass(frozen=True)
class Measured:
    """One page: milliseconds, queries, and kilobytes of HTML before and after compression."""

    cold: float
    wall: float
    cpu: float
    queries: int
    size: float
    packed: float


def main() -> None:
    """Build both sessions one after the other, measure, and print one line per page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / "benchmarks" / "data", help="where the labelled sets are")
    parser.add_argument("--sheets", type=int, default=300)
    parser.add_argument("--answers", type=int, default=40, help="on each sheet")
    parser.add_argument("--runs", type=int, default=15, help="requests per page; the median is shown (default 15)")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from benchmarks._desk import Size

    sizes = Size(chosen.sheets, chosen.answers, sessions=30), Size(30, 10, sessions=3)
    large, small = (dict(measure(size, chosen)) for size in sizes)
    print(f"\n{sizes[0]} answers, 30 sessions in the list | {sizes[1]}, 3 sessions; median of {chosen.runs}, ms")
    print(f"| page | cold | wall | CPU | queries | KB (gzip) | small: wall | CPU | queries | KB |\n|{'--|' * 10}")
    for name, page in large.items():
        other = small[name]
        marks = f" | {page.cpu:.0f}{' **over**' if page.cpu > BUDGET else ''} | {page.queries}"
        marks += "!" if page.queries != other.queries else ""
        print(
            f"| {name} | {page.cold:.0f} | {page.wall:.0f}{marks} | {page.size:.0f} ({page.packed:.0f})"
            f" | {other.wall:.0f} | {other.cpu:.0f} | {other.queries} | {other.size:.0f} |"
        )


def measure(size: object, chosen: argparse.Namespace) -> Iterator[tuple[str, Measured]]:
    """Build one session and ask for its pages."""
    from benchmarks._desk import furnish, sort_again
    from gapsessions.facilitation.scratch import scratch_database

    with scratch_database():
        started = time.perf_counter()
        desk = furnish(size, chosen.data, chosen.seed)  # type: ignore[arg-type]
        print(f"{size}: built in {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
        for pages in (desk.addresses.items(), sort_again(desk.session, desk.browser)):
            for name, address in pages:
                if chosen.only in name:
                    yield name, ask(desk.browser, address, chosen.runs)


def ask(browser: object, address: str, runs: int) -> Measured:
    """Ask for a page: cold, to warm up, to count its queries, and then for the clock."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    walls, cpus = [], []
    started = time.perf_counter()
    answer = browser.get(address)  # type: ignore[attr-defined]
    cold = (time.perf_counter() - started) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}")
    with CaptureQueriesContext(connection) as captured:
        browser.get(address)  # type: ignore[attr-defined]
    queries = len(captured)  # at once: the next request empties the list
    for _ in range(runs):
        started, cpu = time.perf_counter(), time.thread_time()
        browser.get(address)  # type: ignore[attr-defined]
        walls.append((time.perf_counter() - started) * 1000)
        cpus.append((time.thread_time() - cpu) * 1000)
    packed = len(gzip.compress(answer.content, 6)) / 1024
    return Measured(
        cold, statistics.median(walls), statistics.median(cpus), queries, len(answer.content) / 1024, packed
    )


if __name__ == "__main__":
    main()
