"""The door as phones meet it: quality.md 7, 8 and 29, and what the pages say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gapsessions.breakouts.access import KEPT_SECONDS, cookie_name
from gapsessions.breakouts.models import Seat
from gapsessions.gatherings.joining import join_path, qr_of
from gapsessions.method.vocabulary import Seating, Stage, Style
from tests.breakouts.phones import joined, phone
from tests.factories.rooms import make_gathering

pytestmark = pytest.mark.usefixtures("no_misses_yet")


@pytest.mark.parametrize("https", [False, True])
def test_cookie_of_a_seat(room, settings, https):
    """quality.md 7."""
    settings.HTTPS = https
    settings.SECURE_SSL_REDIRECT = False
    browser = phone()
    token = joined(browser, room)
    name = f"__Host-seat-{room.key}" if https else f"seat-{room.key}"
    cookie = browser.cookies[name]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")
    assert bool(cookie["secure"]) is https
    assert len(token) * 6 >= 128
    assert not Seat.objects.filter(token_hash__contains=token).exists()


def test_copied_cookie_ends_on_the_server_with_the_phones_own(room):
    """quality.md 7: whoever kept a copy longer than the phone keeps the cookie opens nothing with it."""
    browser, copy = phone(), phone()
    copy.cookies[cookie_name(room.key)] = joined(browser, room)
    kept = timedelta(seconds=KEPT_SECONDS)
    for ago, status in ((kept - timedelta(minutes=5), 200), (kept + timedelta(minutes=5), 404)):
        room.stage, room.closed_at = Stage.CLOSED, timezone.now() - ago
        room.save()
        assert copy.get(f"/r/{room.key}/").status_code == status
        assert copy.get(f"/r/{room.key}/state/").status_code == status
    assert copy.get(f"/j/{room.code}/").status_code == 404
    assert copy.post(f"/r/{room.key}/operations/", b"{}", content_type="application/json").status_code == 404
    room.stage, room.closed_at = Stage.WRITE, None
    room.save()
    assert copy.get(f"/r/{room.key}/").status_code == 200


@pytest.mark.parametrize("forged", ["A" * 22, "' OR 1=1 --", "", "%00", "A" * 5000])
def test_forged_cookie_is_answered_like_nothing_there(room, forged):
    browser = phone()
    browser.cookies[cookie_name(room.key)] = forged
    for path in (f"/r/{room.key}/", f"/r/{room.key}/state/"):
        assert browser.get(path).status_code == 404
    assert browser.post(f"/r/{room.key}/leave/").status_code == 404


def test_qr_carries_the_same_for_everybody(room, desk, session, settings):
    """quality.md 8."""
    settings.PUBLIC_URL = "https://gaps.example.org"
    pictures = {desk.get(f"/s/{session.code}/g/{room.key}/qr.svg").content for _ in range(2)}
    (picture,) = pictures
    assert qr_of(f"https://gaps.example.org{join_path(room.code)}").path.encode() in picture


def test_second_tab_and_second_scan_are_the_same_person(room):
    """quality.md 8."""
    browser = phone()
    token = joined(browser, room)
    for path in (f"/j/{room.code}/", join_path(room.code), f"/j/{room.code.lower()}/"):
        assert browser.get(path).headers["Location"] == f"/r/{room.key}/"
        assert browser.post(path).headers["Location"] == f"/r/{room.key}/"
    assert browser.cookies[cookie_name(room.key)].value == token
    assert Seat.objects.count() == 1


def test_phone_finds_its_closed_room_again(room):
    browser = phone()
    joined(browser, room)
    room.stage, room.closed_at = Stage.CLOSED, timezone.now()
    room.save()
    assert browser.get(f"/j/{room.code}/").headers["Location"] == f"/r/{room.key}/"
    assert phone().get(f"/j/{room.code}/").status_code == 404


@pytest.mark.parametrize(
    "said", ["bcdfgh", "BCD FGH", " b-c-d-f-g-h ", "http://10.0.0.4:8000/j/BCDFGH/?m=1234567890", "10.0.0.4/j/bcdfgh"]
)
def test_code_may_be_typed_and_pasted_in_any_way(room, said):
    assert phone().post("/join/", {"code": said}).headers["Location"] == join_path("BCDFGH")


def test_looking_at_the_door_changes_nothing(room):
    for path in ("/join/", f"/j/{room.code}/"):
        phone().get(path)
        phone().head(path)
    assert not Seat.objects.exists()


def test_table_is_chosen_where_people_sit_anywhere(room, window, door):
    page = phone().get(f"/j/{room.code}/").content.decode()
    assert "Window" in page
    assert "Door" in page
    joined(phone(), room, table=window.key)
    assert Seat.objects.get().breakout == window
    assert "1 phone" in phone().get(f"/j/{room.code}/").content.decode()


def test_card_seats_at_its_table_and_asks_whoever_sits_elsewhere(room, window, door):
    browser = phone()
    card = f"/j/{room.code}/{window.key}/"
    assert "Window" in browser.get(card).content.decode()
    browser.post(card)
    assert Seat.objects.get().breakout == window
    assert browser.get(card).headers["Location"] == f"/r/{room.key}/"
    other = f"/j/{room.code}/{door.key}/"
    assert "Sit at Door?" in browser.get(other).content.decode()
    assert Seat.objects.get().breakout == window
    browser.post(other)
    assert Seat.objects.get().breakout == door


def test_card_of_a_removed_table_leads_to_the_others(room, window, door):
    from gapsessions.breakouts.actions import take_out

    take_out(breakout=window)
    page = phone().get(f"/j/{room.code}/{window.key}/").content.decode()
    assert "Window" not in page
    assert "Door" in page


def test_card_of_another_room_or_an_old_code_is_nothing(room, window, session):
    other = make_gathering(session, stage=Stage.WRITE, code="ZXWVTS")
    for path in (f"/j/{other.code}/{window.key}/", f"/j/{room.code}/nothing/", f"/j/BBBBBB/{window.key}/"):
        assert phone().get(path).status_code == 404


def test_word_is_picked_before_a_shuffle(room):
    room.seating, room.mix_by, room.stage = Seating.SHUFFLE, ["North", "South"], Stage.LOBBY
    room.save()
    page = phone().get(f"/j/{room.code}/").content.decode()
    assert "North" in page
    assert "Where do you sit?" not in page
    assert phone().post(f"/j/{room.code}/").status_code == 422
    assert phone().post(f"/j/{room.code}/", {"word": "East"}).status_code == 422
    joined(phone(), room, word="South")
    joined(phone(), room, word="-")
    assert sorted(Seat.objects.values_list("tag", flat=True)) == ["", "South"]


def test_open_link_says_what_it_is(session):
    session.segments = ["Under 30", "Over 30"]
    session.save()
    tomorrow = timezone.localdate() + timedelta(days=1)
    link = make_gathering(
        session,
        style=Style.OPEN_LINK,
        stage=Stage.WRITE,
        code="ZXWVTS",
        closes_on=tomorrow,
        helpline="0800 123 456",
    )
    page = phone().get(join_path(link.code)).content.decode()
    for words in ("Under 30", "0800 123 456", "not a complaints line", "five minutes", f"{tomorrow.day} "):
        assert words in page
    joined(phone(), link, word="Under 30")
    assert Seat.objects.get().tag == "Under 30"


def test_leaving_forgets_the_phone(room):
    """quality.md 29: pages are not stored, and what the browser kept of them is thrown away."""
    browser = phone()
    token = joined(browser, room)
    assert "no-store" in browser.get(f"/r/{room.key}/").headers["Cache-Control"]
    answer = browser.post(f"/r/{room.key}/leave/")
    assert answer.headers["Location"] == "/join/"
    assert "cache" in answer.headers["Clear-Site-Data"]
    assert browser.cookies[cookie_name(room.key)].value == ""
    browser.cookies[cookie_name(room.key)] = token
    assert browser.get(f"/r/{room.key}/").status_code == 404


def test_sitting_at_another_table_is_the_phones_own_choice(room, window, door, session):
    browser = phone()
    joined(browser, room, table=window.key)
    elsewhere = make_gathering(session, stage=Stage.WRITE).breakouts.create(name="Elsewhere")
    browser.post(f"/r/{room.key}/table/", {"table": elsewhere.key})
    assert Seat.objects.get().breakout == window
    browser.post(f"/r/{room.key}/table/", {"table": door.key})
    assert Seat.objects.get().breakout == door


def test_pages_at_the_door_never_name_the_product(room, window):
    for path in ("/join/", f"/j/{room.code}/", f"/j/{room.code}/{window.key}/"):
        assert "Gap Sessions" not in phone().get(path).content.decode()


def test_organisation_is_greeted_by_its_name(room, organisation):
    assert organisation.name in phone().get(f"/j/{room.code}/").content.decode()


def test_language_is_chosen_for_this_phone(room, settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    browser = phone()
    assert "Deutsch" in browser.get(f"/j/{room.code}/").content.decode()
    answer = browser.post("/language/", {"language": "de", "next": f"/j/{room.code}/"})
    assert answer.headers["Location"] == f"/j/{room.code}/"
    assert '<html lang="de"' in browser.get(f"/j/{room.code}/").content.decode()
    assert browser.post("/language/", {"language": "en", "next": "https://evil.example/"}).headers["Location"] == "/"
