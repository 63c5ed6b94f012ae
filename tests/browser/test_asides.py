"""The end of a gathering on a phone: pulse, guesses, how to hear of it, and the dot vote."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import violations
from tests.browser.venue import Venue


def phone(browser: Browser, venue: Venue, room: dict, table: str = "") -> Page:
    """A phone with a seat, on the room's page."""
    seat = venue.seat(room=room["key"], table=room["tables"].get(table, ""))
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    host = urlsplit(venue.address).hostname
    context.add_cookies([{"name": seat["name"], "value": seat["value"], "domain": host, "path": "/", "httpOnly": True}])
    page = context.new_page()
    page.goto(f"{venue.address}/r/{room['key']}/")
    return page


def test_phone_gives_pulse_guesses_and_an_address(browser: Browser, venue: Venue, tmp_path: Path):
    room = venue.open(perspective="staff", tables=["Window table"], asks_prediction=True, asks_follow_up=True)
    page = phone(browser, venue, room, "Window table")
    venue.move(room=room["key"], stage="write", question="strength")
    for kind in ("improve", "competitor", "action"):
        venue.move(room=room["key"], stage="write", question=kind)
    for stage in ("read_back", "closed"):
        venue.move(room=room["key"], stage=stage)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("button", name="9", exact=True).tap()
    expect(page.get_by_text("Counted, without anything")).to_be_visible()
    page.get_by_role("button", name="6", exact=True).tap()
    for guess in ("Long waits", "Letters", "Fees"):
        page.get_by_label("A guess").fill(guess)
        page.get_by_label("A guess").press("Enter")
    expect(page.get_by_text("That is three.")).to_be_visible()
    page.get_by_text("E-mail").tap()
    page.get_by_label("Where do we reach you?").fill("sam@example.org")
    assert violations(page) == []
    page.get_by_role("button", name="Send").tap()
    expect(page.get_by_text("Noted.")).to_be_visible()
    expect(page.locator("[data-all-saved]")).to_be_visible()
    wanted = {"pulse": [[6, 1]], "predictions": ["Fees", "Letters", "Long waits"], "contacts": ["sam@example.org"]}
    assert venue.asides(room=room["key"]) == wanted
    page.reload()
    expect(page.get_by_text("Noted.")).to_be_visible()
    expect(page.get_by_role("button", name="6", exact=True)).to_have_attribute("aria-pressed", "true")
    assert violations(page) == []
    page.context.close()


def test_phone_votes_over_a_lost_connection_and_goes_back_when_it_closes(browser: Browser, venue: Venue):
    room = venue.open(tables=["Window table"])
    venue.move(room=room["key"], stage="write", question="strength")
    venue.write(table=room["tables"]["Window table"], question="strength", texts=["Friendly people"])
    page = phone(browser, venue, room, "Window table")
    themes = {f"Theme {number}": f"What somebody said about {number}" for number in range(6)}
    venue.open_vote(room=room["key"], themes=themes)
    expect(page.get_by_role("heading", name="Which of these matter most to you?")).to_be_visible()
    page.wait_for_load_state()  # a tap before the script is there would send the form
    more = page.locator("[data-option]", has_text="Theme 4").locator("[data-more]")
    page.route("**/ballot/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    more.tap()
    expect(page.get_by_text("Offline")).to_be_visible()
    page.reload()
    expect(page.locator("[data-option]", has_text="Theme 4").locator("[data-given]")).to_have_text("1")
    page.unroute("**/ballot/")
    more.tap()
    # What is shown as saved may be the dot before; that the whole paper is there, the phone notes for itself.
    page.wait_for_function(
        "() => Object.keys(localStorage).some(key => /^vote:/.test(key) && JSON.parse(localStorage[key]).sent)"
    )
    expect(page.get_by_text("Saved")).to_be_visible()
    expect(page.get_by_text("All dots given")).to_be_visible()
    expect(more).to_be_disabled()
    assert violations(page) == []
    totals = venue.close_vote(room=room["key"])
    assert totals == {name: 2 if name == "Theme 4" else 0 for name in themes}
    page.wait_for_url(f"**/r/{room['key']}/")
    page.context.close()
