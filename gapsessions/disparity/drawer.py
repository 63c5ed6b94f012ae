"""One theme opened on the compare page: why it reads as it does, and what each side said in its own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from gapsessions.disparity.content import PartContent, SnapshotContent
from gapsessions.disparity.fives import counted_answers, open_links_of
from gapsessions.disparity.lines import is_weak
from gapsessions.disparity.models import QuoteStanding
from gapsessions.disparity.parts.narrowing import narrowed, parts_under
from gapsessions.disparity.parts.verbatims import words_of_parts
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.differences import why_of
from gapsessions.disparity.worded.parts import Chip
from gapsessions.disparity.worded.summary import by_theme, chip_of, question_label, question_of
from gapsessions.disparity.worded.tables import readings_under, scopes_of
from gapsessions.method.findings import Grade, Reading, ThemeFindings
from gapsessions.method.phrases import phrase
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.method.wording import NOTES, SIDE_NAMES
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer

QUOTES, MORE, MOST = 3, 12, 60
"""Quotes in sight, notes that fold out, and notes on demand, for each side."""


@dataclass(frozen=True, slots=True)
class Why:
    """A reading with its reasons."""

    chip: Chip
    weak: bool
    question: str
    grade: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteShown:
    """One note as others may read it, and what people decided about quoting it.

    ``standing`` is a QuoteStanding, "chosen" where the product quotes it, or "" for a note that is not quoted.
    """

    key: str
    """The answer's random id, by which a facilitator picks it."""
    text: str
    """"" where its words were withdrawn."""
    standing: str
    redacted: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """What one side said: how many raised it, the quotes, and further notes."""

    perspective: Perspective
    name: str
    reach: str
    asked: bool
    quotes: tuple[NoteShown, ...]
    more: tuple[NoteShown, ...]
    unshown: int
    withheld: bool
    """Fewer than eight people stand behind the part that is shown, so that no words of it are."""


@dataclass(frozen=True, slots=True)
class Drawer:
    """A theme under one question."""

    key: str
    name: str
    question: str
    kind: str
    """The question as addresses name it."""
    whys: tuple[Why, ...]
    remarks: tuple[str, ...]
    """What the method notes beside readings: "Staff: few named it, many voted for it"."""
    voices: tuple[Voice, ...]


def drawer_of(
    session: GapSession,
    content: SnapshotContent,
    key: str,
    question: Question | None,
    part: str = "",
    *,
    more: int = MORE,
) -> Drawer | None:
    """Open a theme by its code, under a question or under the one where its first reading stands.

    ``part`` narrows it to a segment or gathering, ``more`` notes of each side fold out. None where the comparison knows
    no such theme. Two queries, one more for a part.
    """
    number = next((theme.theme for theme in content.themes if theme.key == key), None)
    findings = by_theme(content).get(number) if number is not None else None
    if number is None or findings is None:
        return None
    question = question or _first_question(findings)
    if parts := parts_under(content, part):
        content = narrowed(content, parts)
        findings = by_theme(content)[number]
    readings = [r for scope in scopes_of(content, question) for r in readings_under(findings, scope)]
    with words.own_words(content.reading_words):
        whys = tuple(_why(content, reading) for reading in dict.fromkeys(readings))
    return Drawer(
        key=key,
        name=content.themes[number].name,
        question=question_label(question),
        kind=question.value,
        whys=whys,
        remarks=tuple(_remark(key) for key in findings.notes),
        voices=_voices(session, content, findings, question, key, parts, more),
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


def _remark(key: str) -> str:
    name, side = key.split(":")
    return words.said(phrase(NOTES[name], side=phrase(SIDE_NAMES[Perspective(side)])))


def _voices(
    session: GapSession,
    content: SnapshotContent,
    findings: ThemeFindings,
    question: Question,
    key: str,
    parts: Sequence[PartContent],
    more: int,
) -> tuple[Voice, ...]:
    allowed = words_of_parts(session, tuple(parts)) if parts else {}
    notes = _notes(session, key, question, allowed)
    # A large session keeps thousands: the number of the theme first, which is cheap to compare.
    spoken = [quote for quote in content.quotes if quote.theme == findings.theme and quote.question is question]
    found = []
    for side in content.comparison.sides:
        perspective = side.perspective
        counts = [findings.counts.get((perspective, scope)) for scope in scopes_of(content, question)]
        count = max((c for c in counts if c is not None), key=lambda c: c.raising, default=None)
        picked = [quote.text for quote in spoken if quote.perspective is perspective]
        quotes, rest = _sorted(notes[perspective], picked)
        found.append(
            Voice(
                perspective=perspective,
                name=words.perspective_name(perspective),
                reach=words.reach_text(perspective, count),
                asked=question in side.asked,
                quotes=quotes,
                more=rest[:more],
                unshown=max(0, len(rest) - more),
                withheld=perspective in allowed and not notes[perspective] and bool(count and count.raising),
            )
        )
    return tuple(found)


def _sorted(notes: list[NoteShown], chosen: list[str]) -> tuple[tuple[NoteShown, ...], tuple[NoteShown, ...]]:
    """(quotes in sight, the rest): what people picked, else what the product chose, filled up with further notes."""
    picked = [note for note in notes if note.standing == QuoteStanding.PICKED]
    # People may have decided since the comparison was made.
    places = {} if picked else {text: place for place, text in enumerate(chosen)}
    proposed: dict[str, NoteShown] = {}
    for note in notes:
        if not note.standing and (words_of := " ".join(note.text.split())) in places:
            proposed.setdefault(words_of, note)
    ordered = sorted(proposed.items(), key=lambda item: places[item[0]])
    quoted = [NoteShown(note.key, note.text, "chosen", note.redacted) for _words, note in ordered]
    known = {note.key for note in (*picked, *quoted)}
    rest = [note for note in notes if note.key not in known]
    open_ones = [note for note in rest if not note.standing]
    sight = [*picked, *quoted]
    sight += open_ones[: max(0, QUOTES - len(sight))]
    shown = {note.key for note in sight}
    return tuple(sight), tuple(note for note in rest if note.key not in shown)


def _notes(
    session: GapSession, key: str, question: Question, allowed: dict[Perspective, Q]
) -> dict[Perspective, list[NoteShown]]:
    """The answers of a theme under a question, by side and in no order of arrival; nothing else about them is read."""
    answers = Answer.objects.filter(
        sheet__gathering__session=session, placements__theme__key=key, question=question.value, struck_out=False,
        pen_hash="",
    )  # fmt: skip
    if allowed:
        readable = ~Q(sheet__gathering__perspective__in=[side.value for side in allowed])
        for side, words_of in allowed.items():
            readable |= Q(sheet__gathering__perspective=side.value) & words_of
        answers = answers.filter(readable)
    counted = counted_answers(answers, open_links_of(session)).order_by("pk")
    rows = counted.values_list(
        "sheet__gathering__perspective", "pk", "text", "quote_mark__standing", "quote_mark__redacted"
    )
    notes: dict[Perspective, list[NoteShown]] = defaultdict(list)
    for perspective, pk, text, standing, redacted in rows:
        gone = standing == QuoteStanding.WITHDRAWN
        shown = NoteShown(str(pk), "" if gone else redacted or text, standing or "", bool(redacted))
        notes[Perspective(perspective)].append(shown)
    return notes
