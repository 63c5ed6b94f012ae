"""The look in every state: usable by everybody, by day and by night, on a phone, a laptop and at 400 % zoom."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import complaints as wrong_with

ZOOMED = (320, 256)
"""A laptop at 400 %."""


@pytest.fixture
def page(browser: Browser, guide: str) -> Iterator[Page]:
    opened = browser.new_page()
    opened.goto(guide)
    yield opened
    opened.close()


def test_every_component_can_be_used_by_everybody(browser, guide):
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto(guide)
    assert [said for said in wrong_with(page, also=[ZOOMED]) if "next steps" not in said] == []
    assert complaints == []
    context.close()


def test_every_icon_is_drawn(page):
    sizes = page.evaluate(
        """[...document.querySelectorAll("svg.i use")]
        .map(use => [use.href.baseVal, use.getBBox().width + use.getBBox().height])"""
    )
    assert len(sizes) > 60
    assert [name for name, size in sizes if not size] == []


def test_phone_has_targets_for_fingers(browser, guide):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(guide)
    small = page.evaluate(
        """[...document.querySelectorAll("main :is(.btn, .chip, .choice, select, textarea, input[type=search])")]
        .map(e => [e.className + e.textContent.trim().slice(0, 20), e.getBoundingClientRect().height])
        .filter(([name, height]) => height && height < 44)"""
    )
    assert small == []
    page.close()


def test_menu_closes_on_escape_and_gives_the_focus_back(page):
    more = page.locator("main details[data-menu] summary")
    more.press("Enter")
    assert page.locator("main details[data-menu]").get_attribute("open") is not None
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator("main details[data-menu]").get_attribute("open") is None
    assert more.evaluate("element => element === document.activeElement")


def test_menu_closes_on_a_click_elsewhere(page):
    page.locator("main details[data-menu] summary").click()
    page.locator("h1").click()
    assert page.locator("main details[data-menu]").get_attribute("open") is None


def test_dialog_opens_and_closes(page):
    page.locator("[data-opens]").click()
    assert page.locator("dialog").is_visible()
    page.locator("dialog [data-closes]").first.click()
    assert page.locator("dialog").is_hidden()


def test_link_is_copied_and_said_so(page):
    button = page.locator("[data-copy]")
    button.click()
    expect(button).to_contain_text("Copied")


def test_forced_colours_keep_the_marks_of_perspectives_apart(browser, guide):
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(guide)
    fills = page.evaluate(
        "[...new Set([...document.querySelectorAll('.db thead svg.mark > *')].map(e => getComputedStyle(e).fill))]"
    )
    assert len(fills) == 3
    context.close()


def test_paper_shows_no_bar_and_no_buttons(page):
    page.emulate_media(media="print")
    assert page.locator(".topbar").is_hidden()
    assert page.locator("main .btn:visible").count() == 0
    assert page.locator("h1").is_visible()


def test_paper_is_light_on_a_dark_device(page):
    ink = "getComputedStyle(document.documentElement).getPropertyValue('--ink')"
    page.emulate_media(color_scheme="light")
    light = page.evaluate(ink)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(ink) != light
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate(ink) == light
