"""Servers that cheat, one way each, to show that a storm finds them out: `MUTANT=<name>` chooses.

Only tests start this application; it serves the product after breaking one thing in it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.db import IntegrityError, connection, transaction

from workshop.asgi import application as product  # isort: skip  (Django stands only now)

from gapsessions.sheets import actions, from_phones, phone_replies, receipts, silence, state
from gapsessions.sheets.models import Answer, Sheet
from gapsessions.sheets.views import room

application = product


def acknowledges_before_the_commit() -> None:
    """The reply leaves while the operation still waits for the disk."""
    whole = from_phones.carry_out

    def hasty(**said: Any) -> Any:
        with transaction.atomic():
            outcome = whole(**said)
            transaction.set_rollback(True)  # what it would be is known; that it is kept comes later

        def later() -> None:
            time.sleep(0.3)
            whole(**said)
            connection.close()

        threading.Thread(target=later).start()
        return outcome

    room.carry_out = hasty


def forgets_receipts() -> None:
    """Nobody knows what was done already."""
    for module in (receipts, from_phones, actions):
        for name in ("repeated", "keep"):
            if hasattr(module, name):
                patch.object(module, name, lambda *_said, **_facts: None).start()


def edits_whatever_the_revision() -> None:
    """The newest edit wins, whatever its writer had seen."""
    actions._is_fresh = lambda *_note, **_mine: None  # type: ignore[assignment]


def swallows_conflicts() -> None:
    """A note whose id is taken is given another one, and nobody looks for a receipt."""
    put_down = actions._put_down
    forgets_receipts()

    def anyhow(note: Answer) -> None:
        try:
            with transaction.atomic():
                put_down(note)
        except IntegrityError:
            note.pk = uuid4()
            put_down(note)

    actions._put_down = anyhow  # type: ignore[assignment]


def keeps_words_of_the_refused() -> None:
    """A refused edit does not give its words back."""
    of_refusal = phone_replies.of_refusal
    room.of_refusal = lambda refused, text="": of_refusal(refused, "")


def answers_without_writing() -> None:
    """Now and then the disk is not asked at all."""
    whole = from_phones.carry_out
    count = iter(range(10**9))

    def careless(**said: Any) -> Any:
        with transaction.atomic():
            outcome = whole(**said)
            transaction.set_rollback(next(count) % 20 == 19)
        return outcome

    room.carry_out = careless


def shows_hidden_notes() -> None:
    """What is written silently is shown to the whole table at once."""
    state._notes = lambda sheet, _pens: list(Answer.objects.filter(sheet=sheet)) if sheet else []


def leaves_pens_behind() -> None:
    """The silence ends, and what tells who wrote which note stays."""

    def reveal(questions: Any) -> bool:
        return bool(questions.filter(revealed=False).update(revealed=True))

    silence._reveal = reveal


def hands_own_sheets_on() -> None:
    """Whoever writes alone is given the sheet that somebody else took before."""
    take = from_phones.own_sheet

    def anybodys(**said: Any) -> Sheet:
        taken = Sheet.objects.filter(gathering=said["seat"].gathering_id).first()
        return taken or take(**said)

    from_phones.own_sheet = anybodys


MUTANTS: dict[str, Callable[[], None]] = {
    mutant.__name__: mutant
    for mutant in (
        acknowledges_before_the_commit,
        forgets_receipts,
        edits_whatever_the_revision,
        swallows_conflicts,
        keeps_words_of_the_refused,
        answers_without_writing,
        shows_hidden_notes,
        leaves_pens_behind,
        hands_own_sheets_on,
    )
}

if chosen := os.environ.get("MUTANT"):
    MUTANTS[chosen]()
