"""Own sheets: one for each seat, found by a key that only the phone knows."""

from __future__ import annotations

import uuid

from gapsessions.breakouts.models import Seat
from gapsessions.method.vocabulary import Stage
from gapsessions.sheets.models import Answer, Sheet
from tests.factories.phones import added, refused, sit_down
from tests.factories.rooms import make_gathering


def test_own_sheet_is_found_by_its_key_alone(alone):
    added(alone)
    added(alone, "Another")
    sheet = Sheet.objects.get()
    assert (sheet.breakout_id, len(sheet.key_hash), Answer.objects.filter(sheet=sheet).count()) == (None, 64, 2)
    assert alone.sheet_key not in sheet.key_hash
    assert alone.texts() == ["Another", "Quick answers"]
    assert alone.state()["own"] is True


def test_seat_takes_one_sheet(alone):
    added(alone)
    alone.sheet_key = uuid.uuid4().hex
    assert refused(alone.add("More")) == (409, "other_sheet")
    assert alone.texts() == []
    assert Sheet.objects.count() == 1


def test_own_sheet_without_a_key_is_refused(alone):
    alone.sheet_key = ""
    assert refused(alone.add()) == (422, "malformed")
    assert not Seat.objects.get().has_sheet


def test_two_people_write_on_two_sheets(alone):
    other = sit_down(alone.seat.gathering)
    added(alone, "Mine")
    added(other, "Theirs")
    assert (alone.texts(), other.texts()) == (["Mine"], ["Theirs"])


def test_key_of_a_sheet_elsewhere_opens_nothing(alone, session):
    added(alone)
    gathering = make_gathering(session, style=alone.seat.gathering.style, stage=Stage.WRITE, code="BCDFGK")
    stranger = sit_down(gathering)
    stranger.sheet_key = alone.sheet_key
    assert stranger.texts() == []
