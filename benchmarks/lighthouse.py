"""Lighthouse on the pages that people without an account open on a phone: what it scores, and what it complains about.

Lighthouse is fetched with npm into a temporary folder, or taken from --lighthouse; without either this says so and
measures nothing. The pages come from a product of its own with a frozen version and two links.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser.venue import Venue

TOKEN, PREVIEW_TOKEN = "LighthouseSharedReport", "LighthouseRevealReport"
PINNED = "lighthouse@12.8.2"
SEED = f"""
from django.utils import timezone
from tests.factories.people import make_organisation
from tests.factories.rooms import make_session
from tests.factories.shared import freeze, make_share_link
from tests.factories.snapshots import make_snapshot
session = make_session(make_organisation("Tarnwell Bank"), "Autumn review", themes_closed_at=timezone.now())
version = freeze(session, make_snapshot(themes=40))
make_share_link(session, version, "{TOKEN}", downloads=True)
make_share_link(session, version, "{PREVIEW_TOKEN}", kind="preview")
"""
PAGES = {
    "shared report": f"/shared/{TOKEN}/",
    "preview of the reveal": f"/preview/{PREVIEW_TOKEN}/",
    "code for joining": "/join/",
    "sign-in": "/sign-in/",
}
CATEGORIES = ("accessibility", "best-practices", "performance")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
LEAST = {"accessibility": 100, "best-practices": 95}


def fetched(folder: Path) -> Path | None:
    """Lighthouse's program in a folder of its own; None where npm is missing or gives nothing."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    command = [npm, "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder), PINNED]
    done = subprocess.run(command, check=False, capture_output=True)
    program = folder / "node_modules" / ".bin" / "lighthouse"
    return program if done.returncode == 0 and program.exists() else None


def looked_at(program: Path, chrome: str, address: str, form: str) -> dict[str, object]:
    """One run's report."""
    command = [str(program), address, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}"]
    command += [f"--chrome-flags={FLAGS}", "--preset=desktop" if form == "laptop" else "--form-factor=mobile"]
    environment = os.environ | {"CHROME_PATH": chrome}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    report: dict[str, object] = json.loads(done.stdout)
    return report


def complaints(report: dict) -> list[str]:  # type: ignore[type-arg]
    """Audits of accessibility and best practices that were not passed."""
    audits = report["audits"]
    refs = [ref["id"] for name in LEAST for ref in report["categories"][name]["auditRefs"] if ref["weight"]]
    return [audits[name]["title"] for name in refs if audits[name]["score"] not in (None, 1)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="runs per page, the median is shown (default 3)")
    parser.add_argument("--lighthouse", type=Path, help="the program, where it is installed already")
    parser.add_argument("--data", help="unused: this bench makes its own session")
    options = parser.parse_args()
    chrome = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder:
        program = options.lighthouse or fetched(Path(folder) / "npm")
        if program is None or chrome is None:
            sys.exit("Lighthouse needs npm (or --lighthouse) and Chromium; nothing was measured.")
        product = Venue(Path(folder) / "data", kept=Path(folder))
        try:
            product.manage("shell", "--no-imports", "-c", SEED)
            print(f"| page | on a | {' | '.join(CATEGORIES)} | complaints |")
            print("|--|--|--|--|--|--|")
            for name, path in PAGES.items():
                for form in ("phone", "laptop"):
                    reports = [looked_at(program, chrome, product.address + path, form) for _ in range(options.runs)]
                    scores = [
                        round(100 * statistics.median(report["categories"][kind]["score"] for report in reports))  # type: ignore[index]
                        for kind in CATEGORIES
                    ]
                    said = sorted({one for report in reports for one in complaints(report)})
                    print(
                        f"| {name} | {form} | {' | '.join(map(str, scores))} | {'; '.join(said) or 'none'} |",
                        flush=True,
                    )
        finally:
            product.stop()


if __name__ == "__main__":
    main()
