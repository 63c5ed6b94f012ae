"""Every state of the phone's page can be used by everybody: axe, both themes, thumbs, a narrow phone, little weight."""

from __future__ import annotations

import re
from urllib.request import Request, urlopen

from playwright.sync_api import Page, expect

from tests.browser.looking import violations
from tests.browser.phones import Phone, Room

WINDOW = "Window table"
MOST_BYTES = 60_000
TOO_SMALL = """() => [...document.querySelectorAll("button, a, summary, select, input:not(.vh), textarea, label.chip")]
    .filter((one) => one.checkVisibility({ opacityProperty: false }) && !one.closest(".skip, .vh"))
    .map((one) => [one.getBoundingClientRect(), one.outerHTML.slice(0, 90)])
    .filter(([box]) => box.width > 0 && (box.height < 47.5 || box.width < 44))
    .map(([box, what]) => `${Math.round(box.width)}x${Math.round(box.height)} ${what}`)"""


def complaints(page: Page, state: str) -> list[str]:
    """What axe, a thumb and a narrow phone have to say about the page as it stands."""
    found = [f"{state}, {what}" for what in violations(page)]
    found += [f"{state}: too small: {what}" for what in page.evaluate(TOO_SMALL)]
    for width, height in ((320, 568), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("Math.max(...['html', 'main'].map(one => document.querySelector(one).scrollWidth))") > width:
            found.append(f"{state}: runs out of a phone {width} wide")
    if page.locator(":is(a, button).btn.primary:visible").count() > 1:
        found.append(f"{state}: more than one next step")
    return found


def test_every_state_of_a_phone_can_be_used_by_everybody(venue, browser):
    room = Room(venue, browser, tables=[WINDOW, "Harbour table"], silent_minutes=2, asks_follow_up=True)
    phone = room.phone(WINDOW)
    page = phone.page
    found: list[str] = []

    def look(state: str) -> None:
        found.extend(complaints(page, state))

    look("lobby")
    phone.tap("Help and more")
    look("menu")
    phone.tap("Sit at another table")
    look("tables")
    phone.tap("Cancel")
    room.move("write", "strength")
    phone.shows("write").write("What I think")
    look("silent")
    for question in ("improve", "competitor"):
        room.move("write", question)
    venue.write(table=room.tables[WINDOW], question="competitor", texts=["From somebody else"], valence="good")
    venue.change(room=room.key, silence=300, message="Five more minutes.", timer=61)
    page.get_by_text("Just you for now.").wait_for(state="hidden")
    phone.write("First", "Second")
    phone.note("From somebody else").wait_for()
    phone.note("First").locator("[data-open]").click()
    phone.tap("Another note says the same")
    look("note")
    page.locator("[data-same-list] button").first.click()
    phone.cut()
    phone.write("Waiting")
    phone.says("offline")
    look("offline")
    phone.join_up()
    phone.says("saved")
    page.locator("[data-from]:visible").first.wait_for()
    conflict(phone)
    look("conflict")
    phone.tap("Keep both")
    room.move("read_back")
    phone.shows("read_back")
    look("read back")
    room.move("closed")
    phone.shows("thanks")
    page.get_by_text("E-mail").click()
    look("thanks")
    venue.remove(room=room.key, number=phone.number)
    phone.shows("gone")
    look("gone")
    room.close()
    assert found == []


def conflict(phone: Phone) -> None:
    """Two texts of one note, as if another phone had been quicker."""
    phone.page.route(
        "**/operations/",
        lambda route: route.fulfill(status=409, json={"why": "stale", "theirs": "Their words", "revision": 3}),
    )
    phone.edit("First", "My words")
    expect(phone.page.locator("dialog[data-conflict]")).to_be_visible()
    phone.page.unroute("**/operations/")


def test_first_load_of_a_phone_is_light_and_each_file_comes_once(venue, browser):
    room = Room(venue, browser, tables=[WINDOW])
    seat = venue.seat(room=room.key, table=room.tables[WINDOW])
    asked: list[str] = []
    phone = room.phone(WINDOW)
    phone.page.on("request", lambda request: asked.append(request.url))
    phone.page.reload()
    phone.shows("lobby")
    page = f"/r/{room.key}/"
    headers = {"Accept-Encoding": "br, gzip", "Cookie": f"{seat['name']}={seat['value']}"}
    sizes: dict[str, int] = {}

    def load(path: str) -> bytes:
        with urlopen(Request(venue.address + path, headers=headers), timeout=30) as answer:  # noqa: S310
            body: bytes = answer.read()
        sizes[path] = len(body)
        return body

    load(page)
    load(f"{page}state/")
    scripts = {url.removeprefix(venue.address) for url in asked if re.search(r"\.(js|css|svg)$", url)}
    for path in sorted(scripts):
        assert re.search(r"\.[0-9a-f]{12}\.", path), f"{path} is not named by its content"
        load(path)
    room.close()
    # One script and one style sheet, what has to run before them, icons and the organisation's face.
    assert 3 <= len(scripts) <= 8, scripts
    assert sum(sizes.values()) <= MOST_BYTES, sizes
