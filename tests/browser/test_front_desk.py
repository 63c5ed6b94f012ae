"""The front desk in a real browser: from the first start to a session by keyboard alone, and every page looked at."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import violations
from tests.browser.venue import Venue

SAMPLE = "gapsessions/intake/sample/tarnwell-bank.csv"
PASSWORD = "a long quiet sentence"


def say(page: Page, *lines: str) -> None:
    """Type each line into the field that has the focus, and go on to the next."""
    for line in lines:
        page.keyboard.type(line)
        page.keyboard.press("Tab")


@pytest.fixture(scope="module")
def state(browser: Browser, venue: Venue) -> dict[str, object]:
    """Ruth owns the place: she followed the first start's link and opened a session, without a mouse."""
    link = re.search(r"http\S+", venue.manage("first_owner", "--address", venue.address, "--skip-checks"))
    assert link
    context = browser.new_context()
    page = context.new_page()
    page.goto(link[0])
    assert violations(page) == []
    page.focus("#id_organisation")
    say(page, "Tarnwell Bank", "Ruth Adeyemi", "ruth@example.org", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sessions/")
    page.get_by_role("link", name="New session").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sessions/new/")
    page.focus("#id_title")
    page.keyboard.type("Autumn review 2026")
    page.keyboard.press("Enter")
    page.wait_for_url("**/s/*/")
    assert page.get_by_role("heading", name="Autumn review 2026").is_visible()
    code = page.url.rstrip("/").rpartition("/")[2]
    venue.manage("import_answers", code, SAMPLE, "--skip-checks")
    kept = context.storage_state()
    context.close()
    return {"cookies": kept, "code": code}


def test_front_desk_is_whole_as_it_is_served(browser, venue, state):
    """Nothing blocked, nothing missing; how pages look in every state is test_every_page.py's."""
    context = browser.new_context(storage_state=state["cookies"])
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    # The sign of a page that is left before it came is called off by the browser: nothing is missing then.
    page.on("requestfailed", lambda one: one.failure == "net::ERR_ABORTED" or complaints.append(one.url))
    page.goto(f"{venue.address}/organisations/")
    organisation = page.get_by_role("link", name="Tarnwell Bank").get_attribute("href")
    session = f"/s/{state['code']}/"
    paths = ["/sessions/", "/sessions/?archived=1", "/sessions/new/", session, f"{session}settings/"]
    paths += [f"{session}settings/questions/", f"{session}erase/", organisation, f"{organisation}settings/"]
    for path in [*paths, "/account/", "/account/password/", "/account/two-steps/", "/"]:
        answer = page.goto(venue.address + path)
        assert answer is not None
        assert (path, answer.status) == (path, 200)
    assert complaints == []
    context.close()


def test_overview_of_a_full_session_can_be_used_by_everybody(browser, venue, state):
    context = browser.new_context(storage_state=state["cookies"], viewport={"width": 390, "height": 844})
    page = context.new_page()
    for path in (f"/s/{state['code']}/", "/sessions/"):
        page.goto(venue.address + path)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_search_narrows_the_list_while_typing(browser, venue, state):
    context = browser.new_context(storage_state=state["cookies"])
    page = context.new_page()
    page.goto(f"{venue.address}/sessions/")
    page.get_by_role("searchbox").press_sequentially("winter")
    page.get_by_text("No session is called that").wait_for()
    assert page.get_by_role("searchbox").input_value() == "winter"
    page.get_by_role("searchbox").fill("autumn")
    page.get_by_role("link", name="Autumn review 2026", exact=True).wait_for()
    context.close()


def test_archiving_can_be_undone_from_the_message(browser, venue, state):
    context = browser.new_context(storage_state=state["cookies"])
    page = context.new_page()
    page.goto(f"{venue.address}/s/{state['code']}/settings/")
    page.get_by_role("button", name="Put it in the archive").click()
    page.wait_for_url("**/sessions/")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url(f"**/s/{state['code']}/")
    page.goto(f"{venue.address}/sessions/")
    assert page.get_by_role("link", name="Autumn review 2026", exact=True).is_visible()
    context.close()


def test_second_step_shows_a_code_that_can_be_scanned(browser, venue, state):
    context = browser.new_context(storage_state=state["cookies"])
    page = context.new_page()
    page.goto(f"{venue.address}/account/two-steps/on/")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/two-steps/on/")
    drawn = page.locator("svg.qr").bounding_box()
    assert drawn is not None
    assert min(drawn["width"], drawn["height"]) >= 200
    assert violations(page) == []
    context.close()


def test_acts_on_themes_keep_the_place_on_the_page(browser, venue, state):
    context = browser.new_context(storage_state=state["cookies"], viewport={"width": 1000, "height": 500})
    page = context.new_page()
    page.goto(f"{venue.address}/s/{state['code']}/themes/")
    page.wait_for_selector("html[data-board=ready]")
    names = [f"Theme {letter}" for letter in "ABCDEFGH"]
    for name in names:
        page.fill("#id_name", name)
        page.keyboard.press("Enter")
        page.locator("h3", has_text=name).wait_for()
    loads: list[str] = []
    page.on("load", lambda _page: loads.append(page.url))
    panel = page.locator("[data-name='Theme E']")
    panel.scroll_into_view_if_needed()
    panel.get_by_role("link", name="Change: Theme E").click()
    page.locator("input[name=name]:focus").fill("Hours lost")
    page.keyboard.press("Enter")
    page.get_by_text("Renamed.").wait_for()
    page.wait_for_function("document.activeElement.getAttribute('aria-label') === 'Change: Hours lost'")
    place = page.evaluate("scrollY")
    page.keyboard.press("Alt+KeyZ")
    page.keyboard.press("Enter")
    page.get_by_text("Undone:").wait_for()
    assert page.evaluate("scrollY") == place
    panel.get_by_role("link", name="Change: Theme E").click()
    panel.get_by_role("button", name="Delete").click()
    page.get_by_text("is gone").wait_for()
    assert page.locator("[data-name='Theme E']").count() == 0
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Change: Theme F"
    assert loads == []
    context.close()
