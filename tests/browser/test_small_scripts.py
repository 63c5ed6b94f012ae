"""What the small scripts in static/js do: toasts go, waits end, and the focus stays where somebody writes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

TOAST = """([words, button]) => {
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.append(words, button ? document.createElement("button") : "");
    document.getElementById("toasts").append(toast);
}"""


@pytest.fixture
def page(browser: Browser, guide: str) -> Iterator[Page]:
    opened = browser.new_page()
    opened.clock.install()
    opened.goto(guide)
    yield opened
    opened.close()


def toasts(page: Page) -> int:
    return page.locator("#toasts .toast").count()


def test_toast_goes_by_itself(page):
    page.evaluate(TOAST, ["Saved", False])
    page.clock.run_for(7_000)
    assert toasts(page) == 1
    page.clock.run_for(1_500)
    assert toasts(page) == 0


def test_toast_with_an_undo_stays_ten_seconds(page):
    page.evaluate(TOAST, ["Merged", True])
    page.clock.run_for(9_500)
    assert toasts(page) == 1
    page.clock.run_for(1_000)
    assert toasts(page) == 0


def test_toast_stays_while_its_undo_has_the_focus_and_alt_z_goes_there(page):
    page.evaluate(TOAST, ["Merged", True])
    page.keyboard.press("Alt+KeyZ")
    assert page.locator("#toasts button").evaluate("button => button === document.activeElement")
    page.clock.run_for(60_000)
    assert toasts(page) == 1


def test_wait_is_asked_until_it_is_over(page):
    answers = ['<p id="wait" data-poll="/wait">half</p>', '<p id="wait">done</p>']
    asked: list[str] = []

    def answer(route):
        asked.append(route.request.headers["hx-target"])
        route.fulfill(body=answers[min(len(asked), 2) - 1], content_type="text/html")

    page.route("**/wait", answer)
    page.evaluate("""() => {
        const wait = document.createElement("p");
        wait.id = "wait";
        wait.dataset.poll = "/wait";
        document.querySelector("main").append(wait);
    }""")
    for words in ("half", "done"):
        page.clock.run_for(2_000)
        page.wait_for_function("words => document.getElementById('wait').textContent === words", arg=words, polling=20)
    page.clock.run_for(10_000)
    assert asked == ["p#wait", "p#wait"]


def test_part_that_comes_by_itself_leaves_the_focus_where_somebody_writes(page):
    field = page.locator("#id_empty-title")
    field.focus()
    page.evaluate("""() => {
        const part = document.createElement("div");
        part.id = "part";
        part.innerHTML = "<input id='greedy' data-focus>";
        document.dispatchEvent(new Event("htmx:before:swap"));
        document.querySelector("main").append(part);
        document.dispatchEvent(new CustomEvent("htmx:after:swap", { detail: { ctx: { target: part } } }));
    }""")
    assert field.evaluate("field => field === document.activeElement")
    page.evaluate("""() => {
        document.dispatchEvent(new Event("htmx:before:swap"));
        document.activeElement.blur();
        const target = document.getElementById("part");
        document.dispatchEvent(new CustomEvent("htmx:after:swap", { detail: { ctx: { target } } }));
    }""")
    assert page.evaluate("document.activeElement.id") == "greedy"
