"""Cards and paper sheets: one page per table, in the perspective's own words, and nothing read from outside."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from gapsessions.breakouts.models import Breakout
from gapsessions.facilitation.preparing import handouts
from gapsessions.facilitation.preparing.many import AT_ONCE, GIVEN_UP
from gapsessions.facilitation.preparing.models import HandoutPrint
from gapsessions.facilitation.preparing.tasks import print_handouts
from gapsessions.gatherings.joining import Door, Reach
from gapsessions.method.vocabulary import Stage, Style
from gapsessions.reports.pdf import PdfUnavailable
from tests.factories.people import browser_of
from tests.factories.rooms import make_gathering, make_table

DOOR = Door("http://192.168.1.5:8000", Reach.THIS_NETWORK)


def pages_of(layout: handouts.Layout) -> int:
    with pikepdf.open(BytesIO(handouts.printed(layout))) as pdf:
        return len(pdf.pages)


def tables(room, *names):
    return [make_table(room, name).breakout for name in names]


@pytest.fixture
def room(session):
    return make_gathering(session, stage=Stage.LOBBY, code="KVTRMH")


def test_each_table_has_a_page(room):
    assert pages_of(handouts.paper_sheets(room, tables(room, "Window", "Door"), DOOR)) == 2
    assert pages_of(handouts.table_cards(room, list(Breakout.objects.all()), DOOR)) == 2


def test_card_says_where_one_hears_of_it_if_the_address_lasts(session, room, settings):
    cards = handouts.table_cards(room, tables(room, "Window"), DOOR)
    assert "/after/" not in handouts.html_of(cards)
    settings.PUBLIC_URL = "https://gaps.example.org"
    cards = handouts.table_cards(room, list(Breakout.objects.all()), DOOR)
    assert f"gaps.example.org/after/{session.follow_up_key}/" in handouts.html_of(cards)
    assert pages_of(cards) == 1


def test_paper_asks_in_the_words_of_the_perspective(session, room):
    session.questions.filter(perspective="staff", kind="improve").update(wording="What slows you down?")
    session.questions.filter(perspective="staff", kind="competitor").update(asked=False)
    page = handouts.html_of(handouts.paper_sheets(room, tables(room, "Window"), DOOR))
    assert "What slows you down?" in page
    assert "competitor?" not in page
    assert "KVT RMH" in page
    assert "192.168.1.5:8000/join" in page


def test_own_sheets_are_one_page_to_be_copied(session):
    room = make_gathering(session, style=Style.OWN_SHEETS, planned_size=30)
    page = handouts.html_of(handouts.paper_sheets(room, [], DOOR))
    assert page.count('<section class="paper">') == 1
    assert 'class="qr"' not in page


def test_every_line_of_questions_3_and_4_has_its_boxes(room):
    page = handouts.html_of(handouts.paper_sheets(room, tables(room, "Window"), DOOR))
    lines = sum(part.count("h178") for part in page.split("<path"))
    boxes = page.count("h2.6v2.6")
    assert (lines, boxes) == (20, 5 * 3 + 5 * 2)


@pytest.mark.parametrize("wording", ["Why?", "Wie geht es uns? " * 17])
def test_sheet_fits_one_page_whatever_is_asked(session, room, wording):
    session.questions.filter(perspective="staff").update(wording=wording)
    named = tables(room, "A table with a name that is long enough for two lines of it")
    assert pages_of(handouts.paper_sheets(room, named, DOOR)) == 1


def test_names_are_text_on_paper_too(room):
    page = handouts.html_of(handouts.table_cards(room, tables(room, "<img src=http://169.254.0.1/>"), DOOR))
    assert "<img" not in page


@pytest.fixture
def full(room):
    """A room with more tables than are printed at once."""
    tables(room, *(f"Table {number}" for number in range(AT_ONCE + 1)))
    return room


@pytest.fixture
def engine(monkeypatch):
    """Stands in for printing, which takes seconds for a full room; counts how often it is asked."""
    asked: list[str] = []

    def keep(html):
        asked.append(html(frozenset()))
        return b"%PDF-1.7 of a test"

    monkeypatch.setattr(handouts, "print_pages", keep)
    return asked


def at(name, room, *more):
    return reverse(name, args=[room.session.code, room.key, *more])


def work(room):
    """What the worker would do now."""
    print_handouts.call(HandoutPrint.objects.get(gathering=room).pk)


def test_few_tables_are_printed_at_once(desk, room, engine):
    tables(room, "Window", "Door")
    answer = desk.get(at("gathering-paper", room))
    assert (answer.headers["Content-Type"], len(engine)) == ("application/pdf", 1)


def test_many_tables_are_left_to_the_worker(desk, full, engine):
    page = desk.get(at("gathering-cards", full), follow=True)
    assert page.redirect_chain[0][0] == at("gathering-printing", full, "cards")
    assert "21 pages, one for each table" in page.content.decode()
    assert not HandoutPrint.objects.exists()

    page = desk.post(at("gathering-print", full, "cards"), follow=True).content.decode()
    assert 'data-poll="' + at("gathering-printing", full, "cards") in page
    assert "Printing 21 pages" in page
    assert engine == []

    work(full)
    page = desk.get(at("gathering-printing", full, "cards")).content.decode()
    assert at("gathering-cards", full) in page
    assert "data-poll" not in page
    assert desk.get(at("gathering-cards", full)).content == b"%PDF-1.7 of a test"
    assert len(engine) == 1


def test_pages_that_have_changed_since_are_not_given_out(desk, full, engine):
    desk.post(at("gathering-print", full, "sheets"))
    work(full)
    full.session.questions.filter(perspective="staff", kind="improve").update(wording="What slows you down?")
    page = desk.get(at("gathering-paper", full), follow=True).content.decode()
    assert "have changed since these pages were printed" in page
    desk.post(at("gathering-print", full, "sheets"))
    work(full)
    assert desk.get(at("gathering-paper", full)).headers["Content-Type"] == "application/pdf"
    assert "What slows you down?" in engine[-1]


def test_second_press_prints_nothing_twice(desk, full, engine):
    desk.post(at("gathering-print", full, "cards"))
    asked = HandoutPrint.objects.get().asked_at
    desk.post(at("gathering-print", full, "cards"))
    assert HandoutPrint.objects.get().asked_at == asked
    work(full)
    work(full)
    assert len(engine) == 1


def test_printing_that_was_lost_with_its_worker_can_be_asked_for_again(desk, full, engine):
    desk.post(at("gathering-print", full, "cards"))
    HandoutPrint.objects.update(state="running", asked_at=timezone.now() - GIVEN_UP - timedelta(seconds=1))
    desk.post(at("gathering-print", full, "cards"))
    work(full)
    assert HandoutPrint.objects.get().state == "ready"


def test_machine_that_cannot_print_says_what_is_missing(desk, full, monkeypatch):
    def missing(html):
        raise PdfUnavailable("PDF files need Pango, which is not on this machine.")

    monkeypatch.setattr(handouts, "print_pages", missing)
    desk.post(at("gathering-print", full, "cards"))
    work(full)
    page = desk.get(at("gathering-printing", full, "cards")).content.decode()
    assert "need Pango" in page
    assert "Print them" in page


def test_waiting_page_says_when_nobody_is_at_work(desk, full):
    desk.post(at("gathering-print", full, "cards"))
    HandoutPrint.objects.update(asked_at=timezone.now() - timedelta(seconds=30))
    assert "Nobody is at work on it" in desk.get(at("gathering-printing", full, "cards")).content.decode()


def test_viewer_takes_what_is_printed_and_prints_nothing(desk, vera, full, engine):
    veras = browser_of(vera)
    assert "Print them" not in veras.get(at("gathering-printing", full, "cards")).content.decode()
    assert veras.post(at("gathering-print", full, "cards")).status_code == 404
    desk.post(at("gathering-print", full, "cards"))
    work(full)
    assert veras.get(at("gathering-cards", full)).content == b"%PDF-1.7 of a test"


def test_other_handouts_do_not_exist(desk, room):
    assert desk.get(at("gathering-printing", room, "posters")).status_code == 404


def test_handouts_of_a_french_session_are_wholly_in_one_language(room):
    for kind in (handouts.paper_sheets, handouts.table_cards):
        english = handouts.html_of(kind(room, [], DOOR))
        room.session.language = "fr"
        assert handouts.html_of(kind(room, [], DOOR)) == english
        room.session.language = "en"
    assert '<html lang="en" dir="ltr">' in english
