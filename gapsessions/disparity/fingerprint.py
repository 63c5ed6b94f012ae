"""Tells cheaply whether a session is still as it was when it was last compared."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db.models import Count, Max, Q, Sum

from gapsessions.disparity.asides.pulse import pulse_state
from gapsessions.disparity.fives import (
    counted_answers,
    counted_placements,
    counted_sheets,
    fives_waiting,
    open_links,
)
from gapsessions.disparity.models import QuoteLog
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Stage
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, Prediction, Sheet
from gapsessions.storage.reading import reading
from gapsessions.themes.ballot.models import Ballot
from gapsessions.themes.models import MoveLog, Placement, Proposal, ProposalState, Theme
from gapsessions.themes.trust.models import SecondSorting


def fingerprint_of(session: GapSession) -> str:
    """SHA-256 over everything that a comparison is made of, as counts where there is much of it.

    Texts enter by the sum of their revisions, placements by their number per theme and by the log of moves: an
    exchange of two answers between two themes is a move. Replies of an open link enter by fives. Fifteen queries,
    one more while a link is open, and no answer is read.
    """
    with reading():
        return hashlib.sha256(json.dumps(_state(session), default=str).encode()).hexdigest()


def _state(session: GapSession) -> list[Any]:
    gatherings = list(session.gatherings.order_by("pk"))
    links = open_links(gatherings)
    sheets = counted_sheets(Sheet.objects.filter(gathering__session=session), links)
    answers = counted_answers(Answer.objects.filter(sheet__gathering__session=session), links)
    placements = counted_placements(Placement.objects.filter(theme__session=session), links)
    moves = MoveLog.objects.filter(session=session)
    kept = GapSession.objects.filter(pk=session.pk)
    return [
        *kept.values_list(
            "title",
            "organisation__name",
            "organisation__reading_words",
            "language",
            "themes_closed_at",
            "rows_left_out",
        ),
        *session.questions.order_by("pk").values_list("pk", "wording", "asked"),
        *((g.pk, g.perspective, g.style, g.stage, g.held_on, g.census) for g in gatherings),
        fives_waiting(links),
        sheets.aggregate(Count("pk"), Sum("head_count"), confirmed=Count("pk", filter=Q(confirmed=True))),
        answers.aggregate(
            Count("pk"),
            Sum("revision"),
            struck=Count("pk", filter=Q(struck_out=True)),
            stars=Count("pk", filter=Q(star=True)),
        ),
        *answers.exclude(valence="", intent="")
        .order_by("valence", "intent", "question")
        .values_list("valence", "intent", "question")
        .annotate(Count("pk")),
        *Theme.objects.filter(session=session).order_by("pk").values_list("pk", "name", "heading__name", "quote"),
        *placements.order_by("theme", "role", "standing")
        .values_list("theme", "role", "standing")
        .annotate(Count("pk")),
        moves.aggregate(Max("pk"), undone=Count("pk", filter=Q(undone=True))),
        Proposal.objects.filter(session=session, state=ProposalState.ACCEPTED).aggregate(Max("pk")),
        SecondSorting.objects.filter(session=session).aggregate(Max("finished_at")),
        *_asides(session, gatherings),
    ]


def _asides(session: GapSession, gatherings: list[Gathering]) -> list[Any]:
    """Pulse, predictions and what they were found to mean, closed votes, and what people decided about quotes."""
    closed = [gathering.pk for gathering in gatherings if gathering.stage == Stage.CLOSED]
    predictions = Prediction.objects.filter(gathering__in=closed).order_by("pk", "matches__theme")
    return [
        pulse_state(gatherings),
        list(predictions.values_list("pk", "matches", "matches__theme")),
        Ballot.objects.filter(gathering__session=session, closed=True).aggregate(Max("pk")),
        # Whatever is decided about a quote is logged with it; the marks themselves are found by way of all answers.
        QuoteLog.objects.filter(session=session).aggregate(Max("pk")),
    ]
