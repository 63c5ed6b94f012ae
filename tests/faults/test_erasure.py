"""What is erased is gone from the files too, not only from the tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from gapsessions.disparity.actions import take_snapshot
from gapsessions.disparity.models import Snapshot
from gapsessions.method.vocabulary import Question
from gapsessions.sessions.actions import erase_session
from gapsessions.sheets.models import Answer, AnswerVector
from gapsessions.themes.actions import accept_all, carry_out, open_proposal
from tests.factories.encoders import SubjectEncoder
from tests.factories.rooms import write

CANARY = "canary-5c1f wait"


def _files() -> bytes:
    """Every byte of the database on the disk: the file itself and its log."""
    name = connection.settings_dict["NAME"]
    return b"".join(path.read_bytes() for path in (Path(name), Path(f"{name}-wal")) if path.exists())


@pytest.mark.django_db(transaction=True)
def test_erased_session_leaves_no_byte(session, sam, fay):
    for number in range(30):
        write(sam, Question.IMPROVE, f"{CANARY} {number} " + "filler " * 40)
    proposal = open_proposal(session=session)
    carry_out(proposal=proposal, encoder=SubjectEncoder())
    accept_all(proposal=proposal, by=fay)
    take_snapshot(session, fay)
    on_disk = connection.vendor == "sqlite"
    if on_disk:
        assert CANARY.encode() in _files()

    erase_session(session=session)

    assert not Answer.objects.exists()
    assert not AnswerVector.objects.exists()
    assert not Snapshot.objects.exists()
    if on_disk:
        assert b"canary" not in _files()
