"""Copies of one operation that come at the very same moment are one act, and each is answered with it."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from gapsessions.breakouts.models import Breakout
from gapsessions.method.vocabulary import Perspective, Stage, Style
from gapsessions.sheets import from_phones
from gapsessions.sheets.models import Answer, PulseCount, Receipt, Sheet
from tests.factories.phones import added, sit_down
from tests.factories.rooms import make_gathering

COPIES = 10


@pytest.fixture
def phone(room):
    return sit_down(room, Breakout.objects.create(gathering=room, name="Window table"))


def _said(phone, verb):
    if verb == "pulse":
        return phone.said("pulse", score=7)
    if verb == "add":
        return phone.said("add", note=str(uuid.uuid4()), question="strength", text="Once")
    note = added(phone)
    facts = {"edit": {"text": "Other words", "revision": 1}, "strike": {"revision": 1}, "tag": {"valence": None}}
    return phone.said(verb, note=note, **facts[verb])


VERBS = ("add", "edit", "strike", "tag", "pulse")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", VERBS)
def test_copies_that_all_look_before_one_has_acted_are_one_act(phone, monkeypatch, verb):
    """Fails when `carry_out` does not look for the receipt again: the second copy is told that the note is taken."""
    body = _said(phone, verb)
    look, looked = from_phones._done_before, []

    def look_too_early(asked):
        looked.append(asked)
        return look(asked) if len(looked) != 2 else None  # the second copy looks before the first has acted

    monkeypatch.setattr(from_phones, "_done_before", look_too_early)
    first, second = phone.send(body), phone.send(body)
    assert (first.status_code, second.status_code) == (200, 200), second.content
    assert first.json() | {"repeated": True} == second.json()
    assert len(looked) == 3
    if verb == "pulse":
        assert PulseCount.objects.get().people == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", VERBS)
def test_ten_copies_at_once_are_one_act(phone, verb):
    """Fails as the one above, on PostgreSQL, where writers wait at the sheet and not before they look."""
    before = Receipt.objects.count()
    body = _said(phone, verb)
    notes = Answer.objects.count()
    together = threading.Barrier(COPIES)

    def send(_number):
        try:
            together.wait(20)
            return phone.send(body).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(COPIES) as threads:
        assert list(threads.map(send, range(COPIES))) == [200] * COPIES
    assert Answer.objects.count() == max(notes, int(verb != "pulse"))
    assert Receipt.objects.count() == before + (2 if verb in ("edit", "strike", "tag") else 1)


@pytest.mark.django_db(transaction=True)
def test_notes_of_one_phone_that_come_at_once_lie_on_its_one_sheet(session):
    """Fails on PostgreSQL when `own_sheet` does not look again: whoever waited is told that the sheet is elsewhere."""
    phone = sit_down(make_gathering(session, Perspective.CUSTOMERS, Style.OWN_SHEETS, stage=Stage.WRITE))
    together = threading.Barrier(COPIES)

    def send(number):
        try:
            together.wait(20)
            return phone.add(f"Note {number}").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(COPIES) as threads:
        assert list(threads.map(send, range(COPIES))) == [200] * COPIES
    assert Sheet.objects.get().answers.count() == COPIES
