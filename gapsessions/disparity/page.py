"""The compare page in records: tables per question, chips, triangle and drawer, all worded by disparity/worded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.lines import Line, line_of
from gapsessions.disparity.parts.narrowing import narrowed, parts_under
from gapsessions.disparity.triangle import Triangle, triangle_of
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.headline import gap_title, headline_of
from gapsessions.disparity.worded.parts import Chip, RoomQuestion, Side
from gapsessions.disparity.worded.rows import side_of
from gapsessions.disparity.worded.summary import chip_of, facts_of, room_questions
from gapsessions.disparity.worded.tables import chip_under, raised_under, scopes_of
from gapsessions.method.findings import Family, Reading, ThemeFindings
from gapsessions.method.phrases import phrase
from gapsessions.method.vocabulary import Perspective, Question, Scope
from gapsessions.method.wording import SIDE_NAMES, WARNINGS

ROWS_AT_FIRST = 10
"""More themes of a question show on demand."""
UNFOLDED = 30
"""Themes of an unfolded question on one page."""
ROOM_QUESTIONS = 12


@dataclass(frozen=True, slots=True)
class FamilyChip:
    """One filter: how many themes hold a reading of the family."""

    family: str
    label: str
    themes: int


@dataclass(frozen=True, slots=True)
class Table:
    """The themes of one question, or of one half of question 4.

    ``hidden`` more are printed once it is unfolded; unfolded, it has ``pages``, of which this is ``page``.
    """

    question: str
    title: str
    lines: tuple[Line, ...]
    wishes: str
    """What a link to one of the themes adds to the theme's key: question and filter."""
    hidden: int = 0
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Headline:
    """A gap that stands out from chance, as a sentence with its counts."""

    key: str
    question: str
    sentence: str
    facts: str
    chip: Chip


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Everything on the page but the drawer."""

    title: str
    lede: str
    sides: tuple[Side, ...]
    triangle: Triangle | None
    themes: int
    chips: tuple[FamilyChip, ...]
    tables: tuple[Table, ...]
    headlines: tuple[Headline, ...]
    room: tuple[RoomQuestion, ...]
    warnings: tuple[str, ...]


def compare_page(
    content: SnapshotContent, *, family: str = "", unfolded: str = "", page: int = 1, part: str = "", only: str = ""
) -> ComparePage:
    """Arrange a comparison for the screen.

    ``family`` filters the rows and ``only`` the questions, ``unfolded`` names a question to show whole, page by page.
    ``part`` is the code of a segment or gathering, whose counts then stand in place of its perspectives'.
    """
    if parts := parts_under(content, part):
        content = narrowed(content, parts)
    with words.own_words(content.reading_words):
        return _page(content, family, unfolded, page, only)


def _page(content: SnapshotContent, family: str, unfolded: str, page: int, only: str) -> ComparePage:
    comparison = content.comparison
    title, lede = headline_of(content)
    return ComparePage(
        title=title,
        lede=lede,
        sides=tuple(side_of(side) for side in comparison.sides),
        triangle=triangle_of(comparison),
        themes=sum(1 for theme in content.themes if theme.answers),
        chips=_chips(comparison.themes),
        tables=tuple(_tables(content, family, unfolded, page, only)),
        headlines=tuple(_headline(content, reading) for reading in comparison.headlines),
        room=room_questions(content)[:ROOM_QUESTIONS],
        warnings=tuple(_warning(key) for key in comparison.warnings),
    )


def _chips(themes: Sequence[ThemeFindings]) -> tuple[FamilyChip, ...]:
    """The families that occur, in their own order."""
    counted = {
        family: sum(1 for f in themes if any(reading.family is family for reading in f.readings)) for family in Family
    }
    return tuple(
        FamilyChip(family.value, words.family_label(family), count) for family, count in counted.items() if count
    )


def _tables(content: SnapshotContent, family: str, unfolded: str, page: int, only: str) -> list[Table]:
    found = []
    for question in [Question(only)] if only else Question:
        scopes = scopes_of(content, question)
        for scope in scopes:
            themes = [f for f in raised_under(content, scope) if not family or _family(f, scope) == family]
            if not themes and (family or len(scopes) > 1):
                continue
            title, wishes = _table_title(content, question, scope), f"&question={question.value}"
            wishes += f"&family={family}" if family else ""
            # Only what is shown is worded and drawn: a session may have a hundred themes under a question.
            if unfolded == question.value:
                pages = max(1, -(-len(themes) // UNFOLDED))
                at = min(max(page, 1), pages)
                shown = themes[(at - 1) * UNFOLDED : at * UNFOLDED]
                where = {"page": at, "pages": pages}
            else:
                shown = themes[:ROWS_AT_FIRST]
                where = {"hidden": len(themes) - len(shown)}
            lines = tuple(line_of(content, findings, scope) for findings in shown)
            found.append(Table(question.value, title, lines, wishes, **where))
    return found


def _family(findings: ThemeFindings, scope: Scope) -> str:
    chip = chip_under(findings, scope)
    return chip.family if chip else ""


def _table_title(content: SnapshotContent, question: Question, scope: Scope) -> str:
    if scope is Scope.START:
        return f"{question.number}. {_('Start doing')}"
    if scope is Scope.CONTINUE:
        return f"{question.number}. {_('Keep doing')}"
    wordings = [content.wording.get((side.perspective, question), "") for side in content.comparison.sides]
    return f"{question.number}. {next(filter(None, wordings), words.question_name(question))}"


def _headline(content: SnapshotContent, reading: Reading) -> Headline:
    return Headline(
        key=content.themes[reading.theme].key,
        question=words.QUESTION_OF[words.stands_under(reading)].value,
        sentence=gap_title(content, reading),
        facts=facts_of(content, reading),
        chip=chip_of(reading),
    )


def _warning(key: str) -> str:
    name, *sides = key.split(":")
    named = dict(zip(("first", "second"), (phrase(SIDE_NAMES[Perspective(side)]) for side in sides), strict=False))
    return words.said(phrase(WARNINGS[name], **named))
