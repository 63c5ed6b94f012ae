"""What the whole main job costs, from a spreadsheet to four files, by step: wall and CPU seconds, peak memory.

    ./run bench report_run [--data DIR] [--sizes 300 3000 30000] [--runs 3]

Each run is a process of its own that starts where `./run report` starts. Answers are comments of the labelled sets
(joined by two where the sets hold too few), dealt with a fixed seed to 9 leaders with own sheets, staff and customer
tables of 40 notes, and single replies, over the four questions. The baseline of the same run is a process that starts
Django and reads the file, and nothing more.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy loads

import numpy as np

from benchmarks._labelled import DATA
from benchmarks.theme_speed import answers

SEED = 20261121
COLUMNS = ("perspective", "gathering", "breakout", "person", "question", "text", "valence", "intent")


def write_answers(file: Path, folder: Path, count: int) -> None:
    """A session of so many answers: one in ten by leaders, four by staff tables, five by customers."""
    rng = np.random.default_rng(SEED)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for number, text in enumerate(answers(folder, count)):
            question = int(rng.integers(1, 5))
            valence = str(rng.choice(["good", "bad", ""])) if question == 3 else ""
            intent = str(rng.choice(["start", "continue", ""])) if question == 4 else ""
            draw = number % 10
            table = str(number // 10 // 10 + 1)  # 40 notes of staff, 10 of customers, per hundred answers
            if draw == 0:
                place = ("leadership", "Board", "", str(int(rng.integers(9)) + 1))
            elif draw < 5:
                place = ("staff", "Branches", table, "")
            elif draw < 8:
                place = ("customers", "Evening", table, "")
            else:
                place = ("customers", "Open link", "", str(number // 30))
            writer.writerow([*place, question, text, valence, intent])


def run_once(source: Path, out: Path, only_read: bool) -> None:
    """Do the job as the command does and print what each step took, as JSON."""
    spent: dict[str, list[float]] = {}
    marks = [("start", 0.0, 0.0)]

    def note(step: str) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        last, wall_before, cpu_before = marks[-1]
        taken = spent.setdefault(last, [0.0, 0.0])
        taken[0] += wall - wall_before
        taken[1] += cpu - cpu_before
        marks.append((step, wall, cpu))

    marks[0] = ("start", time.perf_counter() - time.process_time(), 0.0)
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")
    django.setup()
    from gapsessions.facilitation.headless import Wishes, report_from_answers
    from gapsessions.intake.answers import read_answers

    note("read")
    parsed = read_answers(source.read_bytes(), source.name)
    note("tables of the database")
    if not only_read:
        report_from_answers(parsed, out, Wishes("Bench", "Bench"), lambda step, _share: note(step.value))
    note("end")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps({"steps": spent, "peak": peak, "files": {f.name: f.stat().st_size for f in out.glob("*")}}))


def measure(command: Callable[[Path, bool], list[str]], out: Path, only_read: bool, runs: int) -> dict[str, Any]:
    """Median of several runs, step by step."""
    found = [
        json.loads(subprocess.run(command(out, only_read), check=True, capture_output=True, text=True).stdout)
        for _ in range(runs)
    ]
    steps = {
        step: [statistics.median(one["steps"][step][kind] for one in found) for kind in (0, 1)]
        for step in found[0]["steps"]
    }
    return {"steps": steps, "peak": max(one["peak"] for one in found), "files": found[-1]["files"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 3000, 30000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--once", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--only-read", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        run_once(options.once, options.out, options.only_read)
        return
    print("answers | step | wall s | CPU s")
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            source, out = Path(folder, "answers.csv"), Path(folder, "out")
            write_answers(source, options.data, size)

            def command(out: Path, only_read: bool, source: Path = source) -> list[str]:
                here = [sys.executable, "-m", "benchmarks.report_run", "--once", str(source), "--out", str(out)]
                return here + ["--only-read"] * only_read

            runs = options.runs if size <= 3000 else 1
            base = measure(command, out, True, runs)
            whole = measure(command, out, False, runs)
        for step, (wall, cpu) in whole["steps"].items():
            print(f"{size} | {step} | {wall:.2f} | {cpu:.2f}")
        for name, one in (("whole", whole), ("baseline", base)):
            wall, cpu = (sum(taken[kind] for taken in one["steps"].values()) for kind in (0, 1))
            print(f"{size} | {name} | {wall:.2f} | {cpu:.2f} | peak {one['peak']:.0f} MB | {one['files']}", flush=True)


if __name__ == "__main__":
    main()
