"""The themes board at 400, 3,000 and 10,000 answers in 40 themes: what the server spends, and what Chromium feels.

Each session is built in a database file of its own. Server: the product's whole stack (sign-in, middleware, templates)
in this process, CPU milliseconds of its thread, median; a move is the post and the board that answers it. Chromium: the
product's own server in another process, milliseconds from navigation until the board takes keys, and from the key that
chooses the theme until the note stands there; median. Texts are those of the labelled sets, themes are 40 of their
labels; one answer in twenty is undecided, one in ten was placed with a guess.

    ./run bench board [--sizes 400 3000 10000] [--runs 15] [--without-browser]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
THEMES = 40


def main() -> None:
    """Build each session in its turn, measure, and print one line per size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / "benchmarks" / "data", help="where the labelled sets are")
    parser.add_argument("--sizes", type=int, nargs="+", default=[400, 3000, 10000])
    parser.add_argument("--runs", type=int, default=15, help="of each act; the median is shown (default 15)")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--without-browser", action="store_true")
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")
    os.environ["OMP_NUM_THREADS"] = "1"
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="board-") as folder:
        os.environ["DATA_DIR"] = folder
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, skip_checks=True)
        lines = [measure(size, chosen, Path(folder)) for size in chosen.sizes]
    names = list(lines[0])
    print(f"\n{THEMES} themes; median of {chosen.runs}; seed {chosen.seed}; server: CPU ms, Chromium: ms")
    print("| answers | " + " | ".join(names) + " |\n|" + "--|" * (len(names) + 1))
    for size, line in zip(chosen.sizes, lines, strict=True):
        print(f"| {size:,} | " + " | ".join(f"{value:,.0f}" for value in line.values()) + " |")


def measure(size: int, chosen: argparse.Namespace, folder: Path) -> dict[str, float]:
    """One session: the server's figures, then the browser's."""
    from benchmarks._board import Sorted, board_of

    board: Sorted = board_of(size, THEMES, chosen.data, chosen.seed)
    print(f"{size:,} answers: built", file=sys.stderr, flush=True)
    found = server(board, chosen.runs)
    if not chosen.without_browser:
        found |= chromium(board, folder, min(chosen.runs, 9))
    return found


def server(board: object, runs: int) -> dict[str, float]:
    """CPU milliseconds and queries of a page, a move, a filter, a search, an undo and the queue."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask, move = board.ask, board.move  # type: ignore[attr-defined]
    page = ask("")
    with CaptureQueriesContext(connection) as captured:
        ask("")
    queries = len(captured)  # at once: the next request empties the list
    return {
        "page": clocked(lambda: ask(""), runs),
        "queries": queries,
        "KB": len(page.content) / 1024,
        "move": clocked(move, runs),
        "another's move arrives": clocked(board.news, runs),  # type: ignore[attr-defined]
        "filter Q2": clocked(lambda: ask("?question=improve"), runs),
        "search": clocked(lambda: ask("?find=card"), runs),
        "undo": clocked(board.undo, runs),  # type: ignore[attr-defined]
        "one by one": clocked(lambda: ask("one-by-one/"), runs),
    }


def clocked(act: Callable[[], object], runs: int) -> float:
    """Median CPU milliseconds of an act on this thread, after one to warm up."""
    act()
    spent = []
    for _ in range(runs):
        started = time.thread_time()
        act()
        spent.append((time.thread_time() - started) * 1000)
    return statistics.median(spent)


def chromium(board: object, folder: Path, runs: int) -> dict[str, float]:
    """Milliseconds until the board takes keys, and of a move by keys; how much there is in the page."""
    from benchmarks._room_servers import Served
    from tests.browser.chromium import chromium as start

    served = Served([sys.executable, "-m", "uvicorn", "workshop.asgi:application", "--port", "{port}"], folder, {})
    try:
        with start() as browser:
            return board.in_browser(browser, f"http://127.0.0.1:{served.port}", runs)  # type: ignore[attr-defined]
    finally:
        served.process.terminate()
        served.process.wait(30)


if __name__ == "__main__":
    main()
