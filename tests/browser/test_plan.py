"""The plan in a real browser: places by keyboard alone, by drag and by tap; and an owner's link on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import violations
from tests.browser.venue import Venue


@pytest.fixture(scope="module")
def plan(venue: Venue) -> dict[str, object]:
    """Fay is signed in, and the worked session is there."""
    venue.empty(PUBLIC_URL="http://gaps.example.org")
    scene = venue.play("desk_scene", "worked")
    return {"cookies": venue.signed_in(scene["cookie"]), "at": f"{venue.address}/s/{scene['code']}/plan/"}


@pytest.fixture
def desk(browser: Browser, plan: dict[str, object]) -> Iterator[Page]:
    """The plan on a laptop; nothing may be said in the console."""
    context = browser.new_context(storage_state=plan["cookies"], viewport={"width": 1440, "height": 900})
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(str(plan["at"]))
    yield page
    assert heard == []
    context.close()


def dot(page: Page, name: str):
    return page.locator(f'[data-dot][data-name="{name}"]')


def test_theme_is_placed_moved_and_taken_back_by_keyboard_alone(desk):
    assert violations(desk) == []
    for _ in range(60):
        if desk.evaluate("document.activeElement.dataset?.name") == "Calling back":
            break
        desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator("#grid-says")).to_contain_text("arrow keys")
    expect(dot(desk, "Calling back")).to_have_attribute("aria-pressed", "true")
    for key in ("ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowLeft"):
        desk.keyboard.press(key)
    expect(desk.locator("#grid-says")).to_have_text("Do first (very large impact, little effort)")
    desk.keyboard.press("Enter")
    expect(desk.locator("#toasts")).to_contain_text("Calling back: Do first")
    expect(dot(desk, "Calling back")).to_be_focused()
    desk.reload()
    expect(dot(desk, "Calling back")).to_have_attribute(
        "aria-label", "1. Calling back, Do first (very large impact, little effort)"
    )
    dot(desk, "Calling back").focus()
    for key in ("Enter", "ArrowRight", "ArrowRight", "Escape"):
        desk.keyboard.press(key)
    expect(desk.locator("#grid-says")).to_have_text("Put back.")
    expect(dot(desk, "Calling back")).to_be_focused()
    for key in ("Enter", "ArrowRight", "ArrowRight", "Enter"):
        desk.keyboard.press(key)
    expect(desk.locator("#toasts")).to_contain_text("Plan well")
    desk.keyboard.press("Alt+KeyZ")
    desk.keyboard.press("Enter")
    expect(dot(desk, "Calling back")).to_have_attribute("aria-label", re.compile("Do first"))
    assert violations(desk) == []


def test_theme_is_dragged_to_its_place(desk):
    spot = desk.locator('[data-impact="2"][data-effort="5"]')
    there = spot.bounding_box()
    here = dot(desk, "Video advice").bounding_box()
    assert there
    assert here
    desk.mouse.move(here["x"] + 8, here["y"] + 8)
    desk.mouse.down()
    desk.mouse.move(there["x"] + 20, there["y"] + 20, steps=6)
    desk.mouse.up()
    expect(desk.locator("#toasts")).to_contain_text("Video advice: Leave for now")
    expect(spot.locator("[data-dot]")).to_have_count(1)
    # A drag that ends beside the grid changes nothing.
    here = dot(desk, "Video advice").bounding_box()
    assert here
    desk.mouse.move(here["x"] + 8, here["y"] + 8)
    desk.mouse.down()
    desk.mouse.move(here["x"] + 8, 5, steps=6)
    desk.mouse.up()
    expect(spot.locator("[data-dot]")).to_have_count(1)


def test_place_that_did_not_reach_the_server_is_taken_back(browser, plan):
    context = browser.new_context(storage_state=plan["cookies"])
    page = context.new_page()
    page.goto(str(plan["at"]))
    where = "one => one.parentElement.dataset.says ?? 'not placed'"
    before = dot(page, "Video advice").evaluate(where)
    context.set_offline(True)
    dot(page, "Video advice").focus()
    for key in ("Enter", "ArrowUp", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("That did not reach the server")).to_be_visible()
    context.set_offline(False)
    assert dot(page, "Video advice").evaluate(where) == before
    context.close()


def test_theme_is_placed_by_tap_and_decided_on_a_phone(browser, plan):
    context = browser.new_context(
        storage_state=plan["cookies"], viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(str(plan["at"]))
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Fees", exact=True)).first
    row.locator("summary").tap()
    row.get_by_role("button", name="Easy extra").tap()
    expect(page.locator("#toasts")).to_contain_text("Fees: Easy extra")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("link", name=re.compile("Decide something.*Fees")).first.tap()
    page.get_by_label("What will be done?").fill("Print every fee on one page")
    page.get_by_label("Owner").fill("Mira Holt")
    page.get_by_role("button", name="Save").tap()
    page.wait_for_url("**/plan/")
    expect(row).to_contain_text("Mira Holt")
    expect(row).to_contain_text("No date yet")
    assert violations(page) == []
    context.close()


def test_plan_works_without_scripts(browser, plan):
    context = browser.new_context(storage_state=plan["cookies"], java_script_enabled=False)
    page = context.new_page()
    page.goto(str(plan["at"]))
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Calling back", exact=True)).first
    row.locator("summary").click()
    with page.expect_navigation():
        row.get_by_role("button", name="Do first").click()
    row.locator("summary").click()
    row.get_by_label("Impact").select_option("5")
    row.get_by_label("Effort").select_option("6")
    row.get_by_role("button", name="Put it exactly there").click()
    expect(page.locator("#toasts")).to_contain_text("Plan well (large impact, very large effort)")
    context.close()


def test_owner_says_on_a_phone_how_far_it_is(browser, venue, plan):
    context = browser.new_context(storage_state=plan["cookies"])
    page = context.new_page()
    page.goto(f"{plan['at']}actions/new/")
    page.get_by_label("What will be done?").fill("Call back the same day <b>always</b>")
    page.get_by_label("Owner").fill("Tom Osei")
    page.get_by_label("Until when?").fill("2026-01-15")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{plan['at']}actions/")
    page.get_by_role("button", name=re.compile("Make a link.*Tom Osei")).click()
    address = page.locator("code.address").inner_text()
    assert violations(page) == []
    context.close()

    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = phone.new_page()
    page.goto(venue.address + "/" + address.partition("//")[2].partition("/")[2])
    expect(page.get_by_role("heading", name="Call back the same day <b>always</b>")).to_be_visible()
    assert "Brightwater Clinics" in page.inner_text("body")
    assert "Gap Sessions" not in page.content()
    assert violations(page) == []
    page.get_by_label("Under way").tap()
    page.get_by_label("How does it go?").fill("Two teams do already")
    page.get_by_role("button", name="Save").tap()
    expect(page.locator("#toasts")).to_contain_text("Thank you. It is saved.")
    expect(page.get_by_label("Under way")).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    sizes = page.locator(".choice, button").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert min(sizes) >= 44
    phone.close()


def test_decision_on_compare_is_in_the_plan_at_once_and_interrupts_nobody(browser, plan):
    contexts = [
        browser.new_context(storage_state=plan["cookies"], viewport={"width": 1440, "height": 900}) for _ in "12"
    ]
    here, there = (context.new_page() for context in contexts)
    overview = contexts[1].new_page()
    compare = str(plan["at"]).replace("/plan/", "/compare/")
    here.goto(compare)
    here.get_by_role("link", name="Fees").first.click()
    expect(here.locator(".drawer h2")).to_have_text("Fees")
    there.goto(here.url)
    overview.goto(str(plan["at"]))
    for page in (here, there):
        page.locator(".decide > summary").press("Enter")
    there.get_by_label("What will be done?").fill("Half a thought")
    there.get_by_label("Owner").focus()
    here.get_by_label("What will be done?").fill("Ring back the same day")
    here.get_by_label("What will be done?").press("Enter")
    expect(here.locator("#in-plan .todo").last).to_contain_text("Ring back the same day")
    expect(here.locator("#in-plan-head")).to_be_focused()
    here.keyboard.press("Alt+KeyZ")  # a message whose button has the focus stays, however long the rest takes
    for page, part in ((there, "#in-plan"), (overview, "#places")):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator(part)).to_contain_text("Ring back the same day")
    expect(there.get_by_label("What will be done?")).to_have_value("Half a thought")
    assert there.evaluate("document.activeElement.name") == "owner"
    assert violations(there) == []
    here.get_by_role("button", name="Undo").press("Enter")
    expect(here.locator("#toasts")).to_contain_text("The action is out of the plan.")
    for context in contexts:
        context.close()
