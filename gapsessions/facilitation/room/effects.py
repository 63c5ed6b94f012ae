"""What a move does to the sheets: questions are opened and revealed, and a closed room is closed down."""

from __future__ import annotations

from collections.abc import Iterable

from gapsessions.gatherings.models import Gathering, OpenedQuestion
from gapsessions.method.vocabulary import Question
from gapsessions.sheets.models import Answer
from gapsessions.sheets.silence import open_question, reveal_all


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


def reveal(*, gathering: Gathering) -> None:
    """End every silence: the tables see all their notes, and nobody can tell any more which phone wrote which."""
    reveal_all(gathering)


def close_down(*, gathering: Gathering) -> None:
    """Nothing that leads from a note to a phone outlives the room."""
    reveal_all(gathering)
