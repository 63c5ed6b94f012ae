"""The whole main job in a real browser: a new owner's own spreadsheet becomes a PDF on disk, without reading anything.

Once on a laptop by keyboard alone and by day, once on a phone by touch and at night; every state is looked at by axe.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import violations
from tests.browser.venue import Venue
from tests.factories.spreadsheets import make_csv
from tests.server import PATIENCE, ROOT

WORK = 90_000.0
"""Milliseconds the worker may take for one task on a busy machine."""

TOPICS = {
    "phone": ("Nobody answers the phone", "The phone queue takes half an hour", "Waiting on the phone for ever"),
    "staff": ("Friendly people at the counter", "The people at the counter are kind", "Kind and friendly staff"),
    "app": ("The app logs me out", "Logging in to the app fails", "The app does not let me log in"),
    "hours": ("Closed on Saturdays", "Opening hours end before work does", "Not open on Saturday morning"),
}
QUESTION = {"phone": "2", "staff": "1", "app": "2", "hours": "4"}


def spreadsheet() -> bytes:
    """36 good answers of three perspectives, one with a slip of the pen and one without words."""
    rows = [
        (side, f"Table {number}", QUESTION[topic], f"{text}{'' if side == 'staff' else ', ' + side[:-1]}")
        for side in ("leadership", "staff", "customers")
        for topic, texts in TOPICS.items()
        for number, text in enumerate(texts, 1)
    ]
    bad = [("stafff", "Table 1", "2", "The printer is broken again"), ("staff", "Table 2", "1", "")]
    return make_csv([("perspective", "table", "question", "answer"), *rows, *bad])


@pytest.fixture
def machine(venue: Venue) -> Iterator[Venue]:
    """A fresh one: web process and worker, nobody signed in yet."""
    venue.empty()
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "worker", "--verbosity", "0", "--skip-checks"],
        cwd=ROOT,
        env=os.environ | venue.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield venue
    worker.terminate()
    worker.wait(PATIENCE)


class Hands:
    """Somebody at a page, who looks at each state before going on."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def look(self) -> None:
        """Everybody can use what stands here, and nothing runs out of the window."""
        night = self.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        assert violations(self.page, ["dark" if night else "light"]) == []
        width = self.page.viewport_size
        assert width is not None
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width["width"]

    def type(self, field: str, words: str) -> None:
        self.page.get_by_label(field, exact=False).first.fill(words)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first.tap()

    def choose(self, file: Path) -> None:
        self.page.set_input_files("input[type=file]", file)


class Keys(Hands):
    """The same person without mouse or touch: Tab, typing and Enter, as a reader of the page's names would."""

    FOCUSED = """() => {
        const at = document.activeElement;
        return at === document.body ? "" : (at.labels?.[0] ?? at).textContent.trim();
    }"""

    def reach(self, name: str) -> None:
        """Tab on until something with this name has the focus."""
        wanted = re.compile(rf"(^|\s){re.escape(name)}")
        for _ in range(150):
            if wanted.search(self.page.evaluate(self.FOCUSED)):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{name} is out of the keyboard's reach")

    def type(self, field: str, words: str) -> None:
        self.reach(field)
        self.page.keyboard.type(words)

    def press(self, name: str) -> None:
        self.reach(name)
        self.page.keyboard.press("Enter")

    def choose(self, file: Path) -> None:
        # The dialog belongs to the system; that the keyboard reaches what opens it is ours.
        self.reach("Spreadsheet")
        super().choose(file)


def sign_in_as_owner(hands: Hands, machine: Venue) -> None:
    link = re.search(r"http\S+", machine.manage("first_owner", "--address", machine.address, "--skip-checks"))
    assert link
    hands.page.goto(link[0])
    hands.look()
    hands.type("Organisation", "Upper Tarn Bank")
    hands.type("Your name", "Ruth Adeyemi")
    hands.type("E-mail", "ruth@example.org")
    hands.type("Password", "a long quiet sentence")
    hands.press("Go in")
    hands.page.wait_for_url("**/sessions/")


def bring_the_spreadsheet(hands: Hands, file: Path) -> None:
    """One bad row is mended by one tap, the other left out; the button says so before it does."""
    page = hands.page
    hands.press("Import")
    page.wait_for_url("**/import/")
    hands.look()
    hands.choose(file)
    hands.press("Read the file")
    page.wait_for_url("**/import/*/")
    expect(page.get_by_text("36 of 38 answers can be saved.")).to_be_visible()
    hands.look()
    hands.press("Next problem")
    expect(page.locator(".at-hand")).to_contain_text("This is none of leadership, staff and customers.")
    hands.look()
    hands.press("Staff")
    expect(page.get_by_text("37 of 38 answers can be saved.")).to_be_visible()
    expect(page.locator(".at-hand")).to_contain_text("The text is empty.")
    hands.look()
    hands.press("Leave out")
    expect(page.get_by_role("button", name="Save 37, leave out 1")).to_be_visible()
    hands.look()
    hands.press("Save 37, leave out 1")
    expect(page.get_by_text("37 answers were saved")).to_be_visible()
    hands.look()
    hands.press("Back to the session")


def sort_into_themes(hands: Hands) -> None:
    page = hands.page
    page.wait_for_url("**/s/*/")
    hands.press("Themes")
    page.wait_for_url("**/themes/")
    hands.press("Find themes")
    expect(page.get_by_role("button", name="Accept all")).to_be_visible(timeout=WORK)
    hands.press("Accept all")
    expect(page.get_by_text(re.compile("themes are here now"))).to_be_visible()
    hands.look()
    hands.press("Close the themes")
    page.wait_for_url("**/compare/**")


def print_the_report(hands: Hands, folder: Path) -> Path:
    page = hands.page
    expect(page.locator("table.db").first).to_be_visible(timeout=WORK)
    hands.look()
    hands.press("To the plan")
    page.wait_for_url("**/plan/")
    hands.look()
    hands.press("To the report")
    page.wait_for_url("**/report/")
    hands.press("Make the report")
    expect(page.get_by_role("link", name="Download PDF")).to_be_visible(timeout=WORK)
    hands.look()
    with page.expect_download() as download:
        hands.press("Download PDF")
    printed = folder / download.value.suggested_filename
    download.value.save_as(printed)
    return printed


@pytest.mark.parametrize(
    ("who", "width", "height", "theme"),
    [(Keys, 1440, 900, "light"), (Hands, 390, 844, "dark")],
    ids=["keyboard", "phone"],
)
def test_own_spreadsheet_becomes_a_pdf(
    browser: Browser, machine: Venue, tmp_path: Path, who: type[Hands], width: int, height: int, theme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        has_touch=who is Hands,
        accept_downloads=True,
    )
    page = context.new_page()
    page.set_default_timeout(WORK)
    complaints: list[str] = []
    # Chromium remarks, now and then, that a fragment in the address goes before autofocus: no complaint about us.
    page.on("console", lambda said: complaints.append(said.text) if "Autofocus" not in said.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    hands = who(page)
    file = tmp_path / "paper sheets.csv"
    file.write_bytes(spreadsheet())

    sign_in_as_owner(hands, machine)
    hands.press("New session")
    page.wait_for_url("**/sessions/new/")
    hands.type("Title", "Autumn review")
    hands.press("Open the session")
    page.wait_for_url("**/s/*/")
    bring_the_spreadsheet(hands, file)
    sort_into_themes(hands)
    printed = print_the_report(hands, tmp_path)

    assert printed.read_bytes().startswith(b"%PDF")
    assert complaints == []
    context.close()
