"""Phones as the tests hold them: real pages with a seat each, and the few things a thumb does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route

from tests.browser.venue import Venue

SMALL = {"width": 390, "height": 844}
WINDOW, HARBOUR = "Window table", "Harbour table"
LISTEN = """() => {
    const place = document.getElementById("heard");
    const keep = () => (document.body.dataset.heard = (document.body.dataset.heard ?? "") + place.textContent);
    new MutationObserver(keep).observe(place, { childList: true });
}"""
"""Writes down on the page what is said aloud."""


class Phone:
    """One phone with a seat; its page is the room's."""

    def __init__(self, context: BrowserContext, address: str, number: int, before: str = "") -> None:
        self.context, self.address, self.number = context, address, number
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if "Refused" in said.text else None)
        if before:
            self.page.add_init_script(before)

    def open(self) -> Phone:
        """Load the room's page and wait for its state."""
        self.page.goto(self.address)
        self.page.locator("[data-view=loading]").wait_for(state="hidden")
        return self

    def shows(self, view: str) -> Phone:
        """Wait until the phone is at this place of the exercise."""
        self.page.locator(f"[data-view={view}]").wait_for()
        return self

    def says(self, state: str) -> None:
        """Wait for the word in the head."""
        self.page.locator(f".state[data-state={state}]").wait_for()

    @property
    def field(self) -> Locator:
        """The composer's field."""
        return self.page.locator("#note-text")

    def write(self, *texts: str) -> None:
        """Add notes, as with a keyboard."""
        for text in texts:
            self.field.fill(text)
            self.field.press("Enter")

    def note(self, text: str) -> Locator:
        """The note that says this."""
        return self.page.locator("[data-view=write] .note", has_text=text)

    def texts(self) -> list[str]:
        """What the notes under the question say, waiting ones included."""
        return self.page.locator("[data-view=write] .note .said").all_text_contents()

    def edit(self, text: str, to: str) -> None:
        """Change a note in the sheet from below."""
        self.note(text).locator("[data-open]").click()
        self.page.locator("#edit-text").fill(to)
        self.page.locator("[data-save]").click()

    def tap(self, name: str) -> None:
        """Press the button with this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def cut(self) -> None:
        """No way to the server any more, but for the page itself."""
        for path in ("**/operations/", "**/state/", "**/live/**"):
            self.page.route(path, _nothing)

    def join_up(self) -> None:
        """The network is back; the phone notices."""
        for path in ("**/operations/", "**/state/", "**/live/**"):
            self.page.unroute(path, _nothing)
        self.page.evaluate("dispatchEvent(new Event('online'))")


def _nothing(route: Route) -> None:
    route.abort()


class Room:
    """A gathering with phones in it; whatever is left of the phones goes with it."""

    def __init__(self, venue: Venue, browser: Browser, **facts: Any) -> None:
        self.venue, self.browser = venue, browser
        opened = venue.open(**facts)
        self.key, self.code, self.tables = opened["key"], opened["code"], opened["tables"]
        self.phones: list[Phone] = []

    def phone(self, table: str = "", before: str = "", **look: Any) -> Phone:
        """Somebody joins and opens the page."""
        seat = self.venue.seat(room=self.key, table=self.tables.get(table, ""))
        context = self.browser.new_context(**({"viewport": SMALL, "has_touch": True} | look))
        context.add_cookies([{"name": seat["name"], "value": seat["value"], "url": self.venue.address}])
        phone = Phone(context, f"{self.venue.address}/r/{self.key}/", seat["number"], before)
        self.phones.append(phone)
        return phone.open()

    def move(self, stage: str, question: str = "") -> None:
        """Move the room on."""
        self.venue.move(room=self.key, stage=stage, question=question)

    def notes(self) -> list[str]:
        """The words that stand on the room's sheets."""
        return sorted(text for _table, _question, text, struck in self.venue.notes(room=self.key) if not struck)

    def close(self) -> None:
        """Everybody goes; nothing may have gone wrong on any phone."""
        for phone in self.phones:
            phone.context.close()
        complaints = [said for phone in self.phones for said in phone.complaints]
        assert complaints == []


def writing(room: Callable[..., Room], *tables: str, **facts: Any) -> tuple[Room, list[Phone]]:
    """A room at the first question, with a phone at each of these tables."""
    opened = room(**facts)
    phones = [opened.phone(table) for table in tables]
    opened.move("write", "strength")
    for phone in phones:
        phone.shows("write")
    return opened, phones
