"""What waits to be sorted in the sample: a small survey of the winter, and the machine's proposal for it."""

from __future__ import annotations

from pathlib import Path

from gapsessions import intake
from gapsessions.intake.actions import import_answers
from gapsessions.intake.answers import read_answers
from gapsessions.method.encoder import Encoder
from gapsessions.sessions.models import GapSession
from gapsessions.themes.actions import carry_out, open_proposal

SURVEY = Path(intake.__file__).parent / "sample" / "tarnwell-winter.csv"


def bring_survey(*, session: GapSession) -> None:
    """Take in what the branches wrote: 53 notes on 16 sheets, all of them unsorted."""
    import_answers(session=session, parsed=read_answers(SURVEY.read_bytes(), SURVEY.name))


def propose_winter(*, session: GapSession, encoder: Encoder) -> None:
    """Lay a proposal beside the empty board, once: a third of a second of the worker's time."""
    if session.archived_at is None and not session.proposals.exists() and not session.themes.exists():
        carry_out(proposal=open_proposal(session=session), encoder=encoder)
