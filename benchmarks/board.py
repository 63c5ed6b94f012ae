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
import sys
from pathlib import Path

from benchmarks._sized import THEMES, clocked, empty_product, options, table


def main() -> None:
    """Build each session in its turn, measure, and print one line per size."""
    parser = options(__doc__, (400, 3000, 10000), runs=15)
    parser.add_argument("--without-browser", action="store_true")
    chosen = parser.parse_args()
    with empty_product() as folder:
        lines = [measure(size, chosen, folder) for size in chosen.sizes]
    print(f"\n{THEMES} themes; median of {chosen.runs}; seed {chosen.seed}; server: CPU ms, Chromium: ms")
    print(table(chosen.sizes, lines, 0))


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
