"""How often the readings are right: sessions with known truth through the product's own compare().

``./run bench readings --sessions 100`` prints, per cell (numbers of sheets), the share of sessions without any
difference that show a headline, the power for planted gaps (.1 against .7), the share of headlines that are false
in mixed sessions, and bias and coverage of alignment, each with its standard error, beside disparity.md 6.13.
Finished sessions are kept in ``--keep FILE`` (one line each), so that a run can be stopped and taken up again.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations
from pathlib import Path
from zlib import crc32

import numpy as np

from benchmarks._simulated import USUAL, Model, Room, World, make_sheets, make_world
from gapsessions.method.alignment import alignments
from gapsessions.method.counts import keep_ledger
from gapsessions.method.disparity import compare
from gapsessions.method.evidence import LEVEL
from gapsessions.method.findings import Contest, Grade
from gapsessions.method.readings import question_of
from gapsessions.method.vocabulary import Perspective, Question

L, S, C = Perspective
LARGE = 120
"""Tables per side whose alignment counts as the truth."""
EVERY = 4
"""Mixed sessions per true alignment, which costs more than the session itself."""

Cell = tuple[Room, Room, Room]


def tables(leaders: int, staff: int, customers: int) -> Cell:
    return Room(leaders), Room(staff), Room(customers)


def census(leaders: int, staff: int, customers: int, singles: int = 0) -> Cell:
    return Room(0, leaders, census=True), Room(staff), Room(customers, singles)


CELLS: dict[str, Cell] = {
    "1/3/3": tables(1, 3, 3),
    "2/6/6": tables(2, 6, 6),
    "3/6/6": tables(3, 6, 6),
    "3/12/12": tables(3, 12, 12),
    "4/28/20": tables(4, 28, 20),
    "12/60/60": tables(12, 60, 60),
    "3/12/2+50": (Room(3), Room(12), Room(2, 50)),
    "4/20/3+120": (Room(4), Room(20), Room(3, 120)),
    "m5/12/6": census(5, 12, 6),
    "m7/12/12": census(7, 12, 12),
    "m9/12/6": census(9, 12, 6),
    "m9/30/20": census(9, 30, 20),
    "m9/9/2+50": census(9, 9, 2, 50),
    "m12/12/12": census(12, 12, 12),
    "m12/30/20": census(12, 30, 20),
}
PRINTED: dict[str, tuple[str, str, str]] = {
    "1/3/3": (".08-.21", "0-.01", ""),
    "2/6/6": (".08-.21", "0-.01", ".26-.34"),
    "3/6/6": (".08-.21", ".15-.21", ".26-.34"),
    "3/12/12": (".08-.21", ".20-.29", ".46-.56"),
    "4/28/20": (".08-.21", ".33-.51", ".50-.80"),
    "12/60/60": (".08-.21", ".65-.78", ""),
    "m5/12/6": (".03-.14", ".07-.28", ""),
    "m7/12/12": (".03-.14", ".07-.28", ""),
    "m9/12/6": (".03-.14", ".09-.43", ""),
    "m9/30/20": (".03-.14", ".09-.43", ""),
    "m9/9/2+50": (".03-.14", ".09-.43", ""),
    "m12/12/12": (".03-.14", ".23-.51", ""),
    "m12/30/20": (".03-.14", ".23-.51", ""),
}
"""disparity.md 6.13: sessions without difference that show a headline, power with leadership, power S-C."""


def true_alignments(rng: np.random.Generator, world: World) -> dict[tuple[Perspective, Perspective], float]:
    """Match ratio of very many tables of the same world."""
    large = {side: Room(LARGE) for side in Perspective}
    ledger = keep_ledger(make_sheets(rng, world, large), world.themes)
    return {(a.first, a.second): a.ratio for a in alignments(ledger, seed=0, resamples=0) if a.ratio is not None}


def one_session(
    cell: str, mixed: bool, number: int, seed: int, gaps: tuple[str, ...], model: Model
) -> dict[str, object]:
    """Simulate, compare, and hold the result against the truth."""
    rng = np.random.default_rng([seed, crc32(cell.encode()), int(mixed), number])
    world = make_world(rng, model, gaps=gaps if mixed else ())
    rooms = dict(zip(Perspective, CELLS[cell], strict=True))
    held = frozenset(side for side, room in rooms.items() if room.census)
    asked = {side: frozenset(Question) for side in Perspective}
    sheets = make_sheets(rng, world, rooms)
    started = time.process_time()
    found = compare(sheets, world.themes, asked=asked, census=held, seed=number)
    seconds = time.process_time() - started
    gaps_found = [(r, world.bears_out(r)) for r in (*found.headlines, *found.questions)]
    headlined = [(r, true) for r, true in gaps_found if r.headline]
    sure = [(r, true) for r, true in gaps_found if LEVEL[r.grade] >= LEVEL[Grade.MODERATE]]
    shown = {(r.theme, question_of(r.scope), r.contest) for r, true in headlined if true}
    planted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for gap in world.planted:
        contest = Contest.STAFF_CUSTOMER if gap.staff_customer else Contest.LEADERSHIP
        for key in ("S-C" if gap.staff_customer else "L", gap.kind):
            planted[key][0] += 1
            planted[key][1] += (gap.theme, gap.question, contest) in shown
    truth = true_alignments(rng, world) if mixed else dict.fromkeys(combinations(Perspective, 2), 1.0)
    return {
        "cell": cell,
        "mixed": mixed,
        "number": number,
        "seconds": seconds,
        "themes": world.themes,
        "contests": sorted({r.contest.value for r, _ in headlined if r.contest}),
        "headlines": [[r.name.value, r.contest.value if r.contest else "", bool(true)] for r, true in headlined],
        "sure": [[r.name.value, bool(true)] for r, true in sure],
        "planted": dict(planted),
        "alignment": [
            [f"{a.first}-{a.second}", a.ratio, a.low, a.high, truth[a.first, a.second]]
            for a in found.alignments
            if a.ratio is not None and (a.first, a.second) in truth
        ],
    }


def share(hits: float, of: float) -> str:
    """A share and its standard error."""
    if not of:
        return "-"
    rate = hits / of
    return f"{rate:.3f}±{math.sqrt(max(rate * (1 - rate), 0.25 / of) / of):.3f}"


def clustered(pairs: Iterable[tuple[float, float]]) -> str:
    """A ratio of sums over sessions, with the standard error of whole sessions (ratio estimator)."""
    rows = np.array([pair for pair in pairs if pair[1]], dtype=float)
    if not len(rows):
        return "-"
    hits, of = rows.sum(axis=0)
    rate = hits / of
    error = math.sqrt(((rows[:, 0] - rate * rows[:, 1]) ** 2).sum()) / of
    return f"{rate:.3f}±{error:.3f}"


def _ratio_pair(session: dict, key: str) -> tuple[float, float]:
    total, hit = session["planted"].get(key, (0, 0))
    return hit, total


def report(sessions: list[dict], cells: list[str]) -> list[str]:
    """One row per cell of the three tables."""
    lines = [
        "| cell | null sessions with a headline | L family, S-C family | 6.13 | power L | 6.13 | power S-C | 6.13 "
        "| headlines false in mixed | s per compare |",
        "|--|--|--|--|--|--|--|--|--|--|",
    ]
    for cell in cells:
        null = [s for s in sessions if s["cell"] == cell and not s["mixed"]]
        mixed = [s for s in sessions if s["cell"] == cell and s["mixed"]]
        printed = PRINTED.get(cell, ("", "", ""))
        families = [share(sum(f.value in s["contests"] for s in null), len(null)) for f in Contest]
        false = clustered((sum(not h[2] for h in s["headlines"]), len(s["headlines"])) for s in mixed)
        seconds = np.median([s["seconds"] for s in (*null, *mixed)]) if null or mixed else float("nan")
        lines.append(
            f"| {cell} | {share(sum(bool(s['contests']) for s in null), len(null))} | {', '.join(families)} "
            f"| {printed[0]} | {clustered(_ratio_pair(s, 'L') for s in mixed)} | {printed[1]} "
            f"| {clustered(_ratio_pair(s, 'S-C') for s in mixed)} | {printed[2]} | {false} | {seconds:.2f} |"
        )
    lines += [
        "",
        "| cell | alignment of identical sides, mean (sd) | coverage there | bias in mixed | coverage there |",
    ]
    lines.append("|--|--|--|--|--|")
    for cell in cells:
        row = [f"| {cell} "]
        for mixed_sessions in (False, True):
            found = [
                a
                for s in sessions
                if s["cell"] == cell and s["mixed"] == mixed_sessions
                for a in s["alignment"]
                if "leadership" in a[0]
            ]
            if not found:
                row += ["| - ", "| - "]
                continue
            off = np.array([a[1] - a[4] for a in found])
            shown = f"{off.mean() + (0 if mixed_sessions else 1):.3f} ({off.std():.3f})"
            covered = [a[2] <= a[4] <= a[3] for a in found if a[2] is not None]
            row += [f"| {shown} ", f"| {share(sum(covered), len(covered))} "]
        lines.append("".join(row) + "|")
    lines += ["", "| reading | per null session, moderate or strong: tables | census | power tables | power census | "]
    lines[-1] += "false among moderate or strong in mixed: tables | census |"
    lines.append("|--|--|--|--|--|--|--|")
    for name in sorted({r[0] for s in sessions for r in s["sure"]} | {k for s in sessions for k in s["planted"]}):
        row = [f"| {name} "]
        kinds = [[s for s in sessions if s["cell"].startswith("m") == census_held] for census_held in (False, True)]
        for kind in kinds:
            null = [s for s in kind if not s["mixed"]]
            row.append(f"| {sum(r[0] == name for s in null for r in s['sure']) / max(len(null), 1):.3f} ")
        for kind in kinds:
            row.append(f"| {clustered(_ratio_pair(s, name) for s in kind if s['mixed'])} ")
        for kind in kinds:
            mixed = [s for s in kind if s["mixed"]]
            pairs = (
                (sum(r[0] == name and not r[1] for r in s["sure"]), sum(r[0] == name for r in s["sure"])) for s in mixed
            )
            row.append(f"| {clustered(pairs)} ")
        lines.append("".join(row) + "|")
    return lines


def _simulate(job: tuple[str, bool, int, int, tuple[str, ...], Model]) -> dict[str, object]:
    return one_session(*job)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=50, help="sessions per cell and kind (default 50)")
    parser.add_argument("--cells", nargs="*", default=list(CELLS), choices=list(CELLS), metavar="CELL")
    parser.add_argument("--kinds", nargs="*", default=["null", "mixed"], choices=["null", "mixed"])
    parser.add_argument("--gaps", nargs="*", default=list(USUAL), help="kinds of gaps to plant in mixed sessions")
    parser.add_argument("--mood", type=float, default=Model.mood, help="sd of a room's mood (default .5)")
    people = Model.people_per_table
    parser.add_argument("--people", type=float, nargs=2, default=people, help="own sheets per table (default 2.25 3)")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    parser.add_argument("--keep", type=Path, help="file that keeps finished sessions")
    parser.add_argument("--data", type=Path, help="unused: this bench makes its own sessions")
    options = parser.parse_args()
    model = Model(mood=options.mood, people_per_table=tuple(options.people))
    sessions: list[dict] = []
    if options.keep and options.keep.exists():
        sessions = [json.loads(line) for line in options.keep.read_text().splitlines()]
    done = {(s["cell"], s["mixed"], s["number"]) for s in sessions}
    jobs = [
        (cell, mixed, number, options.seed, tuple(options.gaps), model)
        for number in range(options.sessions)
        for cell in options.cells
        for mixed in (kind == "mixed" for kind in options.kinds)
        if (cell, mixed, number) not in done
    ]
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with ProcessPoolExecutor(options.jobs) as pool:
        results = pool.map(_simulate, jobs) if options.jobs > 1 else map(_simulate, jobs)
        for place, result in enumerate(results, 1):
            sessions.append(result)
            if options.keep:
                with options.keep.open("a") as kept:
                    kept.write(json.dumps(result) + "\n")
            if place % 100 == 0:
                print(f"{place} of {len(jobs)} sessions", flush=True)
    print("\n".join(report(sessions, options.cells)))


if __name__ == "__main__":
    main()
