"""A room of real phones: what one writes the others see, and nobody's typing is interrupted."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.phones import HARBOUR, LISTEN, WINDOW, writing

HELD = "() => [document.activeElement.id, document.activeElement.value, document.activeElement.selectionStart]"


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
