"""Seconds of CPU for one comparison, by number of sheets, answers and themes.

The shuffles, intervals, top tens and all readings are included; sessions are simulated without any difference.
"""

from __future__ import annotations

import argparse
import statistics
import time

import numpy as np

from benchmarks._simulated import Model, Room, make_sheets, make_world
from gapsessions.method.disparity import compare
from gapsessions.method.vocabulary import Perspective, Question

L, S, C = Perspective
SIZES: dict[str, tuple[int, dict[Perspective, Room]]] = {
    "3/12/12 tables": (25, {L: Room(3), S: Room(12), C: Room(12)}),
    "12/60/60 tables": (60, {L: Room(12), S: Room(60), C: Room(60)}),
    "9 leaders, 9 tables, 2 tables and 50 people": (
        25,
        {L: Room(0, 9, census=True), S: Room(9), C: Room(2, 50)},
    ),
    "20/60/60 tables and 1,000 people": (120, {L: Room(20), S: Room(60), C: Room(60, 1000)}),
    "9 leaders, 20 tables, 4,500 people": (300, {L: Room(0, 9, census=True), S: Room(20), C: Room(0, 4500)}),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="comparisons per size, the median is shown (default 5)")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--data", help="unused: this bench makes its own sessions")
    options = parser.parse_args()
    asked = {side: frozenset(Question) for side in Perspective}
    print("| session | sheets | answers | themes | CPU s, median |")
    print("|--|--|--|--|--|")
    for title, (themes, rooms) in SIZES.items():
        rng = np.random.default_rng(options.seed)
        world = make_world(rng, Model(fewest_themes=themes, most_themes=themes))
        sheets = make_sheets(rng, world, rooms)
        held = frozenset(side for side, room in rooms.items() if room.census)
        seconds = []
        for seed in range(options.runs):
            started = time.process_time()
            compare(sheets, themes, asked=asked, census=held, seed=seed)
            seconds.append(time.process_time() - started)
        answers = sum(len(sheet.notes) for sheet in sheets)
        median = statistics.median(seconds)
        print(f"| {title} | {len(sheets):,} | {answers:,} | {themes} | {median:.2f} |", flush=True)


if __name__ == "__main__":
    main()
