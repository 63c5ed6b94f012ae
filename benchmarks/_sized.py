"""What benches of sorted sessions of several sizes share: their options, an empty product, clocks, and the table."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
THEMES = 40


def options(about: str | None, sizes: Sequence[int], runs: int) -> argparse.ArgumentParser:
    """The options of such a bench; its own may be added."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / "benchmarks" / "data", help="where the labelled sets are")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(sizes))
    parser.add_argument("--runs", type=int, default=runs, help=f"of each act; the median is shown (default {runs})")
    parser.add_argument("--seed", type=int, default=20261122)
    return parser


@contextmanager
def empty_product() -> Iterator[Path]:
    """The product on a database file of its own, on one thread; gives the folder of its data."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")
    os.environ["OMP_NUM_THREADS"] = "1"
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ["DATA_DIR"] = folder
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, skip_checks=True)
        yield Path(folder)


def once(act: Callable[[], object]) -> float:
    """CPU milliseconds of one run on this thread."""
    start = time.thread_time()
    act()
    return 1000 * (time.thread_time() - start)


def clocked(act: Callable[[], object], runs: int) -> float:
    """Median CPU milliseconds, after one run that warms up."""
    act()
    return statistics.median(once(act) for _ in range(runs))


def table(sizes: Sequence[int], lines: Sequence[dict[str, float]], digits: int) -> str:
    """One line per size, for the README."""
    rows = ["| answers | " + " | ".join(lines[0]) + " |", "|" + "--|" * (len(lines[0]) + 1)]
    rows += [
        f"| {size:,} | " + " | ".join(f"{value:,.{digits}f}" for value in line.values()) + " |"
        for size, line in zip(sizes, lines, strict=True)
    ]
    return "\n".join(rows)
