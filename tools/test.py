"""Runs the tests: everything on SQLite, then once more on PostgreSQL what touches the database."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from pathlib import Path

from postgresql import find_binaries, temporary_server

ROOT = Path(__file__).resolve().parent.parent
MOST_WORKERS = 8
NOTHING_COLLECTED = 5
# What these find does not depend on the database, and they take long: who may do what, what is printed, how it looks,
# what a run does that has a database in memory of its own (that it gives the project's back is tried on both), how
# often somebody may guess, pages that ask the database nothing that other tests do not ask it on both (measured,
# docs/decisions/0222), and what happens to a server or between it and Redis, whatever it keeps things in.
ON_SQLITE_ONLY = (
    *("tests/access/test_roles.py", "tests/access/test_archived.py", "tests/reports", "tests/browser"),
    *(f"tests/facilitation/test_{name}.py" for name in ("headless", "progress", "questions", "desk_speed")),
    *("tests/plan/test_on_theme.py", "tests/plan/test_lists.py"),
    "tests/breakouts/test_limits.py",
    *(
        f"tests/faults/test_{name}"
        for name in (
            "storm.py::test_server_that_cheats_is_found_out",
            "storm.py::test_same_small_storm_finds_nothing_wrong_with_the_product",
            "outages.py::test_frozen_server_takes_every_copy_that_waited_as_one_operation",
            "outages.py::test_full_disk_acknowledges_nothing_and_heals_by_itself",
            "outages.py::test_redis_that_goes_away_takes_no_note_along",
            "outages.py::test_backup_made_meanwhile_holds_everything_acknowledged_before_it",
        )
    ),
)
# What a developer's shell may hold must not decide what the tests see.
OURS = (
    *("DATABASE_URL", "REDIS_URL", "GAPSESSIONS_ENV", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "PUBLIC_URL"),
    *("TRUSTED_PROXIES", "STATIC_COLLECTED", "TIME_ZONE", "LOG_LEVEL", "BODY_LIMIT", "WEB_WORKERS", "HOST", "PORT"),
    *("SMTP_URL", "MAIL_FROM", "WEB_PROCESSES"),
)


def run_pytest(name: str, arguments: list[str], environment: dict[str, str], counts: Counter[str]) -> int:
    """Run pytest once, add what happened to `counts`, and return its exit code."""
    with tempfile.TemporaryDirectory(prefix="gap-test-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", f"--junit-xml={report}", "-o", f"junit_suite_name={name}"]
        if not any(argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in arguments):
            # A file stays with one worker, which makes what its tests share once (in the order of surroundings.py).
            workers = str(min(_cores(), MOST_WORKERS))
            command += ["-n", workers, "--dist=loadfile", "--no-loadscope-reorder"]
        print(f"\n--- {name} ---", flush=True)
        code = subprocess.run([*command, *arguments], cwd=ROOT, env=environment, check=False).returncode
        if report.exists():
            root = ElementTree.parse(report).getroot()  # noqa: S314 (our own file)
            print(f"where the time goes: {_folders(root)}", flush=True)
            for suite in root.iter("testsuite"):
                said = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
                bad = said["failures"] + said["errors"]
                counts["failed"] += bad
                counts["skipped"] += said["skipped"]
                counts["passed"] += said["tests"] - bad - said["skipped"]
    return code


def _folders(root: ElementTree.Element) -> str:
    """Say in which folders the tests took longest; with several workers the seconds are more than the clock's."""
    seconds: dict[str, float] = defaultdict(float)
    for case in root.iter("testcase"):
        folder = case.get("classname", "").removeprefix("tests.").partition(".")[0]
        seconds[folder] += float(case.get("time", 0))
    longest = sorted(seconds.items(), key=lambda one: -one[1])[:8]
    return ", ".join(f"{folder} {took:.0f} s" for folder, took in longest)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2


def _both_marks(arguments: list[str]) -> list[str]:
    """Narrow the developer's own -m, if any, to the tests that touch the database."""
    kept, marks, wanted = [], ["database"], False
    for argument in arguments:
        if wanted or (argument.startswith("-m") and len(argument) > 2):
            marks.append(f"({argument if wanted else argument[2:].lstrip('=')})")
            wanted = False
        elif argument == "-m":
            wanted = True
        else:
            kept.append(argument)
    return [*kept, "-m", " and ".join(marks)]


def main(arguments: list[str]) -> int:
    """Run both databases unless one is asked for; 0 only when all that ran passed."""
    only = next((name for name in ("--sqlite", "--postgresql") if name in arguments), "")
    arguments = [argument for argument in arguments if argument != only]
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    data = Path(environment.get("DATA_DIR") or ROOT / "var").absolute()
    environment |= {"DATA_DIR": str(data / "test"), "OMP_NUM_THREADS": "1"}
    counts: Counter[str] = Counter()
    codes = []
    if only != "--postgresql":
        codes.append(run_pytest("SQLite", arguments, environment, counts))
    if only != "--sqlite":
        binaries = find_binaries()
        if binaries:
            with temporary_server(binaries) as url:
                left_out = [
                    f"--{'deselect' if '::' in path else 'ignore'}={path}"
                    for path in ON_SQLITE_ONLY
                    if path not in arguments
                ]
                second = environment | {"DATABASE_URL": url}
                codes.append(run_pytest("PostgreSQL", [*_both_marks(arguments), *left_out], second, counts))
        elif os.environ.get("CI") or only:
            print("\nPostgreSQL is not installed, so half of the run is missing: that is a failure here.")
            counts["failed"] += 1
            codes.append(1)
        else:
            print("\nThe PostgreSQL half was left out: its binaries are not installed (apt-get install postgresql).")
    print(f"\n{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped", flush=True)
    if counts["passed"] + counts["failed"] == 0:
        return NOTHING_COLLECTED
    return next((code for code in codes if code not in (0, NOTHING_COLLECTED)), 1 if counts["failed"] else 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
