"""Which answer a facilitator may decide about: one that the comparison of their session counts."""

from __future__ import annotations

from uuid import UUID

from gapsessions.disparity.fives import counted_answers, open_links_of
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.queries import answers_of
from gapsessions.web.requests import object_or_404


def answer_of(session: GapSession, pk: UUID) -> Answer:
    """Return an answer of the session by its random id, or raise Http404; what waits to be counted is not there."""
    answers = counted_answers(answers_of(session), open_links_of(session)).select_related("sheet__gathering")
    return object_or_404(answers, pk=pk)
