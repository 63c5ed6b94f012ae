"""The steps in which a comparison is told to a room: what is shared, hidden strengths, at most five gaps, decisions."""

from __future__ import annotations

from dataclasses import replace

from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.disparity.content import QuoteContent, SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.basis import basis_explained, row_with_basis
from gapsessions.disparity.worded.differences import why_of
from gapsessions.disparity.worded.headline import agreement_title, gap_title
from gapsessions.disparity.worded.reveal_expected import expected_step, foreseen_of
from gapsessions.disparity.worded.reveal_notes import notes_for
from gapsessions.disparity.worded.reveal_parts import DECIDED_UPON, Reveal, RevealStep, SideSaid, SpokenQuote, StepKind
from gapsessions.disparity.worded.rows import cell_of, side_of
from gapsessions.disparity.worded.summary import (
    by_theme,
    chip_of,
    most_of,
    names,
    plan_of,
    room_questions,
    single_sheets,
)
from gapsessions.method.findings import Reading, ReadingName, SideFacts
from gapsessions.method.vocabulary import Perspective, Question, Scope
from gapsessions.method.wording import GROUND_RULES, OWNER_QUESTION, SCOPES
from gapsessions.web.languages import worded_in

AGREEMENTS, STRENGTHS, GAPS, QUESTIONS, QUOTES = 3, 3, 5, 5, 2
"""At most so many of each in a reveal; a finding has so many quotes."""


def reveal_of(content: SnapshotContent) -> Reveal:
    """Word and order the steps in the session's language; the same content always gives the same steps.

    A gap or hidden strength is told as a finding where it is a headline. Where none is, the questions for the room
    take their place; nothing ever opens with what was not found.
    """
    asked = tuple(side for side in content.comparison.sides if side.asked)
    content = replace(content, comparison=replace(content.comparison, sides=asked))
    with words.in_words_of(content):
        headlines = _distinct(content.comparison.headlines) if len(asked) > 1 else []
        gaps = [reading for reading in headlines if reading.name is not ReadingName.HIDDEN_STRENGTH]
        steps = [_opening(content), *expected_step(content), *_common_ground(content), *_told(content, headlines, gaps)]
        steps.append(_decisions(content))
        return Reveal(
            title=content.title,
            organisation=content.organisation,
            held_on=content.held_on,
            language=worded_in(content.language),
            right_to_left=translation.get_language_bidi(),
            draft=content.draft,
            number=content.number,
            sides=tuple(side_of(side) for side in asked),
            steps=tuple(steps),
            explained=basis_explained(step.row for step in steps if step.row),
            gaps_left_out=max(0, len(gaps) - GAPS),
        )


def _distinct(readings: tuple[Reading, ...]) -> list[Reading]:
    """The first reading of each theme, order kept."""
    seen: dict[int, Reading] = {}
    for reading in readings:
        seen.setdefault(reading.theme, reading)
    return list(seen.values())


def _opening(content: SnapshotContent) -> RevealStep:
    sides = [side_of(side) for side in content.comparison.sides]
    title = _("Where we see the same, and where we do not")
    if len(sides) == 1:
        title = _("What %(side)s told us") % {"side": words.perspective_in_sentence(sides[0].perspective)}
    if not any(side.tables or side.singles for side in content.comparison.sides):
        title = _("No sheet has been handed in yet")
    kicker = " · ".join(dict.fromkeys((content.title, date_format(content.held_on, "j F Y"))))
    return RevealStep(
        StepKind.OPENING,
        kicker,
        title,
        wording=words.said(GROUND_RULES),
        lines=tuple(f"{side.name}: {side.sheets}" for side in sides),
        notes=notes_for(StepKind.OPENING),
    )


def _common_ground(content: SnapshotContent) -> list[RevealStep]:
    """What is shared; where nothing is, what each side raised most."""
    shared = _distinct(content.comparison.agreements)[:AGREEMENTS] if len(content.comparison.sides) > 1 else []
    if shared:
        kickers = [_("What we share, %(n)d of %(all)d") % {"n": n, "all": len(shared)} for n in _numbers(shared)]
        return [_finding(content, StepKind.AGREEMENT, r, k) for r, k in zip(shared, kickers, strict=True)]
    most = most_of(content)
    if not most:
        return []
    title = _("What each side raised most") if len(most) > 1 else _("What was raised most")
    return [RevealStep(StepKind.RAISED, _("To begin with"), title, most=most, notes=notes_for(StepKind.RAISED))]


def _told(content: SnapshotContent, headlines: list[Reading], gaps: list[Reading]) -> list[RevealStep]:
    """Hidden strengths, gaps, and the questions for the room, one by one where there is no headlined gap."""
    strengths = [reading for reading in headlines if reading.name is ReadingName.HIDDEN_STRENGTH][:STRENGTHS]
    gaps = gaps[:GAPS]
    steps = [
        _finding(
            content, StepKind.STRENGTH, r, _("A strength to know, %(n)d of %(all)d") % {"n": n, "all": len(strengths)}
        )
        for n, r in enumerate(strengths, 1)
    ]
    steps += [
        _finding(content, StepKind.GAP, r, _("Where we differ, %(n)d of %(all)d") % {"n": n, "all": len(gaps)})
        for n, r in enumerate(gaps, 1)
    ]
    told = {reading.theme for reading in (*strengths, *gaps)}
    asked = (
        [r for r in _distinct(content.comparison.questions) if r.theme not in told]
        if len(content.comparison.sides) > 1
        else []
    )
    if not gaps:
        asked = asked[:QUESTIONS]
        kicker = _("A question for the room, %(n)d of %(all)d")
        return steps + [
            _finding(content, StepKind.QUESTION, r, kicker % {"n": n, "all": len(asked)})
            for n, r in enumerate(asked, 1)
        ]
    return steps + _room(content, [reading.theme for reading in asked[:QUESTIONS]])


def _room(content: SnapshotContent, themes: list[int]) -> list[RevealStep]:
    if not themes:
        return []
    named = {names(content)[theme] for theme in themes}
    room = tuple(question for question in room_questions(content) if question.theme in named)[:QUESTIONS]
    return [
        RevealStep(
            StepKind.ROOM,
            _("Differences that chance could explain"),
            _("Questions for the room"),
            room=room,
            notes=notes_for(StepKind.ROOM),
        )
    ]


def _numbers(items: list[Reading]) -> range:
    return range(1, len(items) + 1)


def _finding(content: SnapshotContent, kind: StepKind, reading: Reading, kicker: str) -> RevealStep:
    """One theme, told side by side under the question where its reading stands."""
    question = words.QUESTION_OF[words.stands_under(reading)]
    title = agreement_title if kind is StepKind.AGREEMENT else gap_title
    decisions = tuple(
        start
        for start, action in zip(plan_of(content), content.actions, strict=True)
        if action.theme == reading.theme and kind in DECIDED_UPON
    )
    return RevealStep(
        kind,
        kicker,
        names(content)[reading.theme],
        wording=_wording(content, question),
        theme=reading.theme,
        theme_key=next((theme.key for theme in content.themes if theme.theme == reading.theme), ""),
        expected=foreseen_of(content, reading, by_theme(content)[reading.theme]) if kind in DECIDED_UPON else (),
        sides=tuple(_said(content, reading, side) for side in content.comparison.sides),
        sentence=_ended(title(content, reading)),
        chip=chip_of(reading),
        row=row_with_basis(content, reading),
        caveat=single_sheets(content, reading),
        quotes=_quotes(content, reading),
        asks=words.said(OWNER_QUESTION) if kind in DECIDED_UPON else "",
        decided=decisions,
        notes=(*notes_for(kind), *why_of(content, reading)),
    )


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _wording(content: SnapshotContent, question: Question) -> str:
    """The question as it was asked; by its short name where sides were asked in different words."""
    asked = {content.wording.get((side.perspective, question), "") for side in content.comparison.sides} - {""}
    said = asked.pop() if len(asked) == 1 else words.question_name(question)
    return f"{question.number}. {said}"


def _said(content: SnapshotContent, reading: Reading, facts: SideFacts) -> SideSaid:
    """The counts of a side that the reading rests on, else the one under which it stands."""
    counts = by_theme(content)[reading.theme].counts
    scopes = list(dict.fromkeys(scope for side, scope in reading.compared if side is facts.perspective))
    scopes = sorted(scopes, key=list(Scope).index) or [words.stands_under(reading)]
    return SideSaid(
        side_of(facts),
        tuple(
            (
                words.said(SCOPES[scope]),
                cell_of(
                    facts.perspective,
                    counts.get((facts.perspective, scope)),
                    leaning=words.QUESTION_OF[scope] is Question.COMPETITOR,
                ),
            )
            for scope in scopes
        ),
    )


def _quotes(content: SnapshotContent, reading: Reading) -> tuple[SpokenQuote, ...]:
    """Two quotes: of the side that raised it most first, then of another; withdrawn ones are gone."""
    ours = [
        quote
        for quote in content.quotes
        if quote.theme == reading.theme
        and quote.question in _asked_of(reading, quote.perspective)
        and not quote.withdrawn
    ]
    there = [side.perspective for side in content.comparison.sides]
    order = sorted(there, key=lambda side: (side is not reading.stronger, -list(Perspective).index(side)))
    chosen: list[QuoteContent] = []
    turn = 0
    by_side = {side: [quote for quote in ours if quote.perspective is side] for side in order}
    while len(chosen) < QUOTES and any(len(of) > turn for of in by_side.values()):
        said = {quote.text for quote in chosen}
        chosen += [of[turn] for of in by_side.values() if len(of) > turn and of[turn].text not in said]
        turn += 1
    return tuple(
        SpokenQuote(quote.perspective, words.quoted_side(quote.perspective, quote.segment), quote.text)
        for quote in chosen[:QUOTES]
    )


def _asked_of(reading: Reading, side: Perspective) -> set[Question]:
    """Under which questions a side's words belong to the reading: praise from one, a wish from the other."""
    apart = reading.name is ReadingName.CONTRADICTION and reading.scope is not Scope.COMPETITOR
    if apart and side is reading.stronger:
        return {Question.STRENGTH}
    if apart and side is reading.weaker:
        return {Question.IMPROVE}
    return {words.QUESTION_OF[words.stands_under(reading)]}


def _decisions(content: SnapshotContent) -> RevealStep:
    """The plan as it stands, and what nobody proposed to start."""
    plan = plan_of(content)
    unproposed = [names(content)[reading.theme] for reading in _distinct(content.comparison.unproposed)]
    wording = ngettext("%(n)d action in the plan", "%(n)d actions in the plan", len(plan)) % {"n": len(plan)}
    return RevealStep(
        StepKind.DECISIONS,
        _("What happens next"),
        _("What we decide today"),
        wording=capfirst(wording) if plan else "",
        asks=words.said(OWNER_QUESTION),
        decided=plan,
        unproposed=tuple(unproposed[:GAPS]),
        notes=notes_for(StepKind.DECISIONS),
    )
