"""The page rule and the live lane, tried with the real htmx under the real policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.server import Server


@pytest.fixture
def address(tmp_path):
    server = Server(tmp_path, DJANGO_SETTINGS_MODULE="tests.browser.stage.settings")
    yield server.address
    server.stop()


def test_part_toast_and_event_arrive_in_their_places(browser, address):
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    with page.expect_response("**/live/stage/"):
        page.goto(address)
    expect(page.locator("#part")).to_have_text("GET")
    page.click("#press")  # with the token of the page, or the answer would be 403
    expect(page.locator("#part")).to_have_text("POST")
    expect(page.locator("#toasts")).to_have_text("Saved <b>it</b>")
    expect(page.locator("#heard")).to_contain_text("event: close")
    expect(page.locator("#heard")).to_contain_text("id: 9")
    page.click("#press")
    expect(page.locator("#toasts .toast")).to_have_count(1)
    assert page.locator("#press, #part, #toasts, #heard").count() == 4
    assert complaints == []
    page.close()
