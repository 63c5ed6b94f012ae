"""The neutral report: a snapshot's content worded and arranged once, for PDF, page and spreadsheet alike."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.differences import findings_of, overlaps_of
from gapsessions.disparity.worded.parts import (
    AppendixGroup,
    Finding,
    Matrix,
    MethodSection,
    Overlap,
    Paper,
    QuestionPage,
    RoomQuestion,
    Row,
    Side,
    Start,
    Summary,
)
from gapsessions.disparity.worded.rows import side_of
from gapsessions.disparity.worded.summary import plan_of, room_questions, summary_of
from gapsessions.disparity.worded.wave_told import WaveTold, wave_told
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.method.wording import GROUND_RULES
from gapsessions.web.languages import worded_in

from .aside_pages import plan_page_of, published_gaps, pulse_of
from .brand import PLAIN, Brand
from .headings import (
    AGREEMENT,
    COVER,
    DIFFERENCES,
    MATRIX,
    METHOD,
    PLAN,
    PULSE,
    SUMMARY,
    WAVE,
    Heading,
    Headings,
    agreement_heading,
    differences_heading,
    matrix_heading,
    page_name,
    plan_heading,
    pulse_heading,
)
from .method_page import method_of, one_sheet_warnings
from .one_page import briefly_named, cut, one_page_of, opened, summary_title
from .pages import matrix_of, question_page
from .parts import OnePage, PlanPage, PublishedGap, Pulse, SegmentTable
from .quotes import appendix_of
from .segment_pages import segment_tables

LONGEST_ROOM_LIST = 20
LONGEST_FINDINGS_LIST = 10
"""Ranked questions and reasoned differences beyond this stand in the spreadsheet only."""
LONGEST_RUNNING = 48
"""Characters of a name in the lines that run on every page."""


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A report in the order of its pages; ``content`` rides along for files that print every figure."""

    title: str
    organisation: str
    held_on: str
    language: str
    right_to_left: bool
    paper: Paper
    draft: bool
    version: str
    running_title: str
    running_place: str
    """Lines on every page, each name kept in its own direction."""
    reviewed: bool
    lexical_only: bool
    cover_title: str
    cover_line: str
    ground_rules: str
    cover_rows: tuple[Row, ...]
    cover_facts: tuple[tuple[str, str], ...]
    sides: tuple[Side, ...]
    absent: tuple[str, ...]
    one_sheet: tuple[str, ...]
    """A warning for each side of which a single sheet came in."""
    summary: Summary
    matrix: Matrix
    questions: tuple[QuestionPage, ...]
    agreements: tuple[Finding, ...]
    overlaps: tuple[Overlap, ...]
    differences: tuple[Finding, ...]
    differences_left_out: int
    room: tuple[RoomQuestion, ...]
    room_left_out: int
    plan: tuple[Start, ...]
    plan_page: PlanPage | None
    pulse: Pulse | None
    one_page: OnePage
    wave: WaveTold | None
    """What has moved since the wave before."""
    published: tuple[PublishedGap, ...]
    headings: dict[str, Heading]
    """By page: the headline as printed, and the one written from the data."""
    method: tuple[MethodSection, ...]
    appendix: tuple[AppendixGroup, ...]
    appendix_left_out: int
    segments: tuple[SegmentTable, ...]
    content: SnapshotContent
    brand: Brand = PLAIN

    @property
    def hollow(self) -> bool:
        """Whether a side has tables and single replies, so that some marks are hollow."""
        return any(side.both for side in self.sides)

    @property
    def unanswered(self) -> bool:
        """Whether any question has nothing to show; those share one page."""
        return any(not page.tables for page in self.questions)


def build_document(
    content: SnapshotContent, *, paper: str = "a4", brand: Brand = PLAIN, appendix: bool = True
) -> ReportDocument:
    """Word and arrange a snapshot in its own language; the same content always gives the same document.

    Without ``appendix`` the answers are not arranged: no page on a screen lists them all.

    Raises ValueError for a paper other than "a4" or "letter".
    """
    content = _asked_only(content)
    with words.in_words_of(content):
        comparison = content.comparison
        headings = Headings(content.headlines)
        brief = briefly_named(content)
        summary = replace(summary_of(brief), title=summary_title(content))
        room = room_questions(content)
        differences = findings_of(content, comparison.headlines)
        all_answers, appendix_left_out = appendix_of(content) if appendix else ((), 0)
        present = [side.perspective for side in comparison.sides]
        cover_title = headings.of(COVER, _cover_title(present))
        summary = opened(summary, headings.of(SUMMARY, summary.title))
        wave = wave_told(content)
        if wave:
            headings.of(WAVE, wave.deeds)
        headings.of(MATRIX, matrix_heading(content))
        questions = tuple(_headed(question_page(content, question, Paper(paper)), headings) for question in Question)
        agreements = findings_of(content, comparison.agreements) if len(present) > 1 else ()
        overlaps, pulse, plan = overlaps_of(content), pulse_of(content), plan_of(content)
        if agreements or overlaps:
            headings.of(AGREEMENT, agreement_heading(content))
        if differences or room:
            headings.of(DIFFERENCES, differences_heading(content))
        if pulse:
            headings.of(PULSE, pulse_heading(content))
        headings.of(PLAN, plan_heading(plan))
        headings.of(METHOD, page_name(METHOD))
        return ReportDocument(
            title=content.title,
            organisation=content.organisation,
            held_on=date_format(content.held_on, "j F Y"),
            language=worded_in(content.language),
            right_to_left=translation.get_language_bidi(),
            paper=Paper(paper),
            draft=content.draft,
            version=_version(content),
            running_title=_running_title(content),
            running_place=_running_place(content),
            reviewed=content.provenance.reviewed,
            lexical_only=not content.provenance.encoder,
            cover_title=cover_title,
            cover_line=_cover_line(content),
            ground_rules=words.said(GROUND_RULES),
            cover_rows=(*summary.gaps, *summary.agreements)[:4],
            cover_facts=_cover_facts(content),
            sides=tuple(side_of(side) for side in comparison.sides),
            absent=tuple(
                _("%(side)s: not asked in this session.") % {"side": words.perspective_name(perspective)}
                for perspective in Perspective
                if perspective not in present
            ),
            one_sheet=one_sheet_warnings(content),
            summary=summary,
            matrix=matrix_of(content),
            questions=questions,
            agreements=agreements,
            overlaps=overlaps,
            differences=differences[:LONGEST_FINDINGS_LIST],
            differences_left_out=max(0, len(differences) - LONGEST_FINDINGS_LIST),
            room=room[:LONGEST_ROOM_LIST],
            room_left_out=max(0, len(room) - LONGEST_ROOM_LIST),
            plan=plan,
            plan_page=plan_page_of(content),
            pulse=pulse,
            one_page=one_page_of(brief),
            wave=wave,
            published=published_gaps(),
            headings=headings.all,
            method=method_of(content),
            appendix=all_answers,
            appendix_left_out=appendix_left_out,
            segments=segment_tables(content),
            content=content,
            brand=brand,
        )


def _headed(page: QuestionPage, headings: Headings) -> QuestionPage:
    """A question's page under a person's own headline, where there is one."""
    return replace(page, title=headings.of(page.anchor, page.title))


def _asked_only(content: SnapshotContent) -> SnapshotContent:
    """Without sides that were asked nothing: the report says once that they were not, and gives them no column."""
    comparison = content.comparison
    asked = tuple(side for side in comparison.sides if side.asked)
    return replace(content, comparison=replace(comparison, sides=asked))


def _version(content: SnapshotContent) -> str:
    return _("Version %(n)d") % {"n": content.number} if content.number else ""


def _running_title(content: SnapshotContent) -> str:
    names = dict.fromkeys(cut(name, LONGEST_RUNNING) for name in (content.organisation, content.title))
    return " · ".join(words.isolated(name) for name in names if name)


def _running_place(content: SnapshotContent) -> str:
    parts = (
        words.isolated(cut(content.organisation, LONGEST_RUNNING)),
        date_format(content.held_on, "j F Y"),
        _version(content),
    )
    return " · ".join(part for part in parts if part)


def _cover_title(present: list[Perspective]) -> str:
    if len(present) < 2:
        return _("What %(side)s told us") % {
            "side": words.perspective_in_sentence(present[0]) if present else _("people")
        }
    return _("Where we see the same, and where we do not")


def _cover_line(content: SnapshotContent) -> str:
    sides = [words.perspective_in_sentence(side.perspective) for side in content.comparison.sides]
    return _("What %(sides)s answered to the same four questions, as of %(day)s") % {
        "sides": words.listed(sides) or _("people"),
        "day": date_format(content.held_on, "j F Y"),
    }


def _cover_facts(content: SnapshotContent) -> tuple[tuple[str, str], ...]:
    sides = content.comparison.sides
    sheets = sum(side.tables + side.singles for side in sides)
    answers = sum(side.answers for side in sides)
    themes = sum(1 for theme in content.themes if theme.answers)
    return (
        (words.number(len(sides)), ngettext("perspective", "perspectives", len(sides))),
        (words.number(sheets), ngettext("sheet", "sheets", sheets)),
        (words.number(answers), ngettext("answer", "answers", answers)),
        (words.number(themes), ngettext("theme", "themes", themes)),
    )
