"""Cards and paper sheets: one page per table, in the perspective's own words, and nothing read from outside."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from gapsessions.breakouts.models import Breakout
from gapsessions.facilitation.preparing import handouts
from gapsessions.gatherings.joining import Door, Reach
from gapsessions.method.vocabulary import Stage, Style
from tests.factories.rooms import make_gathering, make_table

DOOR = Door("http://192.168.1.5:8000", Reach.THIS_NETWORK)


@pytest.fixture
def printed(monkeypatch):
    """What went to the engine, instead of printing it."""
    pages: list[str] = []

    def keep(html):
        pages.append(html(frozenset()))
        return b""

    monkeypatch.setattr(handouts, "print_pages", keep)
    return pages


def tables(room, *names):
    return [make_table(room, name).breakout for name in names]


@pytest.fixture
def room(session):
    return make_gathering(session, stage=Stage.LOBBY, code="KVTRMH")


def test_each_table_has_a_page(room):
    data = handouts.paper_sheets(room, tables(room, "Window", "Door"), DOOR)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == 2
    data = handouts.table_cards(room, list(Breakout.objects.all()), DOOR)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == 2


def test_paper_asks_in_the_words_of_the_perspective(session, room, printed):
    session.questions.filter(perspective="staff", kind="improve").update(wording="What slows you down?")
    session.questions.filter(perspective="staff", kind="competitor").update(asked=False)
    handouts.paper_sheets(room, tables(room, "Window"), DOOR)
    assert "What slows you down?" in printed[0]
    assert "competitor?" not in printed[0]
    assert "KVT RMH" in printed[0]
    assert "192.168.1.5:8000" in printed[0]


def test_own_sheets_are_one_page_to_be_copied(session, printed):
    room = make_gathering(session, style=Style.OWN_SHEETS, planned_size=30)
    handouts.paper_sheets(room, [], DOOR)
    assert printed[0].count('<section class="paper">') == 1
    assert 'class="qr"' not in printed[0]


def test_every_line_of_questions_3_and_4_has_its_boxes(room, printed):
    handouts.paper_sheets(room, tables(room, "Window"), DOOR)
    lines = sum(part.count("h178") for part in printed[0].split("<path"))
    boxes = printed[0].count("h2.6v2.6")
    assert (lines, boxes) == (20, 5 * 3 + 5 * 2)


@pytest.mark.parametrize("wording", ["Why?", "Wie geht es uns? " * 17])
def test_sheet_fits_one_page_whatever_is_asked(session, room, wording):
    session.questions.filter(perspective="staff").update(wording=wording)
    data = handouts.paper_sheets(
        room, tables(room, "A table with a name that is long enough for two lines of it"), DOOR
    )
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1


def test_names_are_text_on_paper_too(room, printed):
    handouts.table_cards(room, tables(room, "<img src=http://169.254.0.1/>"), DOOR)
    assert "<img" not in printed[0]
