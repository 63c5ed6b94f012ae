"""Rows that break the rules of proposals, questions about the board and second sortings, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from gapsessions.themes.models import Proposal
from gapsessions.themes.proposals.models import Cut
from gapsessions.themes.suggesting.models import BoardQuestion
from gapsessions.themes.trust.models import SecondPlacing, SecondSorting
from tests.architecture.broken_quotes import QUOTES


def _cut_twice(room: Any) -> list[models.Model]:
    proposal = Proposal.objects.create(session=room.session)
    return [Cut(proposal=proposal, stop=3, themes=1) for _ in range(2)]


def _placed(room: Any, *notes: tuple[Any, int]) -> list[models.Model]:
    sorting = SecondSorting.objects.create(session=room.session, seed=1)
    return [SecondPlacing(sorting=sorting, answer=answer, place=place) for answer, place in notes]


MORE: dict[str, Callable[[Any], list[models.Model]]] = {
    **QUOTES,
    "cut_once_per_stop": _cut_twice,
    "board_question_kind_known": lambda r: [BoardQuestion(session=r.session, kind="guess")],
    "board_question_said_known": lambda r: [
        BoardQuestion(session=r.session, kind="merge", said="perhaps", said_at="2026-11-22T00:00Z")
    ],
    "board_question_said_at_a_time": lambda r: [BoardQuestion(session=r.session, kind="merge", said="yes")],
    "second_placing_once": lambda r: _placed(r, (r.answer, 1), (r.answer, 2)),
    "second_placing_in_order": lambda r: _placed(r, (r.answer, 1), (r.second, 1)),
}
