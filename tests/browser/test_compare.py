"""The compare page in a real browser: news without a reload, filters at once, quotes by keyboard, no sideways page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import complaints
from tests.browser.venue import Venue


@pytest.fixture(scope="module")
def compared(venue: Venue) -> dict[str, object]:
    """Fay is signed in, and the session is compared."""
    scene = venue.play("desk_scene", "compared")
    return {"cookies": venue.signed_in(scene["cookie"]), "at": f"{venue.address}/s/{scene['code']}/compare/"}


@pytest.fixture
def looks(browser: Browser, compared: dict[str, object]) -> Iterator[object]:
    """Opens the page as often and as wide as a test wants; nothing may be said in any console."""
    contexts, heard = [], []

    def look(width: int = 1440, height: int = 900, query: str = "") -> Page:
        context = browser.new_context(
            storage_state=compared["cookies"], viewport={"width": width, "height": height}, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.goto(f"{compared['at']}{query}")
        return page

    yield look
    assert heard == []
    for context in contexts:
        context.close()


def test_decision_of_one_facilitator_reaches_the_other_without_a_reload(looks):
    here, there = looks(), looks()
    for page in (here, there):
        page.get_by_role("link", name="Waiting on the phone").first.click()
        expect(page.locator(".drawer h2")).to_have_text("Waiting on the phone")
    there.evaluate("window.stayed = true")
    there.get_by_text("more notes").first.click()
    note = here.locator(".dnote").first
    picked = note.get_attribute("id")
    note.locator("summary").focus()
    here.keyboard.press("Enter")
    here.get_by_role("button", name="Quote this").first.press("Enter")
    expect(here.locator(f"#{picked}")).to_contain_text("Quoted, picked")
    # The other page hears of it, asks once, and keeps what was folded out.
    there.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(there.locator(f"#{picked}")).to_be_attached()
    assert there.evaluate("window.stayed") is True


def go_back(page: Page) -> None:
    """One step back, and on only when the page that comes has its scripts: before that it would not hear of another."""
    page.evaluate("window.left = true; history.back()")
    page.wait_for_function("() => !window.left && window.htmx")


def test_filter_is_shown_as_soon_as_it_is_chosen_and_back_brings_everybody(looks):
    page = looks()
    page.select_option("select[name=part]", label="north")
    expect(page.locator("h1")).to_have_text("Counts of one part")
    assert "part=s-" in page.url
    page.select_option("select[name=only]", label="2. Do better")
    expect(page.locator("table.db")).to_have_count(1)
    page.get_by_role("link", name="Waiting on the phone").click()
    expect(page.locator(".drawer")).to_contain_text("Readings are about whole perspectives")
    go_back(page)
    expect(page.locator(".drawer")).to_have_count(0)
    go_back(page)
    expect(page.locator("table.db")).not_to_have_count(1)
    go_back(page)
    expect(page.locator("h1")).not_to_have_text("Counts of one part")


def test_two_steps_back_at_once_show_what_the_address_says(looks):
    page = looks()
    page.select_option("select[name=part]", label="north")
    expect(page.locator("h1")).to_have_text("Counts of one part")
    page.get_by_role("link", name="Waiting on the phone").click()
    expect(page.locator(".drawer")).to_have_count(1)
    page.route("**/static/**/*.js", lambda _held: None)
    page.evaluate("window.left = true; history.back()")
    page.wait_for_function("() => !window.left && document.getElementById('comparison')")
    page.evaluate("history.back()")
    page.wait_for_function("() => !location.search")
    expect(page.locator("h1")).to_have_text("Counts of one part")  # nobody has heard of the second step yet
    page.unroute_all(behavior="ignoreErrors")  # lets go of what is held
    expect(page.locator("h1")).not_to_have_text("Counts of one part")
    expect(page.locator(".drawer")).to_have_count(0)


def test_page_is_never_wider_than_its_screen(looks):
    page = looks()
    for part in ("table", "drawer"):
        if part == "drawer":
            page.get_by_role("link", name="Rechtsschutz").first.click()
            page.wait_for_selector(".drawer")
        for width in (320, 390, 820, 1440):
            page.set_viewport_size({"width": width, "height": 844})
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), (part, width)
    assert complaints(page) == []


def test_predictions_are_matched_by_keyboard(looks):
    page = looks(query="predictions/")
    button = page.locator("#predictions .chip").first
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("All predictions are matched.")).to_be_visible()
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_role("heading", name="1 to match")).to_be_visible()
