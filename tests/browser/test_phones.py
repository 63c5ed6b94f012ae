"""A room of real phones: what one writes the others see, and nothing written is lost, doubled or overwritten."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.phones import Phone, Room
from tests.browser.venue import Venue

WINDOW, HARBOUR = "Window table", "Harbour table"
NOTHING_IS_KEPT = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
HELD = "() => [document.activeElement.id, document.activeElement.value, document.activeElement.selectionStart]"

TWO_HOURS_AHEAD = "const now = Date.now; Date.now = () => now() + 7200000;"
NO_LOCKS = "Object.defineProperty(navigator, 'locks', { value: undefined });"
LISTEN = """() => {
    const place = document.getElementById("heard");
    const keep = () => (document.body.dataset.heard = (document.body.dataset.heard ?? "") + place.textContent);
    new MutationObserver(keep).observe(place, { childList: true });
}"""


@pytest.fixture(scope="module")
def venue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Venue]:
    venue = Venue(tmp_path_factory.mktemp("venue"))
    yield venue
    venue.stop()


@pytest.fixture
def room(venue: Venue, browser: Browser) -> Iterator[Callable[..., Room]]:
    opened: list[Room] = []

    def open_room(**facts: Any) -> Room:
        opened.append(Room(venue, browser, **({"tables": [WINDOW, HARBOUR]} | facts)))
        return opened[-1]

    yield open_room
    for one in opened:
        one.close()


def writing(room: Callable[..., Room], *tables: str, **facts: Any) -> tuple[Room, list[Phone]]:
    """A room at the first question, with a phone at each of these tables."""
    opened = room(**facts)
    phones = [opened.phone(table) for table in tables]
    opened.move("write", "strength")
    for phone in phones:
        phone.shows("write")
    return opened, phones


def test_seven_phones_at_one_table_see_each_other_and_no_typing_is_interrupted(room):
    opened, phones = writing(room, *[WINDOW] * 7)
    writer, listener = phones[0], phones[3]
    listener.page.evaluate(LISTEN)
    opened.venue.write(table=opened.tables[WINDOW], question="strength", texts=[f"Earlier {n}" for n in range(20)])
    writer.page.reload()
    writer.note("Earlier 19").wait_for()
    writer.field.fill("half a thought")
    writer.field.evaluate("field => field.setSelectionRange(4, 4)")
    writer.page.locator("main").evaluate("main => main.scrollTop = 60")
    before = writer.page.evaluate(HELD)
    for number, phone in enumerate(phones[1:], 2):
        phone.write(f"From phone {number}")
    for number in range(2, 8):
        writer.note(f"From phone {number}").wait_for()
    assert writer.page.evaluate(HELD) == before
    assert writer.page.locator("main").evaluate("main => main.scrollTop") == 60
    writer.field.press("Enter")
    for phone in phones:
        phone.note("half a thought").wait_for()
        phone.says("saved")
    assert writer.note("half a thought").locator("[data-from]").is_visible()
    assert phones[1].note("half a thought").locator("[data-from]").is_hidden()
    late = opened.phone(WINDOW)
    late.note("half a thought").wait_for()
    assert len(late.texts()) == 27
    expect(listener.page.locator("body")).to_have_attribute("data-heard", re.compile("[0-9] notes? added"))


def test_phone_without_network_keeps_what_was_written_over_a_reload_and_delivers_it_in_order(room):
    opened, (phone, mate) = writing(room, WINDOW, WINDOW)
    phone.cut()
    phone.write("First", "Second", "Third")
    phone.says("offline")
    assert phone.page.get_by_text("3 changes are safe on this phone").is_visible()
    phone.field.fill("and a fou")
    sent: list[tuple[str, str]] = []
    phone.page.on("requestfinished", lambda request: sent.extend(told(request)))
    phone.page.unroute("**/state/")
    phone.page.reload()
    phone.note("Second").wait_for()
    assert phone.texts() == ["First", "Second", "Third"]
    assert phone.page.locator("[data-pending] .waiting").count() == 3
    assert phone.field.input_value() == "and a fou"
    phone.edit("Second", "Second, better")
    phone.edit("Second, better", "Second, best")
    phone.note("First").locator("[data-open]").click()
    phone.tap("Strike out")
    phone.join_up()
    phone.says("saved")
    mate.note("Second, best").wait_for()
    assert opened.notes() == ["Second, best", "Third"]
    verbs = ["add", "add", "add", "edit", "edit", "strike"]
    assert [verb for verb, _text in sent] == verbs
    assert [text for _verb, text in sent[:5]] == ["First", "Second", "Third", "Second, better", "Second, best"]
    assert phone.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('outbox:'))") == []


def told(request: Any) -> list[tuple[str, str]]:
    if "operations" not in request.url:
        return []
    said = request.post_data_json
    return [(said["verb"], said.get("text", ""))]


def test_reply_that_was_lost_is_asked_for_again_and_the_note_stands_once(room):
    opened, (phone,) = writing(room, WINDOW)
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        answer = route.fetch()
        if lost:
            route.fulfill(response=answer)
        else:
            lost.append(answer.status)
            route.abort()

    phone.page.route("**/operations/", lose_the_first)
    phone.write("Only once")
    phone.says("saved")
    assert (lost, opened.notes(), phone.texts()) == ([200], ["Only once"], ["Only once"])


@pytest.mark.parametrize("status", [404, 503])
def test_phone_that_is_refused_for_now_does_not_hammer_the_server(room, status):
    _opened, (phone,) = writing(room, WINDOW)
    tries: list[int] = []

    def refuse(route: Route) -> None:
        tries.append(status)
        route.fulfill(status=status, json={})

    phone.page.route("**/operations/", refuse)
    phone.write("Patience")
    phone.says("offline")
    phone.page.wait_for_timeout(1500)
    assert 1 <= len(tries) < 10  # the pauses double from half a second, with chance in them
    phone.page.unroute("**/operations/")
    phone.says("saved")


def test_two_phones_change_one_note_and_nothing_is_lost_whatever_is_chosen(room):
    opened, (one, other) = writing(room, WINDOW, WINDOW)
    stand: list[str] = []
    for choice in ("both", "mine", "theirs"):
        before, mine, theirs = f"As it was: {choice}", f"Mine: {choice}", f"Theirs: {choice}"
        one.write(before)
        other.note(before).wait_for()
        one.says("saved")
        one.note(before).locator("[data-open]").click()
        one.page.locator("#edit-text").fill(mine)
        other.edit(before, theirs)
        one.page.get_by_text("Somebody changed this note meanwhile").wait_for()
        assert one.page.locator("#edit-text").input_value() == mine
        one.page.locator("[data-save]").click()
        conflict = one.page.locator("dialog[data-conflict]")
        conflict.wait_for()
        assert conflict.locator("[data-mine]").text_content() == mine
        assert conflict.locator("[data-theirs]").text_content() == theirs
        if choice == "both":
            one.page.reload()  # both texts are kept until somebody decides
            one.page.get_by_role("button", name="Look at both").click()
        one.tap(f"Keep {choice}")
        stand += {"both": [mine, theirs], "mine": [mine], "theirs": [theirs]}[choice]
        for phone in (one, other):
            expect(phone.page.locator("[data-view=write] .note")).to_have_count(len(stand))
            for text in stand:
                phone.note(text).wait_for()
    one.says("saved")
    assert opened.notes() == sorted(stand)


def test_note_in_flight_while_the_room_closes_counts_whatever_the_phones_own_clock_says(room):
    opened = room()
    phone = opened.phone(WINDOW, before=TWO_HOURS_AHEAD)
    opened.move("write", "strength")
    opened.venue.change(room=opened.key, timer=62)
    phone.page.evaluate(LISTEN)
    expect(phone.shows("write").page.locator("[data-left]")).to_have_text(re.compile("^(1:0[0-2]|0:5[0-9])$"))
    expect(phone.page.locator("body")).to_have_attribute("data-heard", re.compile("1 minute left"))
    phone.page.route("**/operations/", lambda route: route.abort())
    phone.write("Written in time")
    opened.move("read_back")
    opened.move("closed")
    phone.shows("thanks")
    assert phone.page.get_by_text("1 change is still on its way").is_visible()
    phone.page.unroute("**/operations/")
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.page.get_by_text("All is saved: 1 note.").wait_for()
    assert opened.notes() == ["Written in time"]
    expect(phone.page.locator("[data-view=thanks]")).to_contain_text("You may close this page.")


def test_words_in_the_field_outlive_the_closing_and_are_handed_in_late(room):
    opened, (phone,) = writing(room, WINDOW)
    phone.field.fill("I was still wri")
    opened.move("read_back")
    phone.page.get_by_text("Back to reading").wait_for()
    phone.field.press("End")
    phone.field.type("ting")
    opened.move("closed")
    phone.shows("thanks")
    assert phone.field.input_value() == "I was still writing"
    phone.field.press("Enter")
    phone.page.get_by_text("Your note was handed to the facilitator").wait_for()
    assert (opened.notes(), opened.venue.late(room=opened.key)) == ([], 1)


def test_phone_that_is_moved_keeps_its_draft_and_nothing_lands_elsewhere_by_itself(room):
    opened, (phone, mate) = writing(room, WINDOW, HARBOUR)
    phone.page.route("**/operations/", lambda route: route.abort())
    phone.write("Written at the window")
    phone.field.fill("a draft of mine")
    opened.venue.reseat(room=opened.key, number=phone.number, table=opened.tables[HARBOUR])
    phone.page.get_by_text("You sit at Harbour table now.").first.wait_for()
    assert phone.page.get_by_text("What you were writing is still here.").is_visible()
    assert phone.field.input_value() == "a draft of mine"
    phone.page.unroute("**/operations/")
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.page.get_by_text("It is on no sheet yet.").wait_for()
    assert opened.notes() == []
    phone.field.press("Enter")
    mate.note("a draft of mine").wait_for()
    phone.tap("Back into the field")
    assert phone.field.input_value() == "Written at the window"
    phone.field.press("Enter")
    mate.note("Written at the window").wait_for()
    mate.page.route("**/operations/", lambda route: route.abort())
    mate.write("To a table that is gone")
    opened.venue.take_out(table=opened.tables[HARBOUR])
    mate.page.unroute("**/operations/")
    mate.shows("lobby")
    assert mate.page.get_by_text("Which table are you at?").first.is_visible()
    mate.page.get_by_text("This table is no longer in the room.").wait_for()
    assert mate.page.locator("[data-kept] [data-text]").text_content() == "To a table that is gone"
    mate.tap("Copy")
    mate.page.get_by_text("Copied.").first.wait_for()


def test_silent_question_shows_own_notes_only_until_all_appear_at_once(room):
    opened = room(silent_minutes=2)
    one, other = opened.phone(WINDOW), opened.phone(WINDOW)
    opened.move("write", "strength")
    for phone in (one, other):
        phone.page.get_by_text("Just you for now.").wait_for()
    one.write("What one thinks")
    other.write("What the other thinks")
    one.says("saved")
    other.says("saved")
    one.page.reload()
    one.note("What one thinks").wait_for()
    one.edit("What one thinks", "What one thinks, mended")
    one.says("saved")
    assert (one.texts(), other.texts()) == (["What one thinks, mended"], ["What the other thinks"])
    opened.venue.change(room=opened.key, silence=400)
    for phone in (one, other):
        expect(phone.page.locator("[data-view=write] .note")).to_have_count(2)
        phone.page.get_by_text("Just you for now.").wait_for(state="hidden")
    assert "pen:" not in one.page.evaluate("Object.keys(localStorage).join()")


def test_browser_that_keeps_nothing_says_so_and_still_delivers(room):
    opened = room()
    phone = opened.phone(WINDOW, before=NOTHING_IS_KEPT)
    opened.move("write", "strength")
    phone.shows("write")
    assert phone.page.get_by_text("This browser keeps nothing over a reload").is_visible()
    phone.cut()
    phone.write("Only in memory", "And another")
    phone.page.get_by_text("Keep this page open: this browser does not keep").wait_for()
    phone.join_up()
    phone.says("saved")
    assert opened.notes() == ["And another", "Only in memory"]


def test_phone_whose_streams_do_not_get_through_asks_every_few_seconds(room):
    opened = room()
    opened.move("write", "strength")
    phone, mate = opened.phone(WINDOW), opened.phone(WINDOW)
    phone.page.route("**/live/**", lambda route: route.abort())
    phone.page.reload()
    phone.shows("write")
    mate.write("Heard without a stream")
    phone.note("Heard without a stream").wait_for()
    phone.says("saved")


def test_table_reads_back_and_one_of_them_says_yes_for_all(room):
    opened, (one, other) = writing(room, WINDOW, WINDOW)
    opened.move("write", "improve")
    opened.move("write", "competitor")
    for phone in (one, other):
        phone.page.locator("[data-kind=competitor][aria-current]").wait_for()
    one.write("First", "Second", "Third", "Fourth")
    other.note("Fourth").wait_for()
    one.note("Fourth").locator("[data-open]").click()
    one.tap("Another note says the same")
    one.page.locator("[data-same-list] button", has_text="Third").click()
    other.page.get_by_text("2 notes say this").wait_for()
    opened.move("read_back")
    for phone in (one, other):
        phone.shows("read_back")
    row = one.page.locator("[data-view=read_back] li")
    row.filter(has_text="First").get_by_role("button", name="Bad").click()
    other.page.locator("[data-view=read_back] li", has_text="First").locator("[data-tag=bad]").wait_for()
    for text in ("First", "Second", "Third"):
        row.filter(has_text=text).locator("[data-star]").click()
    other.page.get_by_text("3 of 3 stars given").wait_for()
    other.tap("Yes, that is right")
    one.page.get_by_text("Confirmed for your table").wait_for()
    one.tap("Something is missing")
    one.write("Fifth")
    one.tap("Back to reading")
    other.page.locator("[data-view=read_back] li", has_text="Fifth").wait_for()
    other.page.get_by_role("button", name="Yes, that is right").wait_for()
    row.filter(has_text="Fifth").locator("[data-star]").click()
    assert one.page.get_by_text("Three notes have their star already.").first.is_visible()
    opened.move("closed")
    one.page.get_by_text("All is saved: 5 notes.").wait_for()


@pytest.mark.parametrize("locks", ["", NO_LOCKS], ids=["https", "plain http"])
def test_two_tabs_of_one_phone_send_each_note_once(room, locks):
    opened = room()
    opened.move("write", "strength")
    phone = opened.phone(WINDOW, before=locks)
    other = Phone(phone.context, phone.address, phone.number, locks).open()
    sent: list[str] = []
    for tab in (phone, other):
        tab.cut()
        tab.page.on("requestfinished", lambda request: sent.extend(text for _verb, text in told(request)))
    phone.write("First", "Second")
    other.write("Third")
    other.note("First").wait_for()
    phone.note("Third").wait_for()
    for tab in (phone, other):
        tab.join_up()
    for tab in (phone, other):
        tab.says("saved")
    assert (sorted(sent), opened.notes()) == (["First", "Second", "Third"], ["First", "Second", "Third"])


def test_phone_taken_out_keeps_what_was_not_sent_and_goes_on_when_it_is_put_back(room):
    opened, (phone,) = writing(room, WINDOW)
    phone.page.route("**/operations/", lambda route: route.abort())
    phone.write("Not sent yet")
    opened.venue.remove(room=opened.key, number=phone.number)
    phone.shows("gone")
    assert phone.page.locator("[data-kept] [data-text]").all_text_contents() == ["Not sent yet"]
    assert phone.page.locator(".composer").is_hidden()
    phone.page.unroute("**/operations/")
    opened.venue.put_back(room=opened.key, number=phone.number)
    phone.shows("write").says("saved")
    assert opened.notes() == ["Not sent yet"]


def test_phone_that_leaves_shows_nothing_any_more(room):
    _opened, (phone,) = writing(room, WINDOW)
    phone.write("It stays on the sheet")
    phone.says("saved")
    phone.field.fill("a draft")
    phone.tap("Help and more")
    phone.tap("Leave on this phone")
    phone.tap("Leave")
    phone.page.wait_for_url("**/join/")
    assert phone.page.evaluate("Object.keys(localStorage)") == []
    phone.page.go_back()
    assert "It stays on the sheet" not in phone.page.content()
    assert phone.page.locator("[data-room]").count() == 0


def test_open_link_leads_through_four_questions_that_may_all_be_skipped(room):
    opened = room(style="open_link", tables=[])
    opened.move("write")
    phone = opened.phone().shows("write")
    assert phone.page.get_by_text("Question 1 of 4").is_visible()
    phone.write("They know my name")
    phone.says("saved")
    phone.tap("Next")
    phone.page.get_by_text("Question 2 of 4").wait_for()
    phone.tap("Skip this one")
    phone.tap("Skip this one")
    phone.field.fill("Call back on the same day")
    phone.tap("Done")
    phone.page.get_by_text("All is saved: 2 notes.").wait_for()
    phone.page.reload()
    phone.shows("thanks")
    phone.tap("Add something")
    phone.tap("Back")
    phone.page.get_by_text("Question 3 of 4").wait_for()
    assert opened.notes() == ["Call back on the same day", "They know my name"]
