"""Which question comes next, whether it still makes sense, and what was learned from those that were answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import Placement, Role, Theme
from gapsessions.themes.queries import answers_of
from gapsessions.themes.suggesting.models import BoardQuestion, Kind, QuestionRound, Said
from gapsessions.themes.sureness import WORDS_SHOWN

SHOWN = 4
"""Notes that stand for each side of a question."""
LAST = 10
"""Open questions that are looked through for one that still makes sense."""

Learned = tuple[UUID, UUID, bool]
"""Two answers, and whether they belong together."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a question: a theme or a part of one, with a few of its notes."""

    name: str
    notes: int
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the page shows it."""

    question: BoardQuestion
    moving: tuple[str, ...]
    """The notes in question, where single notes are; else empty."""
    left: Side
    right: Side
    words: tuple[str, ...]


def open_questions(session: GapSession) -> QuerySet[BoardQuestion]:
    """Questions nobody has settled, best first; a yes that was taken back on the board is open again."""
    unsettled = Q(said=Said.OPEN) | Q(said=Said.YES, change__undone=True)
    return (
        BoardQuestion.objects.filter(unsettled, session=session).select_related("theme", "other").order_by("rank", "pk")
    )


def places_now(session: GapSession, answers: Iterable[str]) -> dict[str, int]:
    """The primary theme of each of these answers that stands in one and may be read."""
    readable = answers_of(session).filter(pk__in=list(answers)).values("pk")
    rows = Placement.objects.filter(answer__in=readable, role=Role.PRIMARY).values_list("answer", "theme")
    return {str(answer): theme for answer, theme in rows}


def makes_sense(question: BoardQuestion, places: dict[str, int]) -> bool:
    """Whether the themes are there and the notes still stand where they stood."""
    if question.theme_id is None or (question.other_id is None and question.kind != Kind.SPLIT):
        return False
    return all(places.get(answer) == question.theme_id for answer in question.notes)


def next_question(session: GapSession) -> Asked | None:
    """The best question that still makes sense; a handful of queries."""
    waiting = list(open_questions(session)[:LAST])
    places = places_now(session, {answer for question in waiting for answer in question.notes})
    for question in waiting:
        if makes_sense(question, places):
            asked = _shown(session, question)
            if asked is not None:
                return asked
    return None


def _shown(session: GapSession, question: BoardQuestion) -> Asked | None:
    theme, other = question.theme, question.other
    assert theme is not None  # noqa: S101 (makes_sense)
    notes, speaking = set(question.notes), list(question.speaking)
    here = _texts(session, theme, speaking)
    words = tuple(question.words[:WORDS_SHOWN])
    if question.kind == Kind.SPLIT:
        part = [text for answer, text in here if answer in notes]
        rest = [text for answer, text in here if answer not in notes]
        if not part or not rest:
            return None
        return Asked(question, (), _side(question.name, part), _side(theme.name, rest), words)
    assert other is not None  # noqa: S101 (makes_sense)
    there = [text for _answer, text in _texts(session, other, speaking)]
    if question.kind == Kind.MERGE:
        left = [text for _answer, text in here]
        return Asked(question, (), _side(theme.name, left), _side(other.name, there), words) if left and there else None
    moving = tuple(text for answer, text in here if answer in notes)
    left = [text for answer, text in here if answer not in notes]
    return Asked(question, moving[:SHOWN], _side(theme.name, left), _side(other.name, there), words)


def _side(name: str, texts: list[str]) -> Side:
    return Side(name, len(texts), tuple(list(dict.fromkeys(texts))[:SHOWN]))


def _texts(session: GapSession, theme: Theme, speaking: list[str]) -> list[tuple[str, str]]:
    """The notes of a theme, those that speak for it first, then by how sure the machine was of them."""
    inside = Placement.objects.filter(theme=theme, role=Role.PRIMARY, answer__in=answers_of(session).values("pk"))
    rows = inside.values_list("answer", "answer__text", "confidence")
    order = {answer: place for place, answer in enumerate(speaking)}
    found = [(str(answer), text, confidence or 0.0) for answer, text, confidence in rows]
    found.sort(key=lambda row: (order.get(row[0], len(order)), -row[2], row[0]))
    return [(answer, text) for answer, text, _confidence in found]


def learned_in(session: GapSession) -> list[Learned]:
    """What all answers so far taught; a yes that was taken back on the board taught nothing."""
    said = BoardQuestion.objects.filter(session=session, said__in=(Said.YES, Said.NO)).exclude(change__undone=True)
    return [
        (UUID(one), UUID(other), bool(together))
        for answer, verdicts in said.order_by("pk").values_list("said", "verdicts")
        for one, other, together in verdicts.get(answer, ())
    ]


def settled(session: GapSession) -> int:
    """How many questions were answered by yes or no."""
    said = BoardQuestion.objects.filter(session=session, said__in=(Said.YES, Said.NO))
    return said.exclude(change__undone=True).count()


def skipped(session: GapSession) -> int:
    """How many wait because somebody skipped them, and could still be asked."""
    return BoardQuestion.objects.filter(session=session, said=Said.SKIPPED).exclude(theme=None).count()


def is_thinking(session: GapSession) -> bool:
    """Whether the worker was asked for questions and has not come to an end."""
    asked = QuestionRound.objects.filter(session=session).first()
    return asked is not None and asked.done < asked.wanted
