"""The board in real browsers: two facilitators at once, one with a keyboard alone, one with a phone alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.board_scene import Scene
from tests.browser.venue import Venue

DEAF = """window.EventSource = class {
  static OPEN = 1; readyState = 1; addEventListener() {} close() {}
}
window.setInterval = () => 0;"""
"""A browser that hears of nothing, and does not look again after a while: its page grows old."""


@pytest.fixture
def sit(browser: Browser, venue: Venue) -> Iterator[Callable[..., Page]]:
    """Opens the board for a person; nothing may have gone wrong on it."""
    contexts, heard = [], []

    def open_board(scene: Scene, person: int = 0, *, path: str = "", script: str = "", **fields: Any) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1440, "height": 900}} | fields))
        contexts.append(context)
        context.add_cookies([{"name": "member", "value": scene["cookies"][person], "url": venue.address}])
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("console", lambda line: line.type == "error" and heard.append(line.text))
        page.goto(f"{venue.address}/s/{scene['code']}/themes/{path}")
        if fields.get("java_script_enabled", True) and path != "one-by-one/":
            page.wait_for_selector("html[data-board=ready]")
        return page

    yield open_board
    for context in contexts:
        context.close()
    assert heard == []


def panel(page: Page, name: str) -> Any:
    return page.locator(f'.tcols [data-name="{name}"]')


def sizes(page: Page) -> dict[str, int]:
    """Notes of each theme as the page says."""
    panels = page.locator(".tcols [data-panel]")
    facts = panels.evaluate_all("all => all.map(p => [p.dataset.name, p.querySelector('header p').textContent])")
    return {name: int(re.findall(r"\d+", words)[-1]) for name, words in facts}


def send(page: Page, frm: str, to: str) -> str:
    """Move the first note of a theme by keys, without waiting for anything; give its id."""
    tick = panel(page, frm).locator("input[name=answers]").first
    tick.focus()
    note = tick.evaluate("tick => tick.closest('[data-note]').dataset.note")
    page.keyboard.press("m")
    page.keyboard.type(to)
    page.keyboard.press("Enter")
    return str(note)


def clear_toasts(*pages: Page) -> None:
    """So that the next act's words are its own."""
    for page in pages:
        page.locator(".toast").evaluate_all("all => all.forEach(toast => toast.remove())")


def test_two_facilitators_move_at_once_and_lose_nothing(venue, sit):
    scene = venue.play("board_scene", "scene", each=8, placed=True)
    fay, lou = sit(scene, 0), sit(scene, 1)
    for _ in range(3):  # each before the other's has arrived
        send(fay, "Phone", "Letter")
        send(lou, "Queue", "Letter")
        expect(panel(fay, "Phone").locator("[aria-busy]")).to_have_count(0)
        fay.wait_for_selector(".toast")
        lou.wait_for_selector(".toast")
        clear_toasts(fay, lou)
    for page in (fay, lou):
        expect(panel(page, "Letter").locator("header p")).to_have_text("14 notes")
        assert sizes(page) == {"Phone": 5, "Letter": 14, "Queue": 5}
    rows = venue.play("board_scene", "places", code=scene["code"])
    assert len(rows) == 24
    assert len({text for text, *_rest in rows}) == 24
    assert sorted(theme for _text, theme, _standing in rows).count("Letter") == 14


def test_move_of_an_old_page_is_refused_with_what_happened(venue, sit):
    scene = venue.play("board_scene", "scene", each=4, placed=True)
    lou = sit(scene, 1, script=DEAF)
    fay = sit(scene, 0)
    note = send(fay, "Phone", "Letter")
    fay.get_by_text("1 note moved.").wait_for()
    assert send(lou, "Phone", "Queue") == note
    lou.get_by_text("1 note stays where it is: Fay moved it to “Letter” meanwhile.").wait_for()
    assert panel(lou, "Letter").locator(f'[data-note="{note}"]').count() == 1
    rows = venue.play("board_scene", "places", code=scene["code"])
    assert sorted(theme for _text, theme, _standing in rows) == ["Letter"] * 5 + ["Phone"] * 3 + ["Queue"] * 4


def test_theme_that_is_gone_meanwhile_says_by_whose_hand(venue, sit):
    scene = venue.play("board_scene", "scene", each=3, placed=True)
    lou = sit(scene, 1, script=DEAF)
    fay = sit(scene, 0)
    panel(fay, "Letter").locator("input").first.focus()
    fay.keyboard.press("g")
    fay.keyboard.type("Queue")
    fay.keyboard.press("Enter")
    fay.get_by_text("Merged into “Queue”.").wait_for()
    send(lou, "Phone", "Letter")
    lou.get_by_text("This theme is gone. Fay: “Letter” merged into “Queue”.").wait_for()
    assert sizes(lou) == {"Phone": 3, "Queue": 6}
    for page, name in ((fay, "Calls"), (lou, "Lines")):  # what comes too late stays typed for the next press
        panel(page, "Phone").locator("[data-change]").click()
        page.locator(".change [name=name]").fill(name)
    for page, words in ((fay, "Renamed."), (lou, "Not done yet. Fay: “Phone” renamed to “Calls”.")):
        page.locator(".change [name=name]").press("Enter")
        page.get_by_text(words).wait_for()
    expect(panel(lou, "Calls").locator(".change [name=name]")).to_have_value("Lines")
    panel(lou, "Calls").locator(".change [name=name]").press("Enter")
    lou.get_by_text("Renamed.").wait_for()


def test_keyboard_alone_sorts_a_tray_that_fills_again(venue, sit):
    """Eight notes lie in the tray at a time."""
    scene = venue.play("board_scene", "scene", each=8, placed=False)
    page = sit(scene)
    page.keyboard.press("Tab")
    keys = page.keyboard
    for subject in ("Phone", "Letter", "Queue"):
        reach_tray(page)
        pick_alike(page, WORD[subject])
        keys.press("n")
        keys.type(subject)
        keys.press("Enter")
        page.get_by_text("moved.").wait_for()
        clear_toasts(page)
    for _ in range(40):
        if not page.locator("#tray-notes input").count():
            break
        text = reach_tray(page)
        subject = next(name for name, word in WORD.items() if word in text)
        pick_alike(page, WORD[subject])
        keys.press("m")
        keys.type(subject)
        keys.press("Enter")
        page.get_by_text("moved.").wait_for()
        clear_toasts(page)
    rows = venue.play("board_scene", "places", code=scene["code"])
    assert {(WORD[theme] in text, standing) for text, theme, standing in rows} == {(True, "pinned")}
    assert len(rows) == 24
    page.locator("#content").focus()  # where the skip link leads
    keys.press("z")
    page.get_by_text("Undone:").wait_for()
    keys.press("ArrowDown")
    assert page.evaluate("Boolean(document.activeElement.closest('#board [data-note]'))")
    keys.press("Shift+Z")
    page.get_by_text("Done again:").wait_for()
    assert sizes(page) == {"Phone": 8, "Letter": 8, "Queue": 8}
    page.locator(".tcols li.tc input").nth(5).focus()  # a narrow screen, or a large zoom, leaves this row out
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("() => document.querySelector('#board input[tabindex=\"0\"]')?.offsetParent")


WORD = {"Phone": "phone", "Letter": "letter", "Queue": "queue"}


def reach_tray(page: Page) -> str:
    """Walk to the first note of the tray by keys; give its text."""
    page.locator("#content").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("Boolean(document.activeElement.closest('#board [data-note]'))"):
            break
    for _ in range(12):
        if page.evaluate("Boolean(document.activeElement.closest('#tray-notes'))"):
            break
        page.keyboard.press("ArrowLeft")
    assert page.evaluate("Boolean(document.activeElement.closest('#tray-notes'))")
    for _ in range(9):
        page.keyboard.press("ArrowUp")
    return str(page.evaluate("document.activeElement.closest('[data-note]').textContent"))


def pick_alike(page: Page, word: str) -> None:
    """Pick every note of the tray in sight that holds a word: Space on it, and on to the next."""
    for _ in range(page.locator("#tray-notes input").count()):
        if word in page.evaluate("document.activeElement.closest('[data-note]').textContent"):
            page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")


def test_phone_alone_sorts_many_at_once_and_one_by_one(venue, sit):
    scene = venue.play("board_scene", "scene", each=8, placed=False)
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = sit(scene, path="undecided/", **phone)
    for subject, word in WORD.items():
        for note in page.locator("li.tc", has_text=re.compile(word)).all()[:6]:
            note.locator("label").tap()
        page.get_by_role("button", name="New theme").tap()
        page.get_by_role("combobox").fill(subject)
        page.get_by_role("option", name=f"New theme: {subject}").tap()
        page.get_by_text("6 notes moved.").wait_for()
        clear_toasts(page)
    page.goto(f"{venue.address}/s/{scene['code']}/themes/one-by-one/")
    for left in range(6, 0, -1):
        expect(page.get_by_text(f"{left} notes need a look" if left > 1 else "1 note needs a look")).to_be_visible()
        text = page.locator("#turn-text").inner_text()
        subject = next(name for name, word in WORD.items() if word in text)
        page.get_by_label("Another theme").select_option(label=subject)
        page.locator("#move-there").tap()
    page.get_by_role("heading", name="Good enough").wait_for()
    rows = venue.play("board_scene", "places", code=scene["code"])
    assert {(WORD[theme] in text, standing) for text, theme, standing in rows} == {(True, "pinned")}
    page.get_by_role("link", name="Good enough").tap()
    page.wait_for_selector("html[data-board=ready]")
    assert sizes(page) == {"Phone": 8, "Letter": 8, "Queue": 8}
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_note_is_dragged_to_another_theme(venue, sit):
    scene = venue.play("board_scene", "scene", each=4, placed=True)
    page = sit(scene)
    start = panel(page, "Phone").locator("li").nth(1).bounding_box()
    end = panel(page, "Queue").bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 60, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 90, start["y"] + 30, steps=3)
    page.mouse.move(end["x"] + 60, end["y"] + 40, steps=5)
    page.mouse.up()
    page.get_by_text("1 note moved.").wait_for()
    assert sizes(page) == {"Phone": 3, "Letter": 4, "Queue": 5}
    assert page.locator("input:checked").count() == 0, "the click that ends a drag picks nothing"


def test_sorting_goes_on_without_scripts(venue, sit):
    scene = venue.play("board_scene", "scene", each=3, placed=True)
    page = sit(scene, java_script_enabled=False)
    panel(page, "Phone").locator("input").first.check()
    panel(page, "Letter").locator("input").first.check()
    page.get_by_label("Move marked to").select_option(label="Queue")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(panel(page, "Queue").locator("header p")).to_have_text("5 notes")
    page.get_by_role("link", name="Change: Phone").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Nobody answers")
    page.get_by_role("button", name="Rename").click()
    expect(panel(page, "Nobody answers")).to_have_count(1)
    page.get_by_role("button", name="Undo").first.click()
    expect(panel(page, "Phone")).to_have_count(1)


def test_finger_carries_a_note_after_a_moment_and_scrolls_before(venue, sit):
    scene = venue.play("board_scene", "scene", each=4, placed=True)
    page = sit(scene, viewport={"width": 1100, "height": 900}, has_touch=True)
    touch = page.context.new_cdp_session(page)
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))  # the finger rests as long as it should, and no longer

    def finger(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def carry(rest: int) -> None:
        start = panel(page, "Phone").locator("li").nth(1).bounding_box()
        end = panel(page, "Queue").bounding_box()
        assert start
        assert end
        x, y = start["x"] + 90, start["y"] + 12
        finger("touchStart", x, y)
        page.clock.run_for(rest)
        for step in range(1, 9):
            finger("touchMove", x + (end["x"] + 60 - x) * step / 8, y + (end["y"] + 40 - y) * step / 8)
        finger("touchEnd")

    carry(0)
    assert page.locator(".ghost").count() == 0
    assert sizes(page) == {"Phone": 4, "Letter": 4, "Queue": 4}
    carry(600)
    page.clock.resume()
    page.get_by_text("1 note moved.").wait_for()
    assert sizes(page) == {"Phone": 3, "Letter": 4, "Queue": 5}


def test_viewer_looks_and_changes_nothing(venue, sit):
    scene = venue.play("board_scene", "viewed")
    page = sit(scene)
    assert page.get_by_role("heading", name="Phone", exact=True).count() == 1
    assert page.locator("input[type=checkbox], #floatbar, [data-change], #undo").count() == 0
    page.get_by_role("searchbox").fill("letter")
    page.wait_for_url("**find=letter**")
    expect(panel(page, "Phone").locator("header p")).to_have_text("0 of 1 notes")
