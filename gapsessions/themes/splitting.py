"""Where a theme would come apart: the machine's suggestion of what to take out, for a person to correct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from gapsessions.method.proposing import STOPS, propose_themes
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, AnswerVector
from gapsessions.themes.encoding import unpack
from gapsessions.themes.models import ProposalState
from gapsessions.themes.queries import latest_proposal

LEAST = 4
"""Fewer answers than this have no halves."""
LEAST_PART = 2


@dataclass(frozen=True, slots=True)
class SuggestedSplit:
    """Answers that would go into a new theme, and what that would be called."""

    answers: frozenset[UUID]
    name: str


def suggest_split(session: GapSession, answers: Sequence[Answer]) -> SuggestedSplit | None:
    """Cut the answers of one theme ever finer until a second group stands beside the first; None where none does.

    Works on stored vectors, without the model; where there are none, on words.
    """
    if len(answers) < LEAST:
        return None
    texts = [answer.text for answer in answers]
    found = propose_themes(texts, _vectors(session, answers), granularity=STOPS[0])
    for stop in STOPS:
        labels = found.recut(stop)
        sizes = Counter(int(label) for label in labels if label >= 0).most_common(2)
        if len(sizes) == 2 and sizes[1][1] >= LEAST_PART:
            second = sizes[1][0]
            named = propose_themes(texts, _vectors(session, answers), granularity=stop)
            chosen = frozenset(answer.pk for answer, label in zip(answers, labels, strict=True) if label == second)
            return SuggestedSplit(chosen, named.themes[second].name if second < len(named.themes) else "")
    return None


def _vectors(session: GapSession, answers: Sequence[Answer]) -> np.ndarray:
    """The stored rows, or no columns where any is missing."""
    proposal = latest_proposal(session, ProposalState.ACCEPTED, ProposalState.READY)
    stored = {}
    if proposal is not None and proposal.encoder:
        rows = AnswerVector.objects.filter(answer__in=[answer.pk for answer in answers], encoder=proposal.encoder)
        stored = {answer: unpack(vector) for answer, vector in rows.values_list("answer", "vector")}
    if len(stored) < len(answers):
        return np.zeros((len(answers), 0), np.float32)
    return np.stack([stored[answer.pk] for answer in answers])
