"""Questions put to a room, and taken back while nobody has written under them."""

from __future__ import annotations

from collections.abc import Iterable

from gapsessions.gatherings.models import Gathering, OpenedQuestion
from gapsessions.method.vocabulary import Question
from gapsessions.sheets.models import Answer
from gapsessions.sheets.silence import open_question


def open_questions(*, gathering: Gathering, questions: Iterable[Question]) -> tuple[Question, ...]:
    """Put questions to the room; give those that were not open before."""
    before = set(OpenedQuestion.objects.filter(gathering=gathering).values_list("question", flat=True))
    wanted = tuple(questions)
    for kind in wanted:
        open_question(gathering, kind)
    return tuple(kind for kind in wanted if kind.value not in before)


def close_questions(*, gathering: Gathering, questions: Iterable[Question]) -> None:
    """Undo `open_questions`, but for those that somebody has written under: what is written stays reachable."""
    for question in questions:
        if not Answer.objects.filter(sheet__gathering=gathering, question=question).exists():
            OpenedQuestion.objects.filter(gathering=gathering, question=question).delete()
