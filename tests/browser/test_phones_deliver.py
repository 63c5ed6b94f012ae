"""What is written on a phone arrives, once and in order, whatever happens on the way; and until then it is kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.phones import LISTEN, WINDOW, Phone, writing

NOTHING_IS_KEPT = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
TWO_HOURS_AHEAD = "const now = Date.now; Date.now = () => now() + 7200000;"
NO_LOCKS = "Object.defineProperty(navigator, 'locks', { value: undefined });"


def test_phone_without_network_keeps_what_was_written_over_a_reload_and_delivers_it_in_order(room):
    opened, (phone, mate) = writing(room, WINDOW, WINDOW)
    phone.cut()
    phone.write("First", "Second", "Third")
    phone.says("offline")
    assert phone.page.get_by_text("3 changes are safe on this phone").is_visible()
    phone.field.fill("and a fou")
    sent: list[tuple[str, str]] = []
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
    count_what_passes(phone, sent)
    phone.join_up()
    phone.says("saved")
    mate.note("Second, best").wait_for()
    assert opened.notes() == ["Second, best", "Third"]
    verbs = ["add", "add", "add", "edit", "edit", "strike"]
    assert [verb for verb, _text in sent] == verbs
    assert [text for _verb, text in sent[:5]] == ["First", "Second", "Third", "Second, better", "Second, best"]
    assert phone.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('outbox:'))") == []


def count_what_passes(phone: Phone, sent: list[tuple[str, str]]) -> None:
    """Keep what goes to the server from now on: while its last route goes, the browser can lose sight of a request."""

    def let_pass(route: Route) -> None:
        sent.extend(told(route.request))
        route.continue_()

    phone.page.route("**/operations/", let_pass)


def told(request: Any) -> list[tuple[str, str]]:
    if "operations" not in request.url:
        return []
    said = request.post_data_json
    return [(said["verb"], said.get("text", ""))]


def test_reply_that_was_lost_is_asked_for_again_and_the_note_stands_once(room):
    opened, (phone,) = writing(room, WINDOW)
    answers: list[tuple[int, bool]] = []

    def lose_the_first(route: Route) -> None:
        answer = route.fetch()
        answers.append((answer.status, answer.json()["repeated"]))
        if len(answers) > 1:
            route.fulfill(response=answer)
        else:
            route.abort()

    phone.page.route("**/operations/", lose_the_first)
    phone.write("Only once")
    phone.says("saved")
    assert answers == [(200, False), (200, True)]
    assert (opened.notes(), phone.texts()) == (["Only once"], ["Only once"])


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
    # Meanwhile its token went out of date as well (quality.md 26): it asks for another, and sends the note again.
    phone.context.clear_cookies(name="csrf")
    phone.page.unroute("**/operations/")
    phone.says("saved")


def test_note_in_flight_while_the_room_closes_counts_whatever_the_phones_own_clock_says(room):
    opened = room()
    phone = opened.phone(WINDOW, before=TWO_HOURS_AHEAD)
    opened.move("write", "strength")
    phone.shows("write").page.evaluate(LISTEN)  # before the minute is left
    opened.venue.change(room=opened.key, timer=62)
    expect(phone.page.locator("[data-left]")).to_have_text(re.compile("^(1:0[0-2]|0:5[0-9])$"))
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
    # The phone's estimate of the server's clock is behind by what a message took; written before the close it comes in.
    a_minute_ago = datetime.now(UTC) - timedelta(minutes=1)
    opened.venue.change(room=opened.key, closed_at=a_minute_ago.isoformat())
    phone.field.press("Enter")
    phone.page.get_by_text("Your note was handed to the facilitator").wait_for()
    assert (opened.notes(), opened.venue.late(room=opened.key)) == ([], 1)


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


@pytest.mark.parametrize("locks", ["", NO_LOCKS], ids=["https", "plain http"])
def test_two_tabs_of_one_phone_send_each_note_once(room, locks):
    opened = room()
    opened.move("write", "strength")
    phone = opened.phone(WINDOW, before=locks)
    other = Phone(phone.context, phone.address, phone.number, locks).open()
    sent: list[tuple[str, str]] = []
    for tab in (phone, other):
        tab.cut()
    phone.write("First", "Second")
    other.write("Third")
    other.note("First").wait_for()
    phone.note("Third").wait_for()
    for tab in (phone, other):
        count_what_passes(tab, sent)
        tab.join_up()
    for tab in (phone, other):
        tab.says("saved")
    assert (sorted(text for _verb, text in sent), opened.notes()) == (
        ["First", "Second", "Third"],
        ["First", "Second", "Third"],
    )


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


def test_words_begun_under_another_question_come_back_into_sight_at_the_end(room):
    opened, (phone, mate) = writing(room, WINDOW, WINDOW)
    phone.field.fill("begun and not added")
    for kind in ("improve", "competitor"):
        opened.move("write", kind)
        phone.page.get_by_text("The room is at question").wait_for()
    phone.tap("Go there")
    phone.field.fill("begun later")
    opened.move("write", "action")
    opened.move("read_back")
    opened.move("closed")
    phone.shows("thanks").page.get_by_text("You had not added what stands in the field below.").wait_for()
    assert phone.field.input_value() == "begun later"
    phone.field.press("Enter")
    expect(phone.field).to_have_value("begun and not added")
    mate.shows("thanks")
    assert mate.field.is_hidden()
