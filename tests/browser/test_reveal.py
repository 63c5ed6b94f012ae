"""The reveal on a laptop whose network goes away, and the shared report on a phone: in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.browser.looking import violations
from tests.browser.venue import Venue
from tests.factories.shared import TOKEN

REVEAL = "/s/REVEALREVEAL/reveal/"
SHOWN = "[data-step]:not([hidden])"


@pytest.fixture(scope="module")
def cookies(venue: Venue) -> Any:
    """Of the owner of a session with a frozen version and one open link."""
    return venue.signed_in(venue.play("desk_scene", "revealed")["cookie"])


@pytest.fixture
def laptop(venue: Venue, cookies: Any, browser: Browser) -> Iterator[BrowserContext]:
    """The laptop at the projector, signed in."""
    look = {"viewport": {"width": 1920, "height": 1080}}
    context = browser.new_context(base_url=venue.address, storage_state=cookies, **look)
    yield context
    context.close()


def opened(laptop: BrowserContext, at: str = "") -> Page:
    page = laptop.new_page()
    page.goto(REVEAL + at)
    page.wait_for_selector('#reveal[data-ready="all"]')
    return page


def cut(laptop: BrowserContext) -> list[str]:
    """Take the network away; give the list of everything that is asked for from then on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        # The browser looks for the sign of the tab whenever an address changes; the page does not need it.
        if "/brand/mark." not in request.url:
            asked.append(request.url)

    laptop.on("request", note)
    laptop.set_offline(True)
    return asked


def title(page: Page) -> str:
    return page.locator(f"{SHOWN} .rtitle").inner_text()


def to_the_decision(page: Page) -> None:
    """Go on to where the first gap asks for an owner and a date."""
    page.keyboard.press("Home")
    for _ in range(200):
        if page.locator(f"{SHOWN}.gap .rdecide:not(.away)").count():
            return
        page.keyboard.press("PageDown")
    raise AssertionError("no gap was told")


def test_whole_reveal_is_told_with_the_network_gone(laptop: BrowserContext) -> None:
    page = opened(laptop)
    steps = page.locator("[data-step]").count()
    asked = cut(laptop)
    seen = [title(page)]
    for _ in range(400):
        before = page.evaluate("location.hash")
        page.keyboard.press("ArrowRight")
        if page.evaluate("location.hash") == before:
            break
        if title(page) != seen[-1]:
            seen.append(title(page))
            page.screenshot()  # whatever a step draws is drawn now
    assert len(seen) == steps
    assert seen[-1] == "What we decide today"
    assert asked == []
    missing = "[...document.fonts].filter((face) => face.status === 'loading' || face.status === 'error').length"
    assert page.evaluate(missing) == 0


def test_gap_is_told_side_by_side(laptop: BrowserContext) -> None:
    page = opened(laptop)
    while not page.locator(f"{SHOWN}.gap").count():
        page.keyboard.press(" ")
    said = page.locator(f"{SHOWN} .rsaid")
    told = []
    for _ in range(4):
        told.append([said.nth(i).is_visible() for i in range(3)])
        page.keyboard.press("PageDown")
    assert told == [[False] * 3, [True, False, False], [True, True, False], [True] * 3]
    expect(page.locator(f"{SHOWN} .rsentence")).to_be_visible()
    page.keyboard.press("PageUp")
    expect(page.locator(f"{SHOWN} .rsentence")).to_be_hidden()


def test_keys_of_presenters_do_what_they_should(laptop: BrowserContext) -> None:
    page = opened(laptop)
    page.keyboard.press("b")
    expect(page.locator("[data-black]")).to_be_visible()
    page.keyboard.press("ArrowRight")  # a black screen comes back before it goes on
    expect(page.locator("[data-black]")).to_be_hidden()
    assert page.evaluate("location.hash") == "#0.0"
    page.keyboard.press("p")
    expect(page.locator(f"{SHOWN} .rnotes")).to_be_visible()
    page.keyboard.press("p")
    expect(page.locator(f"{SHOWN} .rnotes")).to_be_hidden()
    page.keyboard.press("End")
    assert title(page) == "What we decide today"
    page.reload()
    page.wait_for_selector('#reveal[data-ready="all"]')
    assert title(page) == "What we decide today"
    page.locator(f"{SHOWN} [name=what]").fill("")
    page.keyboard.type("b p f")  # letters in a field are letters
    assert page.locator(f"{SHOWN} [name=what]").input_value() == "b p f"
    expect(page.locator("[data-black]")).to_be_hidden()


def test_notes_in_a_window_of_their_own_go_along_without_network(laptop: BrowserContext) -> None:
    page = opened(laptop)
    with page.expect_popup() as popup:
        page.keyboard.press("w")
    notes = popup.value
    notes.wait_for_selector('#reveal[data-ready="all"]')
    cut(laptop)
    page.keyboard.press("ArrowRight")
    expect(notes.locator("[data-place]")).to_have_text(page.locator("[data-place]").inner_text())
    assert title(notes) == title(page)
    expect(notes.locator("[data-notes-here] li").first).to_be_visible()
    notes.keyboard.press("ArrowRight")
    page.wait_for_function("hash => location.hash === hash", arg=notes.evaluate("location.hash"))


def test_decision_typed_without_network_enters_the_plan_once(laptop: BrowserContext, venue: Venue) -> None:
    page, other = opened(laptop), opened(laptop, "?notes")
    page.bring_to_front()
    to_the_decision(page)
    cut(laptop)
    form = page.locator(f"{SHOWN} [data-decide]")
    form.locator("[name=what]").fill("Open until eight on <b>Thursdays</b>")
    form.locator("[name=owner]").fill("Head of branches")
    form.locator("[name=due]").fill("2027-02-15")
    page.keyboard.press("Enter")
    item = page.locator(f"{SHOWN} [data-actions] li", has_text="Open until eight")
    expect(item).to_have_class("waits")
    expect(item).to_contain_text("on this device")
    expect(item).to_contain_text("15 February 2027")
    other.keyboard.press("End")
    expect(other.locator(f"{SHOWN} [data-actions] li", has_text="Open until eight")).to_have_count(1)
    page.wait_for_timeout(600)  # it tries meanwhile, in vain
    laptop.set_offline(False)
    expect(item).not_to_have_class("waits")
    for _ in range(2):
        page.reload()
        page.wait_for_selector('#reveal[data-ready="all"]')
        expect(page.locator(f"{SHOWN} [data-actions] li", has_text="Open until eight")).to_have_count(1)
    plan = [kept for kept in venue.play("desk_scene", "decided") if "Open until eight" in kept[0]]
    assert plan == [["Open until eight on <b>Thursdays</b>", "Head of branches", "2027-02-15"]]


def test_decision_waits_while_nobody_is_signed_in(laptop: BrowserContext, venue: Venue) -> None:
    page = opened(laptop, "#99.0")
    signed_in = laptop.cookies()
    laptop.clear_cookies()
    page.locator(f"{SHOWN} [name=what]").fill("Written while signed out")
    page.keyboard.press("Enter")
    item = page.locator(f"{SHOWN} [data-actions] li", has_text="Written while signed out")
    expect(item).to_have_class("waits")
    expect(page.locator("[data-state]")).to_contain_text("Signed out")
    laptop.add_cookies(signed_in)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(item).not_to_have_class("waits")
    plan = [what for what, _owner, _due in venue.play("desk_scene", "decided")]
    assert plan.count("Written while signed out") == 1


def test_every_step_can_be_read_by_everybody(laptop: BrowserContext) -> None:
    page = opened(laptop)
    kinds = set()
    for number in range(page.locator("[data-step]").count()):
        page.goto(f"{REVEAL}#{number}.99")
        page.reload()
        page.wait_for_selector('#reveal[data-ready="all"]')
        kind = page.locator(SHOWN).get_attribute("class")
        for width, height in ((1920, 1080), (1024, 768), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (kind, width)
            if kind not in kinds and width != 1024:
                assert violations(page, ("dark",)) == [], (kind, width)
        kinds.add(kind)


def test_phone_reads_the_shared_report_and_finds_nothing_once_it_is_closed(
    browser: Browser, laptop: BrowserContext, venue: Venue
) -> None:
    phone = browser.new_context(base_url=venue.address, viewport={"width": 390, "height": 844}, has_touch=True)
    page = phone.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.goto(f"/shared/{TOKEN}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for fold in page.locator("summary").all():
        fold.tap()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="Report (PDF)").tap()
    assert download.value.suggested_filename.endswith(".pdf")
    assert heard == []

    desk = laptop.new_page()
    desk.goto("/s/REVEALREVEAL/report/links/")
    expect(desk.get_by_text("opened once")).to_be_visible()
    assert violations(desk) == []
    desk.get_by_role("button", name=re.compile("Close link")).click()
    expect(desk.get_by_text("The link is closed.")).to_be_visible()
    answer = page.reload()
    assert answer is not None
    assert answer.status == 404
    phone.close()
