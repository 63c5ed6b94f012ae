"""A session whose answers are about three plain subjects, and an encoder that knows them."""

from __future__ import annotations

import pytest

from gapsessions.method.vocabulary import Question
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, Sheet
from gapsessions.themes import encoder as encoder_room
from gapsessions.themes.actions import accept_all, carry_out, late, open_proposal, proposing
from tests.factories.encoders import SubjectEncoder
from tests.factories.rooms import write

WAITING = ("Long wait on arrival", "We wait and wait", "The wait is endless", "Wait times grow", "Hours of wait")
STAFF = ("Friendly staff", "Kind staff at the desk", "The staff listen", "Warm staff", "Staff who care")
PARKING = ("Nowhere to park", "Park fees", "A full car park", "The park is dark", "Too few places to park")


@pytest.fixture
def encoder(monkeypatch) -> SubjectEncoder:
    encoder = SubjectEncoder()
    for module in (encoder_room, proposing, late):
        monkeypatch.setattr(module, "the_encoder", lambda: encoder)
    return encoder


@pytest.fixture
def answers(session: GapSession, lena: Sheet, sam: Sheet, cleo: Sheet) -> dict[str, list[Answer]]:
    """Fifteen answers, by subject."""
    found = {"wait": [], "staff": [], "park": []}
    for subject, texts, question in (
        ("wait", WAITING, Question.IMPROVE),
        ("staff", STAFF, Question.STRENGTH),
        ("park", PARKING, Question.IMPROVE),
    ):
        for number, text in enumerate(texts):
            found[subject] += write((lena, sam, cleo)[number % 3], question, text)
    return found


@pytest.fixture
def propose_now(session, encoder):
    """Runs a proposal on the spot."""

    def run(granularity=None):
        proposal = open_proposal(session=session, granularity=granularity)
        carry_out(proposal=proposal)
        return proposal

    return run


@pytest.fixture
def accepted(answers, propose_now, fay):
    """The fifteen answers in the machine's themes, accepted by Fay."""
    return accept_all(proposal=propose_now(), by=fay)
