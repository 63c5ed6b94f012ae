"""Time, memory and size of the report's files at 300, 3,000 and 30,000 answers, beside a browser's print.

Every figure comes from a process of its own, which builds the snapshot first and measures only what follows:
CPU time (user and system, without children), wall time, the highest memory of the whole process, and the size
of the file. The peer is Chromium's print of the very same page with the same fonts, where it is installed. Its CPU
time cannot be had this way (its processes are not all waited for), so only the wall time compares; its memory is
that of its largest process.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (300, 3_000, 30_000)
KINDS = ("pdf", "pdf+appendix", "slides", "powerpoint", "excel", "csv+json")
SEED = 7
MEGABYTE = 1024


def prepared(answers: int) -> tuple:
    """(snapshot, document builder) of a session with so many answers: 12 leaders, 28 and 20 tables, 40 themes."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")
    import django

    django.setup()
    from gapsessions.reports.document import build_document
    from tests.factories.snapshots import make_snapshot

    sizes = (
        {"leaders": 5, "staff_tables": 4, "customer_tables": 3}
        if answers < 1000
        else {
            "leaders": 12,
            "staff_tables": 28,
            "customer_tables": 20,
        }
    )
    content = make_snapshot(
        **sizes, customer_singles=0, answers=answers, themes=18 if answers < 1000 else 40, seed=SEED
    )
    return content, build_document


def one(kind: str, answers: int) -> dict[str, float]:
    """Write one file and measure it; runs in a fresh process."""
    content, build_document = prepared(answers)
    from gapsessions.reports import excel, flat, pdf, powerpoint, slides_pdf

    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "file"
        verbs: dict[str, Callable[[], object]] = {
            "pdf": lambda: pdf.write_pdf(build_document(content), path),
            "pdf+appendix": lambda: pdf.write_pdf(build_document(content), path, appendix=True),
            "slides": lambda: path.write_bytes(slides_pdf.slides_pdf_bytes(build_document(content))),
            "powerpoint": lambda: path.write_bytes(powerpoint.powerpoint_bytes(build_document(content))),
            "excel": lambda: excel.write_excel(build_document(content), path),
            "csv+json": lambda: (flat.write_themes_csv(content, path), flat.write_disparity_json(content, path)),
        }
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
        cpu, wall = time.process_time(), time.perf_counter()
        verbs[kind]()
        return {
            "cpu": time.process_time() - cpu,
            "wall": time.perf_counter() - wall,
            "before": before,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE,
            "size": path.stat().st_size / 1024,
            "answers": len(content.answers),
        }


def browser(kind: str, answers: int) -> dict[str, float]:
    """Chromium's print of the same page, styles and fonts inlined as files."""
    content, build_document = prepared(answers)
    from gapsessions.reports import fonts, pdf

    html = pdf.report_html(build_document(content), appendix=kind == "pdf+appendix")
    html = html.replace("</head>", f"<style>{fonts.fonts_for(html).css}</style></head>")
    static = (ROOT / "static").as_uri()
    html = html.replace("static:", f"{static}/")
    with tempfile.TemporaryDirectory() as place:
        page, out = Path(place) / "page.html", Path(place) / "out.pdf"
        page.write_text(html, encoding="utf-8")
        wall = time.perf_counter()
        subprocess.run(
            [
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                f"--user-data-dir={place}/profile",
                "--no-pdf-header-footer",
                f"--print-to-pdf={out}",
                page.as_uri(),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wall = time.perf_counter() - wall
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return {
            "cpu": 0.0,
            "wall": wall,
            "before": 0.0,
            "memory": used.ru_maxrss / MEGABYTE,
            "size": out.stat().st_size / 1024,
            "answers": len(content.answers),
        }


def median(rows: list[dict[str, float]]) -> dict[str, float]:
    """Median of each figure over the runs."""
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}


def child(who: str, kind: str, answers: int) -> dict[str, float]:
    """One measurement in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", who, kind, str(answers)], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    """Print a table for benchmarks/README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="not used: the sessions are generated, seed 7")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--one", nargs=3, metavar=("WHO", "KIND", "ANSWERS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        who, kind, answers = options.one
        print(json.dumps((browser if who == "chromium" else one)(kind, int(answers))))
        return
    print(f"seed {SEED}, median of {options.runs} runs, load {os.getloadavg()[0]:.1f} at the start\n")
    print("| answers | file | by | CPU s | wall s | memory MB (before) | KB |")
    print("|--:|--|--|--:|--:|--:|--:|")
    for answers in options.sizes:
        for kind in KINDS:
            writers = ["product", "chromium"] if kind.startswith("pdf") and shutil.which("chromium") else ["product"]
            for who in writers:
                row = median([child(who, kind, answers) for _ in range(options.runs)])
                cpu = f"{row['cpu']:.2f}" if row["cpu"] else "-"
                before = f" ({row['before']:.0f})" if row["before"] else ""
                print(
                    f"| {row['answers']:,.0f} | {kind} | {who} | {cpu} | {row['wall']:.2f} "
                    f"| {row['memory']:.0f}{before} | {row['size']:,.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
