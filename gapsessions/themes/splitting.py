"""Where a theme would come apart: the machine's suggestion of what to take out, for a person to correct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from gapsessions.method.splitting import come_apart
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, AnswerVector
from gapsessions.themes.encoding import unpack
from gapsessions.themes.models import ProposalState
from gapsessions.themes.queries import latest_proposal


@dataclass(frozen=True, slots=True)
class SuggestedSplit:
    """Answers that would go into a new theme, and what that would be called."""

    answers: frozenset[UUID]
    name: str


def suggest_split(session: GapSession, answers: Sequence[Answer]) -> SuggestedSplit | None:
    """What the machine would take out of these answers of one theme; None where they belong together.

    Works on stored vectors, without the model; where there are none, on words. Two queries.
    """
    part = come_apart([answer.text for answer in answers], _vectors(session, answers))
    if part is None:
        return None
    return SuggestedSplit(frozenset(answers[row].pk for row in part.rows), part.name)


def _vectors(session: GapSession, answers: Sequence[Answer]) -> np.ndarray:
    """The stored rows, or no columns where any is missing."""
    proposal = latest_proposal(session, ProposalState.ACCEPTED, ProposalState.READY)
    stored = {}
    if proposal is not None and proposal.encoder:
        rows = AnswerVector.objects.filter(answer__in=[answer.pk for answer in answers], encoder=proposal.encoder)
        stored = {answer: unpack(vector) for answer, vector in rows.values_list("answer", "vector")}
    if not stored or len(stored) < len(answers):
        return np.zeros((len(answers), 0), np.float32)
    return np.stack([stored[answer.pk] for answer in answers])
