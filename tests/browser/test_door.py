"""The door as people meet it: a code typed or pasted in any way, with scripts and without, and pages for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import violations
from tests.server import PATIENCE

PHONE = {"width": 390, "height": 844}
TOO_SMALL = """() => [...document.querySelectorAll("button, a, summary, select, .choice, input[name=code]")]
    .filter((one) => one.checkVisibility() && !one.closest(".skip, .vh"))
    .filter((one) => one.getBoundingClientRect().height < 43.5)
    .map((one) => one.outerHTML.slice(0, 90))"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE)
    yield context.new_page()
    context.close()


def test_code_is_typed_and_pasted_in_any_way(venue, page):
    room = venue.open(tables=["Window table"])
    page.goto(f"{venue.address}/join/")
    field = page.get_by_label("Six letters")
    for said in ("kv trmh", "KVT-RMH", "http://10.0.0.4:8000/j/kvtrmh/?m=0123456789", "kvtrmhbb"):
        field.fill(said)
        expect(field).to_have_value("KVTRMH")
    field.fill("")
    field.press_sequentially(room["code"].lower())
    expect(field).to_have_value(room["code"])
    field.press("Enter")
    expect(page.get_by_role("heading", name="Customer evening")).to_be_visible()
    page.get_by_role("button", name="Window table").click()
    expect(page).to_have_url(f"{venue.address}/r/{room['key']}/")


def test_everything_at_the_door_works_without_scripts(venue, browser):
    room = venue.open(tables=["Window table"])
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{venue.address}/join/")
    page.get_by_label("Six letters").fill(f"{venue.address}/j/{room['code'].lower()}/")
    page.get_by_role("button", name="Join").click()
    page.get_by_role("button", name="Window table").click()
    expect(page).to_have_url(f"{venue.address}/r/{room['key']}/")
    page.goto(f"{venue.address}/j/{room['code']}/")
    assert page.url == f"{venue.address}/r/{room['key']}/"
    context.close()


def test_every_page_of_the_door_can_be_used_by_everybody(venue, page):
    tables = venue.open(tables=["Window table", "Door table"])
    shuffled = venue.open(seating="shuffle", mix_by=["North", "South"])
    link = venue.open(style="open_link", stage="write", helpline="0800 123 456", closes_on="2099-03-01")
    venue.segments(room=link["key"], names=["Under 30", "Over 30"])
    locked, full = venue.open(locked=True), venue.open(planned_size=1)
    for _ in range(3):
        venue.seat(room=full["key"])
    found: list[str] = []

    def look(state: str) -> None:
        found.extend(f"{state}, {said}" for said in violations(page))
        found.extend(f"{state}: too small: {what}" for what in page.evaluate(TOO_SMALL))
        for width in (320, 390, 1440):
            page.set_viewport_size({"width": width, "height": 844})
            if (
                page.evaluate("Math.max(...['html', 'main'].map(one => document.querySelector(one).scrollWidth))")
                > width
            ):
                found.append(f"{state}: runs out of {width} pixels")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        if page.locator(".btn.primary:visible").count() > 1:
            found.append(f"{state}: more than one next step")

    page.goto(f"{venue.address}/join/")
    look("code")
    page.get_by_label("Six letters").fill("BBBBBB")
    page.get_by_role("button", name="Join").click()
    page.get_by_text("No gathering is open").wait_for()
    look("wrong code")
    for name, room in {"tables": tables, "shuffle": shuffled, "link": link, "locked": locked, "full": full}.items():
        page.goto(f"{venue.address}/j/{room['code']}/")
        look(name)
    page.goto(f"{venue.address}/j/{tables['code']}/{tables['tables']['Window table']}/")
    look("card")
    page.get_by_role("button", name="Join").click()
    page.goto(f"{venue.address}/j/{tables['code']}/{tables['tables']['Door table']}/")
    page.get_by_role("heading", name="Sit at Door table?").wait_for()
    look("another card")
    assert found == []


def test_removed_phone_hears_no_more_and_is_refused(venue):
    """quality.md 12; that it takes less than five seconds is seen by `./run bench attacks`."""
    room = venue.open(tables=["Window table"], stage="write")
    seat = venue.seat(room=room["key"], table=room["tables"]["Window table"])
    headers = {"Cookie": f"{seat['name']}={seat['value']}"}
    address = venue.address.removeprefix("http://")
    stream = HTTPConnection(address, timeout=PATIENCE)
    stream.request("GET", f"/live/room/{room['key']}", headers=headers)
    answer = stream.getresponse()
    assert answer.status == 200
    heard = b""
    while b"hello" not in heard:
        heard += answer.read1()
    venue.remove(room=room["key"], number=seat["number"])
    heard = b""
    while part := answer.read1():
        heard += part
    assert b"event: close" in heard
    again = HTTPConnection(address, timeout=PATIENCE)
    for path in (f"/r/{room['key']}/", f"/r/{room['key']}/state/", f"/live/room/{room['key']}"):
        again.request("GET", path, headers=headers)
        refused = again.getresponse()
        refused.read()
        assert (path, refused.status) == (path, 404)


def test_helper_sees_a_call_as_it_comes_and_nothing_once_the_link_is_ended(venue, page):
    room = venue.open(tables=["Window table", "Door table"])
    link = venue.helper(room=room["key"])
    page.goto(venue.address + link["path"])
    assert violations(page) == []
    page.get_by_role("button", name="Open it here").click()
    expect(page.get_by_role("heading", name="Your tables")).to_be_visible()
    venue.call(table=room["tables"]["Door table"])
    expect(page.get_by_text("Calls for help", exact=True)).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="I am coming").click()
    expect(page.get_by_text("Calls for help", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Type for this table").first.click()
    expect(page.locator("[data-typing].scripted")).to_be_visible()  # before that, Enter is a new line
    page.get_by_role("textbox", name="A note").fill("Shorter queues")
    page.keyboard.press("Enter")
    expect(page.locator(".state[data-state]")).to_have_text("Saved")
    assert violations(page) == []
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("heading", name="Your tables")).to_be_visible()
    venue.end_helper(key=link["key"])
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
