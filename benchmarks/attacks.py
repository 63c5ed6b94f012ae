"""Attacks the running product: payloads on every screen, broken requests, other people's ids, guessed codes, bots.

    ./run bench attacks [--data DIR] [--database URL] [--only NAME] [--keep FOLDER]

It makes a scratch installation whose every free text is hostile (`_attack_world.py`), starts the product on it as ./run
does, and talks to it over HTTP from many addresses of the loopback. quality.md 1-35 and 51; what has to happen in a
browser is in tests/browser/test_hostile.py. Ends with 1 where anything got through.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import _attack_doors, _attack_requests, _attack_rights, _attack_traces  # noqa: E402
from benchmarks._attack_payloads import payloads  # noqa: E402
from benchmarks._attack_shown import crawl, look  # noqa: E402
from benchmarks._attack_wire import Browser, Findings, Phone  # noqa: E402
from benchmarks._room_servers import Served  # noqa: E402


class Scene:
    """The installation under attack and everybody in it."""

    def __init__(self, folder: Path, database: str) -> None:
        settings = {"DATABASE_URL": database} if database else {}
        own = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "OMP_NUM_THREADS": "1"} | settings
        made = subprocess.run(
            [sys.executable, "-m", "benchmarks._attack_world"],
            cwd=ROOT,
            env=own,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        self.told = json.loads(made.stdout.splitlines()[-1])
        self.folder, self.findings = folder, Findings()
        (folder / "tmp").mkdir()
        settings |= {"TMPDIR": str(folder / "tmp"), "LOG_LEVEL": "INFO"}
        self.server = Served([sys.executable, str(ROOT / "tools" / "start.py")], folder, settings)
        self.address = ("127.0.0.1", self.server.port)

    def stranger(self, source: str = "127.0.0.1") -> Browser:
        """Somebody nobody knows."""
        return Browser(self.address, self.findings, source)

    def member(self, name: str) -> Browser:
        """Fay, who runs the session under attack, or Oscar, who has one of his own."""
        browser = Browser(self.address, self.findings, "127.0.0.1", **self.told["members"][name])
        browser.get("/account/")
        return browser

    def phone(self, name: str, source: str = "127.0.9.1") -> Phone:
        """A phone by its name: one and mate at the first table, two at the other, alone on an own sheet."""
        phone = Phone(self.address, self.findings, self.told["phones"][name], source)
        phone.state()
        return phone


def show_payloads(scene: Scene) -> None:
    """Write every payload from a phone, then look at all that Fay, a helper, the big screen and phones are shown."""
    phone, fay, helper = scene.phone("one"), scene.member("fay"), scene.stranger()
    room = scene.told["room"]
    for number, text in enumerate(payloads()):
        answer = phone.add(text, ("strength", "improve", "competitor", "action")[number % 4])
        scene.findings.expect("a payload is taken as words", answer.status == 200, (text, answer.status))
    state = phone.state()
    scene.findings.expect("state is JSON in ASCII", state.body.isascii() and json.loads(state.body)["notes"] != [], "")
    for name in ("one", "alone"):
        seated = scene.phone(name)
        for path in (f"/r/{seated.room}/", f"/r/{seated.room}/ballot/"):
            look(scene.findings, path, seated.get(path))
    for path in (f"/j/{room['code']}/", f"/h/{room['helper']}/", f"/j/{scene.told['door']['code']}/"):
        look(scene.findings, path, helper.get(path))
    for kind, token in scene.told["links"].items():
        path = f"/{'shared' if kind == 'report' else kind}/{token}/"
        look(scene.findings, path, helper.get(path))
    helper.post(f"/h/{room['helper']}/")
    crawl(helper, [f"/h/room/{room['helper_key']}/"])
    desk = f"/s/{room['session']}/g/{room['key']}"
    fay.get("/account/")
    fay.post(f"{desk}/room/reveal/", {"question": "improve", "verb": "next"})
    start = [f"{desk}/room/", f"{desk}/screen/", f"{desk}/room/people/", f"{desk}/ballot/"]
    shown = f"/s/{scene.told['shown']}"
    start += [
        f"{shown}/{part}/" for part in ("themes", "compare", "report", "reveal", "follow-up", "settings", "import")
    ]
    start += [f"{shown}/follow-up/contacts.csv", "/sessions/", f"/s/{room['session']}/"]
    scene.findings.tried["pages crawled"] += len(crawl(fay, start))


def main() -> int:
    """Attack, tell, and say whether anything got through."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="not needed: every text is made here")
    parser.add_argument("--database", default="", help="a PostgreSQL address of an empty database; default: SQLite")
    parser.add_argument("--only", default="", help="parts of the names of attacks, with commas")
    parser.add_argument("--keep", help="where to leave the installation; default: nowhere")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="gap-attacks-"))
    scene = Scene(folder, asked.database)
    try:
        for attack in (
            show_payloads,
            _attack_requests.break_operations,
            _attack_requests.break_requests,
            _attack_rights.borrow_ids,
            _attack_rights.forge_cookies,
            _attack_rights.lose_a_right,
            _attack_doors.guess_codes,
            _attack_doors.send_bots,
        ):
            if not any(part in attack.__name__ for part in asked.only.split(",")):
                continue
            started, known = time.monotonic(), len(scene.findings.wrong)
            attack(scene)
            print(f"{attack.__name__}: {time.monotonic() - started:.0f} s", flush=True)
            for line in scene.findings.wrong[known : known + 20]:
                print("WRONG", line[:400], flush=True)
        known = len(scene.findings.wrong)
        _attack_traces.look_for_words(scene)
        print(*(f"WRONG {line[:400]}" for line in scene.findings.wrong[known:]), sep="\n")
    finally:
        scene.server.stop()
        if asked.keep:
            shutil.copytree(folder, asked.keep)
        shutil.rmtree(folder)
    for what, times in sorted(scene.findings.tried.items()):
        print(f"{times:7,}  {what}")
    print(f"{sum(scene.findings.tried.values()):,} looks, {len(scene.findings.wrong)} wrong")
    return 1 if scene.findings.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
