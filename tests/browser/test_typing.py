"""Typing in a real browser: by keyboard alone, through a lost connection, and against somebody else's change."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.looking import complaints as wrong_with
from tests.browser.venue import Venue

TYPED = {
    1: ("Staff greet you by name", "The app works when the branch is shut", "Cards replaced in two days"),
    2: ("I rang three times on Monday", "Letters nobody understands", "Closed at four, I finish at five"),
    3: ("They tell you at once when money moves", "Counter open on Saturday", "Others push insurance"),
    4: ("Call back within one working day", "Keep the Saturday opening", "One contact person"),
}


@pytest.fixture(scope="module")
def session(venue: Venue) -> dict[str, object]:
    """Ruth's cookies, and the address of a session without gatherings."""
    scene = venue.play("desk_scene", "opened")
    return {"cookies": venue.signed_in(scene["cookie"]), "address": f"{venue.address}/s/{scene['code']}/"}


@pytest.fixture
def context(browser: Browser, session: dict) -> Iterator[BrowserContext]:
    context = browser.new_context(storage_state=session["cookies"])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def sheet(page: Page, session: dict) -> str:
    """A sheet that lies open on the page, with the cursor in the field."""
    page.goto(session["address"])
    page.get_by_role("button", name="Type answers now (Leadership)").click()
    page.wait_for_url("**/sheets/*/")
    return page.url


def saved(page: Page) -> None:
    page.locator("[data-state]", has_text="Saved").wait_for()


def note(page: Page, words: str):
    return page.locator(".note", has_text=words)


def type_notes(page: Page, *texts: str) -> None:
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def act_behind(page: Page, **fields: str) -> None:
    """Somebody else, at another machine, does something to the sheet."""
    token = page.locator("[data-composer] [name=csrfmiddlewaretoken]").input_value()
    answer = page.request.post(page.url + "notes/", form={**fields, "csrfmiddlewaretoken": token})
    assert answer.ok


def test_twelve_notes_on_four_questions_by_keyboard_alone(page, session):
    page.goto(session["address"])
    page.get_by_role("button", name="Type answers now (Leadership)").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sheets/*/")
    assert page.evaluate("document.activeElement.id") == "composer-text"
    for number, texts in TYPED.items():
        page.keyboard.press(str(number))
        type_notes(page, *texts)
    saved(page)

    page.keyboard.press("ArrowUp")  # the last note of question 4
    last = page.evaluate("document.activeElement.querySelector('.said').textContent")
    page.keyboard.press("s")
    note(page, last).locator('[data-key="s"][aria-pressed="true"]').wait_for()
    page.keyboard.press("*")
    note(page, last).locator('[data-key="*"][aria-pressed="true"]').wait_for()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("b")
    page.locator('[data-question="competitor"] [data-key="b"][aria-pressed="true"]').wait_for()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Delete")
    page.locator('[data-question="improve"] .struck [data-key="z"]').wait_for()
    page.keyboard.press("z")
    page.locator(".note:focus details.edit").wait_for()
    page.keyboard.press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type("Mended by hand")
    page.keyboard.press("Enter")
    note(page, "Mended by hand").and_(page.locator(":not(.waiting)")).wait_for()
    saved(page)

    page.reload()
    assert page.locator(".note").count() == 12
    assert [int(count) for count in page.locator("[data-count]").all_text_contents()] == [3, 3, 3, 3]
    assert page.locator(".starred").count() == 1
    assert note(page, "Mended by hand").count() == 1
    page.keyboard.press("PageDown")
    page.locator(".nothing >> visible=true").first.wait_for()
    page.keyboard.press("Escape")
    page.wait_for_url("**/g/*/")
    assert page.get_by_text("12 notes").is_visible()


def test_note_whose_answer_was_lost_is_sent_again_and_stands_once(page, sheet):
    lost = []

    def lose_the_first(route: Route) -> None:
        answer = route.fetch()
        if lost:
            route.fulfill(response=answer)
        else:
            lost.append(answer.status)
            route.abort()

    page.route("**/notes/", lose_the_first)
    type_notes(page, "Only once")
    page.locator("[data-state]", has_text="goes out by itself").wait_for()
    saved(page)
    assert lost == [200]
    page.unroute("**/notes/")
    page.reload()
    assert note(page, "Only once").count() == 1


def test_what_is_typed_without_a_server_survives_a_reload(page, sheet):
    page.route("**/notes/", lambda route: route.abort())
    type_notes(page, "First", "Second")
    page.keyboard.type("half a tho")
    page.reload()
    assert page.locator(".note.waiting").all_text_contents()[0].startswith("First")
    assert page.locator("#composer-text").input_value() == "half a tho"
    page.unroute("**/notes/")
    page.reload()
    saved(page)
    page.reload()
    assert sorted(page.locator(".note .said").all_text_contents()) == ["First", "Second"]


@pytest.mark.parametrize(
    ("choice", "left"), [("Keep both", {"Mine", "Theirs"}), ("Keep mine", {"Mine"}), ("Keep theirs", {"Theirs"})]
)
def test_change_by_two_people_shows_both_texts(page, sheet, choice, left):
    type_notes(page, "As it was")
    note(page, "As it was").locator("details.edit").wait_for()
    ident = note(page, "As it was").get_attribute("data-note")
    act_behind(page, verb="edit", note=ident, revision="1", text="Theirs")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type("Mine")
    page.keyboard.press("Enter")
    page.get_by_text("Both texts are here").wait_for()
    assert page.locator("[data-heard] [data-mine]").text_content() == "Mine"
    page.get_by_role("button", name=choice).click()
    saved(page)
    page.locator(".note.waiting").wait_for(state="detached")
    page.reload()
    assert set(page.locator(".note .said").all_text_contents()) == left


def test_refused_note_is_kept_over_a_reload_and_taken_back(page, sheet):
    page.locator("#composer-text").fill("x" * 2001)
    page.keyboard.press("Enter")
    page.get_by_text("Make two notes of it").wait_for()
    page.reload()
    page.get_by_role("button", name="Take it back into the field").click()
    assert len(page.locator("#composer-text").input_value()) == 2001
    assert page.locator(".note").count() == 0


def test_sheet_is_typed_without_any_script(browser, session, sheet):
    context = browser.new_context(storage_state=session["cookies"], java_script_enabled=False)
    page = context.new_page()
    page.goto(sheet)
    page.locator("#composer-text").fill("By plain form")
    page.get_by_role("button", name="Add the note").click()
    note(page, "By plain form").get_by_role("button", name="Star").click()
    expect(page.locator(".starred", has_text="By plain form")).to_have_count(1)
    context.close()


def test_pages_of_a_gathering_can_be_used_by_everybody(page, session):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    new = session["address"] + "gatherings/new/"
    page.goto(new + "?perspective=staff")
    page.fill("#id_name", "Branch teams")
    page.get_by_role("button", name="Prepare the gathering").click()
    page.wait_for_url("**/g/*/")
    gathering = page.url.partition("#")[0]
    page.locator("[name=number]").fill("2")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name=re.compile("Type ?: Table 1")).click()
    page.wait_for_url("**/sheets/*/")
    for number in (3, 4):
        page.keyboard.press(str(number))
        type_notes(page, "A note")
    saved(page)
    for address in (page.url, gathering, f"{gathering}run-sheet/", f"{gathering}check/", f"{gathering}edit/", new):
        page.goto(address)
        assert (address, wrong_with(page)) == (address, [])
    assert complaints == []
