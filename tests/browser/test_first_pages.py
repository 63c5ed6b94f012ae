"""The first pages in a real browser: nothing blocked, nothing sideways, nothing in anybody's way."""

from __future__ import annotations

from tests.browser.looking import complaints as wrong_with

PAGES = {"/": 200, "/nothing": 404}
LOADED_FONTS = "document.fonts.ready.then(all => [...all].filter(f => f.status == 'loaded').map(f => f.family))"
ZOOMED = (320, 256)
"""A laptop at 400 %."""


def test_page_can_be_used_by_everybody(browser, venue):
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    for path, status in PAGES.items():
        answer = page.goto(venue.address + path)
        assert answer is not None
        assert answer.status == status
        assert (path, wrong_with(page, also=[ZOOMED])) == (path, [])
        assert {"Inter", "Source Serif 4"} <= set(page.evaluate(LOADED_FONTS))
    assert [words for words in complaints if "404" not in words] == []
    context.close()


def test_keyboard_reaches_the_content_first(browser, venue):
    page = browser.new_page()
    page.goto(venue.address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    assert page.locator("a.skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.close()


def test_first_load_is_small(browser, venue):
    page = browser.new_page()
    sizes: dict[str, int] = {}
    page.on("response", lambda response: sizes.update({response.url: len(response.body())}))
    page.goto(venue.address, wait_until="networkidle")
    assert sum(size for url, size in sizes.items() if not url.endswith(".woff2")) <= 60_000
    page.close()
