"""The compare page in records: tables per question, chips, triangle and drawer, all worded by disparity/worded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from gapsessions.disparity.content import PartContent, SnapshotContent
from gapsessions.disparity.lines import Line, line_of
from gapsessions.disparity.parts.narrowing import narrowed, parts_under
from gapsessions.disparity.triangle import Triangle, triangle_of
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.asides import Beside, foreseen_lines, pulse_lines
from gapsessions.disparity.worded.headline import gap_title, headline_of, heard_in
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
class PartChoice:
    """One segment or gathering to choose: its code, what it is called, and the list it stands in."""

    key: str
    name: str
    group: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Everything on the page but the drawer."""

    title: str
    lede: str
    compared: bool
    """Whether two sides or more have handed in a sheet."""
    sides: tuple[Side, ...]
    triangle: Triangle | None
    themes: int
    chips: tuple[FamilyChip, ...]
    tables: tuple[Table, ...]
    headlines: tuple[Headline, ...]
    room: tuple[RoomQuestion, ...]
    warnings: tuple[str, ...]
    pulse: tuple[Beside, ...]
    foreseen: tuple[Beside, ...]
    parts: tuple[PartChoice, ...]
    """Segments and gatherings that may be shown apart; none where there is nothing to take apart."""
    narrowed: str
    """Names of the parts that are shown in place of their perspectives; "" for the whole comparison."""


def compare_page(
    content: SnapshotContent, *, family: str = "", unfolded: str = "", page: int = 1, part: str = "", only: str = ""
) -> ComparePage:
    """Arrange a comparison for the screen.

    ``family`` filters the rows and ``only`` the questions, ``unfolded`` names a question to show whole, page by page.
    ``part`` is the code of a segment or gathering, whose counts then stand in place of its perspectives'.
    """
    parts, choices = parts_under(content, part), _choices(content, part)
    if parts:
        content = replace(narrowed(content, parts), pulse=(), foreseen=())
        family = ""
    with words.own_words(content.reading_words):
        shown = _page(content, family, unfolded, page, only)
    return replace(shown, parts=choices, narrowed=_named(parts))


def _choices(content: SnapshotContent, part: str) -> tuple[PartChoice, ...]:
    """Segments first, each once even where several perspectives have it; then gatherings."""
    segments = {each.key: each.name for each in content.segments}
    return (
        *(PartChoice(key, name, "segments", key == part) for key, name in sorted(segments.items(), key=lambda s: s[1])),
        *(
            PartChoice(
                each.key, f"{words.perspective_name(each.perspective)}: {each.name}", "gatherings", each.key == part
            )
            for each in content.gatherings
        ),
    )


def _named(parts: Sequence[PartContent]) -> str:
    """ "Customers and staff: north"."""
    if not parts:
        return ""
    sides = words.listed([words.perspective_name(each.perspective) for each in parts])
    return _("%(sides)s: %(part)s") % {"sides": sides, "part": words.isolated(parts[0].name)}


def _page(content: SnapshotContent, family: str, unfolded: str, page: int, only: str) -> ComparePage:
    comparison = content.comparison
    title, lede = headline_of(content)
    return ComparePage(
        title=title,
        lede=lede,
        compared=len(heard_in(content)) > 1,
        sides=tuple(side_of(side) for side in comparison.sides),
        triangle=triangle_of(comparison),
        themes=sum(1 for theme in content.themes if theme.answers),
        chips=_chips(comparison.themes),
        tables=tuple(_tables(content, family, unfolded, page, only)),
        headlines=tuple(_headline(content, reading) for reading in comparison.headlines),
        room=room_questions(content)[:ROOM_QUESTIONS],
        warnings=tuple(_warning(key) for key in comparison.warnings),
        pulse=pulse_lines(content),
        foreseen=foreseen_lines(content),
        parts=(),
        narrowed="",
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
            title = _table_title(content, question, scope)
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
            found.append(Table(question.value, title, lines, **where))
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
