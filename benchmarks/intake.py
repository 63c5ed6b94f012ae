"""How fast spreadsheets are read and taken in, and what it costs to refuse one that was built to harm.

    ./run bench intake [--runs N] [--sizes 300,3000,30000] [--bombs-only]

Every measurement runs in a process of its own, so that its peak of memory is its own. Seconds are those of the
processor, which a busy machine does not change much; wall time stands beside where people wait. The rows are made
up, in the shape of a real session (three perspectives, breakouts and single replies), from a fixed seed.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")
SEED = 20261121
WORDS = ["the", "staff", "on", "phone", "wait", "long", "queue", "friendly", "branch", "opens", "late", "app", "calls"]
MEGABYTE = 1024 * 1024


def rows(count: int) -> list[list[str]]:
    """A header and so many answers of 3-25 words."""
    rng = random.Random(SEED)
    found = [["perspective", "gathering", "breakout", "person", "question", "text", "valence", "intent"]]
    for number in range(count):
        side = rng.choice(("leadership", "staff", "customers", "customers"))
        question = rng.randint(1, 4)
        alone = side == "customers" and rng.random() < 0.5
        text = " ".join(rng.choices(WORDS, k=rng.randint(3, 25)))
        valence = rng.choice(("good", "bad", "")) if question == 3 else ""
        intent = rng.choice(("start", "continue", "")) if question == 4 else ""
        table, person = ("", f"P{number // 3}") if alone else (f"Table {rng.randint(1, 60)}", "")
        found.append([side, f"Day {rng.randint(1, 4)}", table, person, str(question), text, valence, intent])
    return found


def as_csv(table: list[list[str]]) -> bytes:
    """The rows as a spreadsheet program of this country writes them."""
    file = io.StringIO()
    csv.writer(file).writerows(table)
    return file.getvalue().encode()


def as_xlsx(table: list[list[str]]) -> bytes:
    """The rows as a workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Answers")
    for row in table:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def bombs() -> dict[str, bytes]:
    """Files that are refused; the tests have more of them."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from tests.factories.spreadsheets import HEADER, make_parts, make_xlsx, sheet_xml, zipped
    from tests.intake.test_bombs import bzip2_bomb, crowded_directory, empty_rows, lying_bomb, many_strings, wide_row

    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    file = '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    deep = io.BytesIO()
    with zipfile.ZipFile(deep, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in make_parts(sheet_xml(" " * (340 * MEGABYTE))).items():
            archive.writestr(name, content)
    return {
        "340 MB of blanks, LZMA": deep.getvalue(),
        "340 MB of blanks, deflate": zipped(make_parts(sheet_xml(" " * (340 * MEGABYTE)))),
        "120 MB of rows, sizes understated": lying_bomb(),
        "100 MB, bzip2, sizes understated": bzip2_bomb(),
        "60,000 parts": crowded_directory(),
        "10 million empty rows (60 MB)": empty_rows(),
        "5 million cells in a row": wide_row(),
        "2.5 million strings": many_strings(),
        "billion laughs": zipped(make_parts(sheet_xml("&e9;", before=f"<!DOCTYPE worksheet [{entities}]>"))),
        "entity from a file": zipped(make_parts(sheet_xml("<row>&a;</row>", before=file))),
        "50,011 rows, honest": make_xlsx([HEADER, *([["staff", "", "", 1, "x"]] * 50_011)]),
    }


def read_ours(data: bytes, kind: str) -> int:
    """Rows of the product's own reader."""
    from gapsessions.intake.answers import read_answers

    return len(read_answers(data, f"answers.{kind}").answers)


def read_table_only(data: bytes, kind: str) -> int:
    """The reader without the meaning of its rows, to be set beside the peer."""
    from gapsessions.intake.tables import read_table

    return len(read_table(data, f"answers.{kind}").rows)


def read_peer(data: bytes, kind: str) -> int:
    """Rows of the plainest other way: csv.reader on UTF-8, openpyxl read-only."""
    if kind == "csv":
        return len(list(csv.reader(io.StringIO(data.decode(), newline="")))) - 1
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True)
    return sum(1 for _row in book.worksheets[0].iter_rows(values_only=True)) - 1


def take_in(data: bytes, kind: str) -> int:
    """Read and save into an empty session; only the saving is timed by the caller."""
    from gapsessions.accounts.models import Organisation
    from gapsessions.intake.actions import import_answers
    from gapsessions.intake.answers import read_answers
    from gapsessions.sessions.actions import open_session

    parsed = read_answers(data, f"answers.{kind}")
    organisation = Organisation.objects.create(name="Bench")
    session = open_session(organisation=organisation, title="Bench")
    for label in ("save", "again"):
        worked = time.process_time()
        result = import_answers(session=session, parsed=parsed)
        spent = {label: time.process_time() - worked}
        print(json.dumps(spent), file=sys.stderr)
    return result.already_there


READERS: dict[str, Callable[[bytes, str], int]] = {
    "ours": read_ours,
    "table": read_table_only,
    "peer": read_peer,
    "save": take_in,
}


def peak_memory() -> float:
    """Most memory this program has held, in MB; what getrusage says would include the bench that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def child(reader: str, path: str) -> None:
    """Measure one reading in this fresh process and print it."""
    if reader == "peer":
        import openpyxl  # noqa: F401 - loaded before the clock starts, as ours is
    else:
        import django

        django.setup()
        from gapsessions.intake import answers, tables  # noqa: F401
    if reader == "save":
        from django.core.management import call_command

        call_command("migrate", verbosity=0, skip_checks=True)
    data = Path(path).read_bytes()
    before = peak_memory()
    start, worked = time.perf_counter(), time.process_time()
    try:
        said = str(READERS[reader](data, Path(path).suffix[1:]))
    except Exception as error:  # noqa: BLE001 - how it fails is the measurement
        said = f"{type(error).__name__}: {error}"[:70]
    seconds, wall = time.process_time() - worked, time.perf_counter() - start
    grown = peak_memory() - before
    print(json.dumps({"seconds": seconds, "wall": wall, "grown": grown, "said": said}))


def measure(reader: str, path: Path, runs: int, limit: float = 120.0) -> dict[str, object]:
    """Median of several fresh processes; memory is the growth of the peak over what was loaded before."""
    found = []
    for _run in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "OMP_NUM_THREADS": "1"}
            try:
                done = subprocess.run(
                    [sys.executable, __file__, "--child", reader, str(path)],
                    capture_output=True,
                    text=True,
                    env=environment,
                    timeout=limit,
                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (3 * 1024**3, 3 * 1024**3)),
                )
            except subprocess.TimeoutExpired:
                return {"seconds": float("inf"), "grown": float("nan"), "said": f"stopped after {limit:.0f} s"}
        if done.returncode:
            return {"seconds": float("inf"), "grown": float("nan"), "said": f"killed ({done.stderr.strip()[-60:]})"}
        more = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
        found.append({key: value for part in more for key, value in part.items()} | json.loads(done.stdout))
    middle: dict[str, object] = {"said": found[0]["said"]}
    for key in found[0]:
        if key != "said":
            middle[key] = statistics.median(float(one[key]) for one in found)
    return middle


def bench_reading(sizes: list[int], runs: int, folder: Path) -> None:
    """Rows a second of both formats beside their peers, and the time to save them."""
    print("| rows | file | size | table only | peer | ratio | with all checks | rows/s | memory | save | same again |")
    print("|--|--|--|--|--|--|--|--|--|--|--|")
    for size in sizes:
        table = rows(size)
        for kind, make in (("csv", as_csv), ("xlsx", as_xlsx)):
            path = folder / f"answers.{kind}"
            path.write_bytes(make(table))
            ours, plain, peer = (measure(reader, path, runs) for reader in ("ours", "table", "peer"))
            assert ours["said"] == plain["said"] == peer["said"] == str(size), (ours, plain, peer)
            line = (
                f"| {size:,} | {kind} | {path.stat().st_size / 1024:,.0f} KB | {plain['seconds']:.3f} s"
                f" | {peer['seconds']:.3f} s | {plain['seconds'] / peer['seconds']:.2f} | {ours['seconds']:.3f} s"
                f" | {size / ours['seconds']:,.0f} | {ours['grown']:.0f} MB"
            )
            saved = measure("save", path, runs) if kind == "csv" else None
            print(
                f"{line} | {saved['save']:.2f} s | {saved['again']:.2f} s |" if saved else f"{line} | | |", flush=True
            )


def bench_bombs(runs: int, folder: Path) -> None:
    """Time and memory to refuse, beside what openpyxl does with the same file (3 GB and 30 s at most)."""
    print("| file | size | refused in (wall) | memory | openpyxl read-only | its memory | it says |")
    print("|--|--|--|--|--|--|--|")
    for name, data in bombs().items():
        path = folder / "bomb.xlsx"
        path.write_bytes(data)
        ours, peer = measure("ours", path, runs), measure("peer", path, 1, limit=30.0)
        assert str(ours["said"]).startswith("TableRefused"), ours
        print(
            f"| {name} | {len(data) / 1024:,.0f} KB | {ours['seconds']:.3f} s ({ours['wall']:.3f})"
            f" | {ours['grown']:.0f} MB"
            f" | {peer['seconds']:.1f} s | {peer['grown']:.0f} MB | {peer['said']} |",
            flush=True,
        )


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="not used: all rows are made up")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sizes", default="300,3000,30000")
    parser.add_argument("--bombs-only", action="store_true")
    parser.add_argument("--child", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(*options.child)
        return
    with tempfile.TemporaryDirectory() as folder:
        if not options.bombs_only:
            bench_reading([int(size) for size in options.sizes.split(",")], options.runs, Path(folder))
        bench_bombs(options.runs, Path(folder))


if __name__ == "__main__":
    main()
