"""A phone on a bad network: a script that does not arrive does not leave a page that never starts."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Route, expect

from tests.browser.venue import Venue


def test_page_starts_again_when_one_of_its_scripts_was_lost(browser: Browser, venue: Venue):
    room = venue.open(tables=["Window table"])
    seat = venue.seat(room=room["key"], table=room["tables"]["Window table"])
    context = browser.new_context(viewport={"width": 390, "height": 844})
    host = urlsplit(venue.address).hostname
    context.add_cookies([{"name": seat["name"], "value": seat["value"], "domain": host, "path": "/"}])
    page = context.new_page()
    lost: list[str] = []

    def lose_the_first_two(route: Route) -> None:
        if len(lost) < 2:
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/js/room.*.js", lose_the_first_two)
    page.clock.install()
    page.goto(f"{venue.address}/r/{room['key']}/")
    expect(page.get_by_text("You are the first one here.")).to_be_visible()
    assert len(lost) == 2
    # Once it has started, it stays: what is typed is not thrown away.
    venue.move(room=room["key"], stage="write", question="strength")
    page.get_by_role("textbox").fill("Half a thought")
    page.evaluate("window.stayed = true")
    page.clock.run_for(7_000)  # longer than the first wait of start-again.js
    page.wait_for_timeout(300)
    assert page.evaluate("window.stayed")
    assert page.get_by_role("textbox").input_value() == "Half a thought"
    context.close()
