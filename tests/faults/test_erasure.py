"""What is erased is gone from the files too, not only from the tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from gapsessions.disparity.actions import take_snapshot
from gapsessions.disparity.models import Snapshot
from gapsessions.facilitation.retention.actions import erase_for_good
from gapsessions.facilitation.session_file.parts import parts_of
from gapsessions.method.vocabulary import Question
from gapsessions.sessions.actions import erase_session
from gapsessions.sheets.models import Answer, AnswerVector
from gapsessions.themes.actions import accept_all, carry_out, open_proposal
from tests.factories.encoders import SubjectEncoder
from tests.factories.rooms import write
from tests.factories.whole import CANARY as WHOLE_CANARY
from tests.factories.whole import make_whole_session

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


@pytest.mark.django_db(transaction=True)
def test_session_with_everything_leaves_counts_and_no_byte_of_a_word(organisation, fay):
    session = make_whole_session(organisation, fay)
    session.said_page.items.update(quote=WHOLE_CANARY)
    rows = {part.name: part.rows_of(session).count() for part in parts_of(contacts=True)}
    on_disk = connection.vendor == "sqlite"
    if on_disk:
        assert WHOLE_CANARY.encode() in _files()

    record = erase_for_good(session=session)

    assert all(rows[name] for name in ("Snapshot", "ReportFile", "AnswerVector"))
    assert [name for name in rows if apps.get_model("gapsessions", name)._base_manager.exists()] == []
    assert record.figures["themes"]
    if on_disk:
        assert b"canary" not in _files()
        assert b"cleo@example.org" not in _files()
