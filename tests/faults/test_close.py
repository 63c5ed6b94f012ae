"""A room that closes at the very moment in which somebody writes: the rows are laid anew with what was written."""

from __future__ import annotations

import threading
import time
import uuid

import pytest
from django.db import connection, transaction

from gapsessions.method.vocabulary import Question
from gapsessions.sheets.actions import add_note, edit_note
from gapsessions.sheets.closing import close_down
from gapsessions.sheets.models import Answer
from gapsessions.sheets.receipts import Operation, Writer
from tests.factories.rooms import make_table, write


def _operation():
    return Operation(str(uuid.uuid4()), Writer.PHONE)


@pytest.mark.django_db(transaction=True)
def test_words_that_are_being_kept_while_the_room_closes_stay(room):
    """Fails on PostgreSQL when `lay_room_again` reads sheets and rows without holding them: the older words come back,
    the new note is gone."""
    sheet = make_table(room)
    [note] = write(sheet, Question.STRENGTH, "First words")
    written = threading.Event()

    def keep():
        try:
            with transaction.atomic():
                edit_note(sheet=sheet, note_id=note.pk, text="Later words", base_revision=1, operation=_operation())
                add_note(sheet=sheet, question=Question.STRENGTH, text="A second note", operation=_operation())
                written.set()
                time.sleep(0.5)  # the commit is on its way while the room closes
        finally:
            connection.close()

    phone = threading.Thread(target=keep)
    phone.start()
    assert written.wait(20)
    close_down(room)
    phone.join(20)
    assert sorted(Answer.objects.values_list("text", flat=True)) == ["A second note", "Later words"]
