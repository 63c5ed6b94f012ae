"""Twenty hostile texts in every free text there is, on every page that shows one: nothing runs, nothing is asked for.

quality.md 15 and 16. The installation is that of `./run bench attacks`, which tries more than 200 over HTTP.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from benchmarks._attack_payloads import MARK, payloads
from tests.browser.looking import PAINTED
from tests.prepared import collected_into, migrated_into
from tests.server import ROOT, Server

STEP = 11
"""Each eleventh payload, which makes twenty of all kinds."""
TRAPS = (
    "window.ran = [];"
    f"for (let n = 0; n < 400; n++) window['{MARK}' + n + 'q'] = () => ran.push('ran ' + n);"
    "addEventListener('securitypolicyviolation', (it) => ran.push(it.violatedDirective + ' ' + it.blockedURI));"
    "document.addEventListener('error', (it) => ran.push('error at ' + it.target.outerHTML), true);"
)
SHOWN = f"document.documentElement.textContent.match(/{MARK}\\d+q/g)?.length ?? 0"
GREW = f"""[...document.querySelectorAll("main *")]
    .filter((one) => /{MARK}\\d+q/.test(one.tagName + one.getAttributeNames()))
    .map((one) => one.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, kept: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """A running product and its keys and cookies."""
    folder = tmp_path_factory.mktemp("hostile")
    migrated_into(folder, kept)
    collected_into(folder, kept)
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "benchmarks._attack_world", str(STEP)]
    made = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    server = Server(folder, STATIC_COLLECTED="true")
    yield server.address, json.loads(made.stdout.splitlines()[-1])
    server.stop()


class Witness:
    """A browser of one person that notes whatever a text of somebody else made it do."""

    def __init__(self, browser: Browser, address: str, cookies: dict[str, str]) -> None:
        self.address, self.noted, self.shown = address, [], 0
        self.context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900})
        self.context.add_cookies([{"name": k, "value": v, "url": address} for k, v in cookies.items()])
        self.context.add_init_script(TRAPS)

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(30_000)
        page.on("dialog", lambda dialog: (self.noted.append(f"a dialog at {path}"), dialog.dismiss()))
        page.on("pageerror", lambda error: self.noted.append(f"{path}: {error}"))
        page.on("request", lambda request: self._see(path, unquote(request.url)))
        page.on("console", lambda said: "Content Security" in said.text and self.noted.append(f"{path}: {said.text}"))
        page.goto(self.address + path)
        return page

    def look(self, page: Page, least: int = 1) -> None:
        """Nothing ran, no element grew from a text, and texts are there to be seen."""
        page.evaluate(PAINTED)
        page.wait_for_timeout(100)
        where = page.url.removeprefix(self.address)
        self.noted += [f"{where}: {said}" for said in page.evaluate("ran")] + page.evaluate(GREW)
        shown = page.evaluate(SHOWN)
        assert shown >= least, f"{where} shows {shown} payloads"
        page.close()

    def _see(self, path: str, url: str) -> None:
        if not url.startswith(self.address) or MARK in url.partition("?")[0]:
            self.noted.append(f"{path} asked for {url}")


def test_nothing_that_was_written_runs_on_any_page(browser, world):
    address, told = world
    room, phones = told["room"], told["phones"]
    desk, shown = f"/s/{room['session']}/g/{room['key']}", f"/s/{told['shown']}"
    one, mate, voter, fay = (
        Witness(browser, address, cookies)
        for cookies in (*(phones[who]["cookies"] for who in ("one", "mate", "alone")), told["members"]["fay"])
    )
    control = fay.open(f"{desk}/room/")
    other = mate.open(f"/r/{room['key']}/")
    other.locator("[data-view=loading]").wait_for(state="hidden")
    page = one.open(f"/r/{room['key']}/")
    page.locator("[data-view=loading]").wait_for(state="hidden")
    for text in payloads()[::STEP]:
        page.fill("#note-text", text.replace("\r\n", " "))
        page.press("#note-text", "Enter")
    least = len(payloads()[::STEP])
    # What one phone wrote arrives at another as it comes, and again after a reload.
    other.wait_for_function(f"({SHOWN}) >= {least}")
    one.look(page, least)
    mate.look(other, least)
    again = mate.open(f"/r/{room['key']}/")
    again.wait_for_function(f"({SHOWN}) >= {least}")
    mate.look(again, least)
    voter.look(voter.open(f"/r/{room['alone']}/ballot/"))
    fay.look(control)
    pages = [f"{desk}/{part}" for part in ("", "room/people/", "run-sheet/", "ballot/", "edit/", "screen/")]
    pages += [f"{shown}/{part}" for part in ("", "themes/", "themes/undecided/", "compare/", "report/", "settings/")]
    pages += [
        f"{shown}/settings/questions/",
        f"{shown}/follow-up/",
        f"{shown}/import/",
        "/sessions/",
        "/organisations/",
    ]
    for path in pages:
        fay.look(fay.open(path))
    themes = fay.open(f"{shown}/themes/")
    inside = themes.locator("main a[href*='/themes/in/']").first.get_attribute("href")
    themes.close()
    fay.look(fay.open(str(inside)))
    reveal = fay.open(f"{shown}/reveal/")
    reveal.wait_for_selector("#reveal[data-ready]")
    fay.look(reveal)
    fay.look(fay.open(f"{shown}/report/links/"))
    reader = Witness(browser, address, {})
    reader.look(reader.open(f"/shared/{told['links']['report']}/"))
    reader.look(reader.open(f"/preview/{told['links']['preview']}/"))
    helper = Witness(browser, address, {})
    opened = helper.open(f"/h/{room['helper']}/")
    opened.locator("main form button").first.click()
    opened.wait_for_url(f"{address}/h/room/**")
    helper.look(opened)
    helper.look(helper.open(f"/h/room/{room['helper_key']}/{room['tables'][0]}/"), least)
    helper.look(helper.open(f"/j/{told['door']['code']}/"))
    everybody = (one, mate, voter, fay, reader, helper)
    for witness in everybody:
        witness.context.close()
    assert [said for witness in everybody for said in witness.noted] == []
