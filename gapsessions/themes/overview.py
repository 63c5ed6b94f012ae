"""What the themes page lists: each theme with its size, quote and questions, and who said it only on request."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.models import Placement, Role, Standing, Suggestion, Theme
from gapsessions.themes.queries import answers_of

VERY_SURE, FAIRLY_SURE = 0.75, 0.5
WORDS_SHOWN = 4
AT_FIRST = 60
"""Themes listed at first; more on demand."""


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme in the list; ``by_question`` says ("Question 1:", 12), ``by_side`` is empty while sorting is blind."""

    theme: Theme
    answers: int
    quote: str
    by_question: tuple[tuple[str, int], ...]
    by_side: tuple[tuple[Perspective, int], ...]


@dataclass(frozen=True, slots=True)
class ThemeList:
    """The themes page in numbers: the lines in sight, and how many ``themes``, ``hidden`` ones and notes there are."""

    lines: tuple[ThemeLine, ...]
    themes: int
    hidden: int
    answers: int
    undecided: int
    others: int


@dataclass(frozen=True, slots=True)
class Note:
    """An answer in a list. ``side`` is "" while sorting is blind."""

    key: UUID
    text: str
    question: int
    side: str
    sure: str
    shared: tuple[str, ...]
    pinned: bool
    hints: tuple[Theme, ...] = ()


def theme_list(session: GapSession, *, who: bool, whole: bool = False) -> ThemeList:
    """All themes but "other", largest first, the first of them in sight; three queries however many there are."""
    placements = Placement.objects.filter(theme__session=session, answer__struck_out=False)
    by_question: dict[int, Counter[str]] = defaultdict(Counter)
    by_side: dict[int, Counter[str]] = defaultdict(Counter)
    decided = 0
    groups = ["theme", "role", "answer__question", *(["answer__sheet__gathering__perspective"] if who else [])]
    for theme, role, question, *side, count in placements.values_list(*groups).annotate(Count("pk")):
        by_question[theme][question] += count
        decided += count if role == Role.PRIMARY else 0
        for one in side:
            by_side[theme][one] += count
    everything = list(Theme.objects.filter(session=session).select_related("quote"))
    themes = sorted(
        (theme for theme in everything if not theme.other),
        key=lambda theme: (-by_question[theme.pk].total(), theme.name),
    )
    shown = themes if whole else themes[:AT_FIRST]
    labels = {question: _("Question %(number)d:") % {"number": question.number} for question in Question}
    answers = answers_of(session).count()
    return ThemeList(
        lines=tuple(
            ThemeLine(
                theme=theme,
                answers=by_question[theme.pk].total(),
                quote=theme.quote.text if theme.quote else "",
                by_question=tuple((label, by_question[theme.pk][q.value]) for q, label in labels.items()),
                by_side=tuple((p, by_side[theme.pk][p.value]) for p in Perspective) if who else (),
            )
            for theme in shown
        ),
        themes=len(themes),
        hidden=len(themes) - len(shown),
        answers=answers,
        undecided=answers - decided,
        others=sum(by_question[theme.pk].total() for theme in everything if theme.other),
    )


def notes_of(answers: QuerySet[Answer], *, who: bool, theme: Theme | None = None) -> list[Note]:
    """The answers of one page of a list, with why they stand where they do; three queries at most."""
    rows = list(answers.select_related("sheet__gathering") if who else answers)
    keys = [answer.pk for answer in rows]
    placed = {}
    if theme is not None:
        placed = {placement.answer_id: placement for placement in theme.placements.filter(answer__in=keys)}
    hints: dict[UUID, list[Theme]] = defaultdict(list)
    if theme is None:
        for hint in Suggestion.objects.filter(answer__in=keys).order_by("rank").select_related("theme"):
            hints[hint.answer_id].append(hint.theme)
    return [_note(answer, placed.get(answer.pk), tuple(hints[answer.pk]), who=who) for answer in rows]


def _note(answer: Answer, placement: Placement | None, hints: tuple[Theme, ...], *, who: bool) -> Note:
    pinned = placement is not None and placement.standing == Standing.PINNED
    shared = placement.why.get("words", ()) if placement and placement.role == Role.PRIMARY else ()
    return Note(
        key=answer.pk,
        text=answer.text,
        question=Question(answer.question).number,
        side=answer.sheet.gathering.perspective if who else "",
        sure="" if pinned or placement is None or placement.confidence is None else _sure(placement.confidence),
        shared=tuple(shared[:WORDS_SHOWN]),
        pinned=pinned,
        hints=hints,
    )


def _sure(confidence: float) -> str:
    if confidence >= VERY_SURE:
        return _("Very sure")
    return _("Fairly sure") if confidence >= FAIRLY_SURE else _("A guess")
