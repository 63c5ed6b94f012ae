"""Operations of phones: each once, strictly read, refused with a word for the outbox and a sentence for people."""

from __future__ import annotations

import uuid

import pytest

from gapsessions.sheets.models import Answer, Sheet
from tests.factories.phones import sit_down


def test_note_from_a_phone_stands_on_the_sheet_of_its_table(phone, window):
    ident = str(uuid.uuid4())
    response = phone.add("  Quick   answers ", note=ident)
    assert response.status_code == 200
    assert response.json() == {
        "note": {
            "id": ident,
            "question": "strength",
            "text": "Quick answers",
            "revision": 1,
            "valence": None,
            "intent": None,
            "star": False,
            "struck": False,
            "same_as": None,
            "silent": False,
        },
        "repeated": False,
    }
    assert Answer.objects.get().sheet.breakout == window


def test_table_mates_see_the_note_and_another_table_does_not(phone, mate, room, door):
    phone.add("Quick answers")
    assert mate.texts() == ["Quick answers"]
    assert sit_down(room, door).texts() == []
