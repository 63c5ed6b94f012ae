"""One theme opened on the compare page: why it reads as it does, and what each side said in its own words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.fives import counted_answers, open_links_of
from gapsessions.disparity.lines import is_weak
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.differences import why_of
from gapsessions.disparity.worded.parts import Chip
from gapsessions.disparity.worded.summary import by_theme, chip_of, question_label, question_of
from gapsessions.disparity.worded.tables import readings_under, scopes_of
from gapsessions.method.findings import Grade, Reading, ThemeFindings
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer

QUOTES, MORE = 3, 60
"""Quotes in sight, and notes that fold out, for each side."""


@dataclass(frozen=True, slots=True)
class Why:
    """A reading with its reasons."""

    chip: Chip
    weak: bool
    question: str
    grade: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """What one side said: how many raised it, the chosen quotes, and further notes."""

    perspective: Perspective
    name: str
    reach: str
    asked: bool
    quotes: tuple[str, ...]
    more: tuple[str, ...]
    unshown: int


@dataclass(frozen=True, slots=True)
class Drawer:
    """A theme under one question."""

    key: str
    name: str
    question: str
    whys: tuple[Why, ...]
    voices: tuple[Voice, ...]


def drawer_of(session: GapSession, content: SnapshotContent, key: str, question: Question | None) -> Drawer | None:
    """Open a theme by its code, under a question or under the one where its first reading stands.

    None where the comparison knows no such theme. Two queries.
    """
    number = next((theme.theme for theme in content.themes if theme.key == key), None)
    findings = by_theme(content).get(number) if number is not None else None
    if number is None or findings is None:
        return None
    question = question or _first_question(findings)
    readings = [r for scope in scopes_of(content, question) for r in readings_under(findings, scope)]
    with words.own_words(content.reading_words):
        whys = tuple(_why(content, reading) for reading in dict.fromkeys(readings))
    return Drawer(
        key=key,
        name=content.themes[number].name,
        question=question_label(question),
        whys=whys,
        voices=_voices(session, content, findings, question, key),
    )


def _first_question(findings: ThemeFindings) -> Question:
    if findings.readings:
        return words.QUESTION_OF[words.stands_under(findings.readings[0])]
    raised = {scope.value: count.raising for (_side, scope), count in findings.counts.items() if count.raising}
    return next((question for question in Question if question.value in raised), Question.STRENGTH)


def _why(content: SnapshotContent, reading: Reading) -> Why:
    grade = {
        Grade.STRONG: _("Strong evidence"),
        Grade.MODERATE: _("Moderate evidence"),
        Grade.TENTATIVE: _("Tentative: a question, not a finding"),
    }[reading.grade]
    lines = (*why_of(content, reading), _("Certainty %(p)s, before any limit.") % {"p": f"{reading.evidence:.3f}"})
    label = question_of(reading)
    return Why(chip_of(reading), is_weak(reading), label, grade, lines)


def _voices(
    session: GapSession, content: SnapshotContent, findings: ThemeFindings, question: Question, key: str
) -> tuple[Voice, ...]:
    notes = _notes(session, key, question)
    found = []
    for side in content.comparison.sides:
        perspective = side.perspective
        counts = [findings.counts.get((perspective, scope)) for scope in scopes_of(content, question)]
        count = max((c for c in counts if c is not None), key=lambda c: c.raising, default=None)
        picked = [
            quote
            for quote in content.quotes
            if (quote.theme, quote.perspective, quote.question) == (findings.theme, perspective, question)
        ]
        chosen = tuple(quote.text for quote in picked if not quote.withdrawn)
        known = {quote.text for quote in picked}
        others = [text for text in notes[perspective] if " ".join(text.split()) not in known]
        quotes = (*chosen, *others)[:QUOTES]
        rest = others[max(0, QUOTES - len(chosen)) :]
        found.append(
            Voice(
                perspective=perspective,
                name=words.perspective_name(perspective),
                reach=words.reach_text(perspective, count),
                asked=question in side.asked,
                quotes=tuple(quotes),
                more=tuple(rest[:MORE]),
                unshown=max(0, len(rest) - MORE),
            )
        )
    return tuple(found)


def _notes(session: GapSession, key: str, question: Question) -> dict[Perspective, list[str]]:
    """The answers of a theme under a question, by side and in no order of arrival; nothing else about them is read."""
    answers = Answer.objects.filter(
        sheet__gathering__session=session, placements__theme__key=key, question=question.value, struck_out=False
    )
    counted = counted_answers(answers, open_links_of(session)).order_by("pk")
    rows = counted.values_list("sheet__gathering__perspective", "text")
    notes: dict[Perspective, list[str]] = defaultdict(list)
    for perspective, text in rows:
        notes[Perspective(perspective)].append(text)
    return notes
