"""The proposal and the questions in a real browser: slider, one theme, one note, five answers by keyboard, undo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import SCHEMES, violations
from tests.browser.venue import Venue

SIZES = pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1440, 900, "dark"), (390, 844, "light")], ids=["laptop", "phone"]
)


@pytest.fixture
def sit(browser: Browser, venue: Venue) -> Iterator[Callable[..., Page]]:
    """Opens a page for Fay (0) or Lou (1); nothing may have gone wrong on it."""
    contexts, heard = [], []

    def open_page(scene: dict[str, Any], path: str, person: int = 0, **fields: Any) -> Page:
        context = browser.new_context(reduced_motion="reduce", **fields)
        contexts.append(context)
        context.add_cookies([{"name": "member", "value": scene["cookies"][person], "url": venue.address}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("console", lambda line: line.type == "error" and heard.append(line.text))
        page.goto(f"{venue.address}/s/{scene['code']}/themes/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert heard == []


def board(venue: Venue, scene: dict[str, Any]) -> dict[str, int]:
    """Every theme with its number of notes."""
    return venue.play("proposal_scene", "board", code=scene["code"])


def look(page: Page, *schemes: str) -> None:
    """Everybody can use what stands here, and nothing runs out of the window."""
    width = page.viewport_size
    assert width is not None
    assert violations(page, schemes or SCHEMES) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width["width"]


@SIZES
def test_slider_one_theme_one_note_and_undo(venue, sit, width, height, scheme):
    scene = venue.play("proposal_scene", "proposed")
    page = sit(scene, "proposal/", viewport={"width": width, "height": height})
    look(page, scheme)
    slider, output = page.get_by_label("How fine?"), page.locator("[data-slider] output")
    was, taken = output.inner_text(), page.locator("#proposal-result input[name=stop]").first
    stop = slider.input_value()
    slider.focus()
    page.keyboard.press("Home")
    expect(output).to_contain_text("Very broad")
    expect(taken).to_have_value("0")
    look(page, scheme)
    for _ in range(int(stop)):
        page.keyboard.press("ArrowRight")
    expect(output).to_have_text(was)
    expect(taken).to_have_value(stop)

    before = board(venue, scene)
    cards = page.locator(".proposed .tp")
    new = cards.filter(has_text="New theme").first
    name, count = new.locator("h3").inner_text(), cards.count()
    new.get_by_role("button", name=re.compile("Accept")).click()
    page.get_by_text(f"“{name}” is taken over.").hover()  # what is pointed at stays
    expect(cards).to_have_count(count - 1)
    assert board(venue, scene) == before | {name: 4}
    look(page, scheme)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(cards).to_have_count(count)
    assert board(venue, scene) == before

    cards.filter(has_text="New theme").first.get_by_role("link", name="Its notes, and why").click()
    expect(page.get_by_text("Most like:").first).to_be_visible()
    look(page, scheme)
    page.locator(".whys").get_by_role("button", name=re.compile("Accept")).first.click()
    page.get_by_text(re.compile("It stands in “.*” now")).hover()
    assert sum(board(venue, scene).values()) == sum(before.values()) + 1
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.get_by_text(re.compile("^Undone"))).to_be_visible()
    assert board(venue, scene) == before


@SIZES
def test_five_questions_by_keyboard_and_one_taken_back(venue, sit, width, height, scheme):
    scene = venue.play("proposal_scene", "in_doubt")
    page = sit(scene, "questions/", viewport={"width": width, "height": height})
    expect(page.get_by_role("heading", name="Are these two the same?")).to_be_visible()
    look(page, scheme)
    start = board(venue, scene)
    for number, key in enumerate("yynys", 1):
        asked = page.locator("#question h2").first.inner_text()
        page.keyboard.press(key)
        # What is skipped changes no number: that the next question stands there says that it is done.
        expect(page.locator("#question h2").first).not_to_have_text(asked)
        said = number if key != "s" else number - 1
        expect(page.locator("#question [role=status]").first).to_contain_text(f"{said} answered")
        if key == "s":
            expect(page.locator("#question-undo")).to_be_visible()
    look(page, scheme)
    merged = board(venue, scene)
    assert len(start) - len(merged) == 3
    page.keyboard.press("u")
    expect(page.get_by_text("Undone.", exact=True)).to_be_visible()
    page.locator(".toast").evaluate_all("all => all.forEach(toast => toast.remove())")
    page.keyboard.press("u")
    expect(page.get_by_text("Undone.", exact=True)).to_be_visible()
    assert len(board(venue, scene)) == len(merged) + 1
    for _ in range(3):
        page.locator(".toast").evaluate_all("all => all.forEach(toast => toast.remove())")
        page.keyboard.press("u")
        expect(page.get_by_text("Undone.", exact=True)).to_be_visible()
    assert board(venue, scene) == start


def test_slider_works_without_scripts(venue, sit):
    scene = venue.play("proposal_scene", "proposed")
    page = sit(scene, "proposal/", java_script_enabled=False)
    page.locator("#proposal-slider").focus()
    page.keyboard.press("Home")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("[data-slider] output")).to_contain_text("Very broad")
    page.get_by_role("button", name=re.compile("^Accept “")).first.click()
    expect(page.get_by_text(re.compile("is taken over"))).to_be_visible()


def test_board_shows_the_proposal_and_takes_it_over(venue, sit):
    scene = venue.play("proposal_scene", "proposed")
    page = sit(scene, "", viewport={"width": 1440, "height": 900})
    page.get_by_label("How fine?").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#proposal-result input[name=stop]").first).to_have_value(re.compile(r"\d+"))
    look(page)
    page.get_by_role("button", name="Accept all").click()
    expect(page.get_by_text(re.compile("themes are here now"))).to_be_visible()
    expect(page.locator("#proposal")).to_have_count(0)
    look(page)


def test_second_sorter_places_notes_by_keyboard_alone(venue, sit):
    scene = venue.play("proposal_scene", "in_doubt")
    page = sit(scene, "second/", 1, viewport={"width": 390, "height": 844})
    page.get_by_role("button", name="Draw the notes").click()
    look(page)
    choice = page.locator(".chooses button").first
    for number in range(1, 4):
        choice.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#second [role=status]")).to_have_text(f"{number} of 30 placed")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#second [role=status]")).to_have_text("2 of 30 placed")
    look(page)
