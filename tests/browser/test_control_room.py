"""A whole gathering run by keyboard alone, with two phones, a big screen and a co-facilitator's tablet."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.looking import complaints, violations
from tests.browser.phones import SMALL, Phone
from tests.browser.venue import Venue

TABLET = (820, 900)


class Desk:
    """The facilitator's pages, used without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text))

    def tab_to(self, selector: str) -> None:
        """Press Tab until the element has the focus, as somebody does who sees where it stands."""
        self.page.locator(selector).first.wait_for()
        for _ in range(120):
            if self.page.evaluate("selector => document.activeElement?.matches(selector)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {selector}")

    def press(self, selector: str, key: str = "Enter") -> None:
        self.tab_to(selector)
        self.page.keyboard.press(key)

    def on(self, words: str) -> None:
        """Wait until the room is asked this."""
        self.page.locator("#asked h2", has_text=words).wait_for()

    def looks_well(self, where: str) -> None:
        assert violations(self.page, ("light",)) == [], where
        width = self.page.viewport_size["width"]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, where
        assert self.page.locator(".btn.primary:visible").count() <= 1, where


@pytest.fixture(scope="module")
def room(browser: Browser, venue: Venue) -> Iterator[tuple[BrowserContext, str, str]]:
    """Ruth owns the place; a gathering is prepared. Her browser, the gathering's address, and its code."""
    scene = venue.play("desk_scene", "prepared")
    cookies = venue.signed_in(scene["cookie"])
    context = browser.new_context(viewport={"width": 1440, "height": 900}, storage_state=cookies)
    yield context, f"{venue.address}/s/{scene['code']}/g/{scene['room']}/", scene["join"]
    context.close()


def join(browser: Browser, venue: Venue, code: str, table: str) -> Phone:
    """Somebody types the code from the big screen, reads the promise, and sits down."""
    context = browser.new_context(viewport=SMALL, has_touch=True)
    page = context.new_page()
    page.goto(f"{venue.address}/join/")
    page.locator("[name=code]").fill(code)
    page.locator("[name=code]").press("Enter")
    page.wait_for_url("**/j/**")
    page.get_by_role("button", name=re.compile(table)).click()
    page.wait_for_url("**/r/*/")
    address = page.url
    page.close()
    return Phone(context, address, 0).open()


def test_gathering_is_held_by_keyboard_alone(browser, venue, room):
    context, place, code = room
    desk = Desk(context.new_page())
    desk.page.goto(place + "room/")
    desk.on("People are coming in")
    beside = Desk(context.new_page())  # a co-facilitator
    beside.page.goto(place + "room/")
    screen = context.new_page()
    screen.goto(place + "screen/")
    screen.get_by_text("no blame").wait_for()
    cleo, sam = (join(browser, venue, code, "Piano table") for _ in range(2))
    desk.page.get_by_text("2 people are in").wait_for()
    screen.get_by_text("2 people are in").wait_for()
    desk.looks_well("lobby")

    desk.press("#next-move")
    desk.on("Question 1")
    beside.on("Question 1")
    assert desk.page.evaluate("document.activeElement.id") == "next-move"
    cleo.shows("write").write("Kind people at the counter")
    sam.note("Kind people at the counter").wait_for()
    desk.page.locator(".gt", has_text="Piano table").locator(".qb li.now b", has_text="1").wait_for()
    screen.locator(".ptotal b", has_text="1").wait_for()
    assert "Kind people" not in desk.page.content() + screen.content()

    # a message, half typed while notes arrive
    desk.tab_to("#say-text")
    desk.page.keyboard.type("Two more ")
    sam.write("Long hours")
    desk.page.locator(".gt .qb li.now b", has_text="2").wait_for()
    desk.page.keyboard.type("minutes")
    assert desk.page.input_value("#say-text") == "Two more minutes"
    desk.press("#say-it")
    # By its place: it is said aloud too, sometimes in one breath with a note.
    cleo.page.locator("[data-message-words]", has_text="Two more minutes").wait_for()
    beside.page.locator("#message .onphones", has_text="Two more minutes").wait_for()
    desk.page.get_by_text("A message went to every phone").wait_for()

    # the wrong button, and its undo
    desk.press("#next-move")
    desk.on("Question 2")
    desk.page.keyboard.press("Alt+z")
    desk.page.keyboard.press("Enter")
    desk.on("Question 1")

    # help is asked for, and comes
    cleo.page.locator("[data-open-menu]").click()
    cleo.tap("Ask the facilitator to come over")
    desk.page.get_by_text("Asks for you").wait_for()
    desk.looks_well("a call for help")
    desk.press("button[value=coming]")
    desk.page.get_by_text("Asks for you").wait_for(state="detached")

    desk.press("#timer-run")
    desk.page.locator("#timer-run", has_text="Go on").wait_for()
    screen.get_by_text("The clock is stopped").wait_for()
    for words in ("Question 2", "Question 3", "Question 4", "read their sheets back"):
        desk.press("#next-move")
        desk.on(words)
    cleo.shows("read_back")
    screen.get_by_text("Is this what we meant?").wait_for()
    desk.looks_well("read back")
    desk.press("#next-move")
    desk.on("The room is closed")
    beside.on("The room is closed")
    assert beside.complaints == []
    cleo.shows("thanks")
    screen.get_by_text("Thank you").wait_for()
    desk.looks_well("closed")
    assert [said for said in desk.complaints if "favicon" not in said] == []
    for phone in (cleo, sam):
        assert phone.complaints == []
        phone.context.close()
    desk.page.close()
    screen.close()


def test_rehearsed_room_can_be_used_on_every_window(browser, room):
    context, place, _code = room
    other = browser.new_context(storage_state=context.storage_state(), viewport={"width": 390, "height": 900})
    desk = Desk(other.new_page())
    desk.page.goto(place)
    desk.page.get_by_role("button", name="Rehearse with played phones").click()
    desk.page.wait_for_url("**/room/")
    desk.page.locator("#way-in", has_text="are in").wait_for()
    assert complaints(desk.page, also=[TABLET]) == []
    for width in (820, 390):
        desk.page.set_viewport_size({"width": width, "height": 900})
        desk.page.reload()
        desk.page.locator("a[data-aside]").first.click()
        desk.page.locator("dialog[open] #people").wait_for()
        if width == 820:
            desk.page.keyboard.press("Escape")
    assert complaints(desk.page, also=[TABLET]) == []
    desk.page.keyboard.press("Escape")
    assert desk.complaints == []
    desk.page.get_by_role("button", name="End the rehearsal").click()
    desk.page.wait_for_url("**/g/*/")
    other.close()


def test_press_that_does_not_reach_the_server_says_so_and_changes_nothing(room):
    context, place, _code = room
    desk = Desk(context.new_page())
    desk.page.goto(place)
    desk.page.get_by_role("button", name="Rehearse with played phones").click()
    desk.page.wait_for_url("**/room/")
    desk.on("People are coming in")
    desk.page.route("**/room/move/", lambda route: route.abort())
    desk.press("#next-move")
    desk.page.locator(".toast", has_text="did not reach the server").wait_for()
    desk.on("People are coming in")
    desk.page.unroute("**/room/move/")
    desk.press("#next-move")
    desk.on("Question 1")
    desk.press("#end-rehearsal")
    desk.page.wait_for_url("**/g/*/")
    desk.page.close()


def test_big_screen_can_be_read_from_afar(browser, room):
    context, place, _code = room
    other = browser.new_context(storage_state=context.storage_state())
    page = other.new_page()
    page.goto(place + "screen/")
    page.locator("h1").wait_for()
    for width, height in ((1280, 720), (1920, 1080), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        assert (width, violations(page, ("light",))) == (width, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width > 800:
            assert page.evaluate("document.documentElement.scrollHeight") <= height
            words = page.locator("#screen :is(p, h1, li):visible")
            sizes = words.evaluate_all("all => all.map(one => parseFloat(getComputedStyle(one).fontSize))")
            assert min(sizes) >= height / 44  # a fortieth of the screen's height, give or take
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert page.url == place + "screen/"
    other.close()
