"""Gatherings prepared through pages: every act with its undo, and pages whose cost does not grow."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from gapsessions.breakouts.models import Breakout
from gapsessions.breakouts.seats import take_seat
from gapsessions.gatherings.models import Gathering
from gapsessions.live import channels
from gapsessions.method.vocabulary import Perspective, Question, Stage, Style
from gapsessions.sheets.models import Answer, Sheet
from tests.factories.people import browser_of
from tests.factories.rooms import make_gathering, make_single, make_table, write

FIELDS = {"perspective": "staff", "style": "tables", "name": "Branch teams", "run_minutes": "60", "silent_minutes": "2"}


@pytest.fixture
def room(session):
    return make_gathering(session, stage=Stage.LOBBY, code="BCDFGH", name="Branch teams")


def at(name, gathering, *more):
    return reverse(name, args=[gathering.session.code, gathering.key, *more])


def undo_of(page) -> str:
    """The address that the toast's undo posts to."""
    toasts = page.content.decode().partition('id="toasts"')[2]
    found = re.search(r'action="([^"]+)"', toasts)
    assert found, "no toast carries an undo"
    return found[1]


def test_new_gathering_has_a_code_and_opens_its_page(desk, session):
    response = desk.post(reverse("gathering-new", args=[session.code]), FIELDS | {"planned_size": "52"})
    made = Gathering.objects.get()
    assert response.url == at("gathering", made)
    assert (made.stage, made.planned_size, len(made.code)) == (Stage.LOBBY, 52, 6)
    assert f"{made.code[:3]} {made.code[3:]}" in desk.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("wanted", "style"), [("leadership", "own_sheets"), ("staff", "tables"), ("nobody", "own_sheets")]
)
def test_leaders_write_alone_unless_said_otherwise(desk, session, wanted, style):
    page = desk.get(reverse("gathering-new", args=[session.code]), {"perspective": wanted}).content.decode()
    assert re.search(rf'value="{style}"[^>]*checked', page)


@pytest.mark.parametrize(
    "wrong",
    [{"name": "\u200b"}, {"run_minutes": "50"}, {"silent_minutes": "30"}, {"style": "chaos"}, {"planned_size": "0"}],
)
def test_wrong_fields_are_said_beside_them(desk, session, wrong):
    response = desk.post(reverse("gathering-new", args=[session.code]), FIELDS | wrong)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()
    assert not Gathering.objects.exists()


def test_change_is_kept(desk, room):
    desk.post(at("gathering-edit", room), FIELDS | {"name": "Contact centre", "held_on": "2026-11-30"})
    room.refresh_from_db()
    assert (room.name, str(room.held_on), room.code) == ("Contact centre", "2026-11-30", "BCDFGH")


@pytest.mark.parametrize(
    ("stage", "filled"), [(Stage.LOBBY, "Check the room"), (Stage.WRITE, "Go to the control room")]
)
def test_page_leads_to_the_control_room(desk, room, stage, filled):
    make_table(room)
    Gathering.objects.filter(pk=room.pk).update(stage=stage)
    page = desk.get(at("gathering", room)).content.decode()
    assert f'href="{at("control-room", room)}"' in page
    assert re.search(rf'class="btn primary"[^>]*>{filled}', page)


def test_removed_gathering_is_gone_and_put_back_by_its_toast(desk, session, room):
    write(make_table(room), Question.STRENGTH, "Kind", "Quick")
    page = desk.post(at("gathering-remove", room), follow=True)
    assert "with 2 notes" in page.content.decode()
    assert desk.get(at("gathering", room)).status_code == 404
    assert room.name in desk.get(reverse("gathering-new", args=[session.code])).content.decode()
    desk.post(undo_of(page))
    assert desk.get(at("gathering", room)).status_code == 200
    assert Answer.objects.filter(struck_out=False).count() == 2


def test_tables_are_added_renamed_removed_and_put_back(desk, room):
    desk.post(at("breakout-add", room), {"number": "2"})
    desk.post(at("breakout-add", room), {"name_list": "Window\nDoor\n"})
    assert list(Breakout.objects.order_by("pk").values_list("name", flat=True)) == [
        "Table 1",
        "Table 2",
        "Window",
        "Door",
    ]
    window = Breakout.objects.get(name="Window")
    desk.post(at("breakout-rename", room, window.key), {"name": "Piano"})
    page = desk.post(at("breakout-remove", room, window.key), follow=True)
    assert not Breakout.objects.filter(name="Piano").exists()
    desk.post(undo_of(page))
    assert Breakout.objects.filter(name="Piano").exists()


def test_taken_name_is_refused_in_words(desk, room):
    make_table(room, "Window")
    page = desk.post(at("breakout-add", room), {"name_list": "window"}, follow=True)
    assert "cannot have one name" in page.content.decode()


def test_typing_begins_with_one_click(desk, session):
    response = desk.post(reverse("type-now", args=[session.code]))
    made = Gathering.objects.get()
    assert (made.perspective, made.style, made.code) == (Perspective.LEADERSHIP, Style.OWN_SHEETS, "")
    page = desk.get(response.url).content.decode()
    assert re.search(r"<textarea[^>]+autofocus", page)
    assert Sheet.objects.get().gathering == made


def test_qr_is_a_picture_of_our_own(desk, room):
    response = desk.get(at("gathering-qr", room))
    assert response["Content-Type"] == "image/svg+xml"
    assert b"<path" in response.content
    assert b"style" not in response.content


def test_gathering_without_a_code_has_no_qr(desk, session):
    assert desk.get(at("gathering-qr", make_gathering(session))).status_code == 404


def test_gatherings_of_different_length_are_pointed_out(desk, session, room):
    assert "More time means more notes" not in desk.get(at("gathering", room)).content.decode()
    make_gathering(session, code="BCDFGK", run_minutes=120)
    assert "More time means more notes" in desk.get(at("gathering", room)).content.decode()
    assert "More time means more notes" in desk.get(at("gathering-run-sheet", room)).content.decode()


def test_gatherings_of_different_silence_are_pointed_out(desk, session, room):
    make_gathering(session, code="BCDFGK", style=Style.OPEN_LINK, silent_minutes=0)
    assert "Silent minutes differ" not in desk.get(at("gathering", room)).content.decode()
    make_gathering(session, code="BCDFGL", silent_minutes=0)
    assert "Silent minutes differ in this session: 0 elsewhere" in desk.get(at("gathering", room)).content.decode()


@pytest.mark.parametrize(
    ("minutes", "said"),
    [("2", "The first 2 minutes are silent"), ("1", "The first minute is silent"), ("0", "")],
)
def test_run_sheet_says_how_long_the_silence_is(desk, room, minutes, said):
    desk.post(at("gathering-edit", room), FIELDS | {"silent_minutes": minutes})
    room.refresh_from_db()
    assert room.silent_minutes == int(minutes)
    page = desk.get(at("gathering-run-sheet", room)).content.decode()
    assert page.count(said or "silent") == (4 if said else 0)


def test_run_sheet_asks_in_the_words_of_the_session(desk, session, room):
    session.questions.filter(perspective="staff", kind="improve").update(wording="What slows you down?")
    assert "What slows you down?" in desk.get(at("gathering-run-sheet", room), {"minutes": "90"}).content.decode()


def test_viewer_sees_counts_and_no_single_sheet(vera, session):
    gathering = make_gathering(session, style=Style.OWN_SHEETS)
    sheet = make_single(gathering)
    write(sheet, Question.STRENGTH, "Kind")
    page = browser_of(vera).get(at("gathering", gathering)).content.decode()
    assert str(sheet.pk) not in page
    assert "1 person wrote a sheet" in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_page_costs_as_much_for_many_sheets_as_for_one(desk, room, django_assert_max_num_queries):
    for _ in range(12):
        write(make_table(room), Question.STRENGTH, "Kind", "Quick")
    with django_assert_max_num_queries(12):
        assert desk.get(at("gathering", room)).status_code == 200


def test_hundred_tables_stand_on_several_pages_and_are_counted_together(desk, room):
    for number in range(41):
        write(make_table(room, f"No {number:03}"), Question.STRENGTH, "Kind")
    first, second = (desk.get(at("gathering", room), {"page": n}).content.decode() for n in "12")
    assert ("No 000" in first, "No 040" in first, "No 040" in second) == (True, False, True)
    assert "<b>41</b>" in first
    assert "<b>41</b>" in second


def test_check_says_what_it_found(desk, room):
    page = desk.get(at("gathering-check", room)).content.decode()
    assert "A trial line was written" in page
    assert "No tables yet" in page


def test_how_the_room_runs_is_said_in_the_same_form(desk, session):
    said = FIELDS | {
        "pace": "all_open",
        "seating": "shuffle",
        "mix_by": "North\n\n South \nNorth",
        "asks_prediction": "on",
        "closes_on": "2030-03-01",
        "invited": "400",
        "helpline": " 0800 123 456 ",
    }
    desk.post(reverse("gathering-new", args=[session.code]), said)
    made = Gathering.objects.get()
    assert (made.pace, made.seating, made.mix_by) == ("all_open", "shuffle", ["North", "South"])
    assert (made.asks_pulse, made.asks_prediction, made.asks_follow_up) == (False, True, False)
    assert (str(made.closes_on), made.invited, made.helpline) == ("2030-03-01", 400, "0800 123 456")
    page = desk.get(at("gathering-edit", made)).content.decode()
    for words in ("North\nSouth", "2030-03-01", 'value="400"', "0800 123 456"):
        assert words in page


def test_page_that_does_not_ask_leaves_the_usual(desk, session):
    desk.post(reverse("gathering-new", args=[session.code]), FIELDS)
    made = Gathering.objects.get()
    assert (made.pace, made.seating, made.mix_by, made.helpline) == ("one_by_one", "sit_anywhere", [], "")


@pytest.mark.parametrize("wrong", [{"mix_by": "x" * 81}, {"mix_by": "\n".join(map(str, range(41)))}, {"pace": "fast"}])
def test_fields_of_the_room_are_checked(desk, session, wrong):
    assert desk.post(reverse("gathering-new", args=[session.code]), FIELDS | wrong).status_code == 422


def test_check_tells_of_phones_that_are_in_and_of_an_open_big_screen(desk, room, monkeypatch):
    make_table(room)
    before = desk.get(at("gathering-check", room)).content.decode()
    assert "Join once with your own phone" in before
    assert "Open the big screen" in before
    take_seat(gathering=room)
    monkeypatch.setattr(channels.broker, "listening", lambda topic: 1)
    page = desk.get(at("gathering-check", room)).content.decode()
    assert "1 phone has joined; open just now: 1" in page
    assert "The big screen is open" in page


def test_open_link_comes_with_words_to_send_it_with(desk, session):
    fields = {"stage": Stage.WRITE, "helpline": "0800 1234 <b>"}
    link = make_gathering(session, code="BCDFGK", style=Style.OPEN_LINK, **fields)
    page = desk.get(at("gathering", link)).content.decode()
    words = page.partition('id="invitation-text"')[2].partition("</textarea>")[0]
    assert "/j/BCDFGK/" in words
    assert session.organisation.name in words
    assert "0800 1234 &lt;b&gt;" in words
    tables = make_gathering(session, stage=Stage.LOBBY, code="BCDFGL")
    assert "invitation-text" not in desk.get(at("gathering", tables)).content.decode()
