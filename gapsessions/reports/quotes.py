"""Quotes and the appendix: people's own words under their perspective, never under a name, table or time."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gapsessions.disparity.content import AnswerContent, SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.parts import AppendixGroup, Quote, QuoteColumn
from gapsessions.disparity.worded.rows import side_of
from gapsessions.disparity.worded.summary import names
from gapsessions.method.vocabulary import Perspective, Question

PER_SIDE = {Question.STRENGTH: 3, Question.IMPROVE: 3, Question.COMPETITOR: 3, Question.ACTION: 2}
"""Quotes of one side on a page; question 4 has two tables and room for fewer."""
LINES, LINES_BELOW_TALL_ROWS, LINE = 5, 3, 80
"""Lines of one side's quotes that fit below the tables, also where their rows are two lines high because a side has
tables and single replies; and characters of a line."""
SHORTEST, LONGEST = 4, 40
"""Words of an answer that the product itself may put forward; people may pick any."""
APPENDIX_CAP = 10_000


def quote_columns(content: SnapshotContent, question: Question, themes: Sequence[int]) -> tuple[QuoteColumn, ...]:
    """A few quotes per side: those that people picked, else sure and starred answers to the shown themes.

    What people reviewed is kept as they picked it; what a machine picked goes through the themes of the page in
    turn and stops where the page is full.
    """
    theme_names = names(content)
    columns = []
    tall = any(side.tables and side.singles for side in content.comparison.sides)
    lines = LINES_BELOW_TALL_ROWS if tall else LINES
    for facts in content.comparison.sides:
        if question not in facts.asked:
            continue
        picked = [q for q in content.quotes if q.question is question and q.perspective is facts.perspective]
        picked.sort(key=lambda quote: not quote.picked)  # what people chose before what the product chose
        quotes = [(q.theme, Quote(q.text, theme_names.get(q.theme, ""), q.withdrawn, q.segment)) for q in picked]
        if not content.quotes:
            own = [a for a in content.answers if a.question is question and a.perspective is facts.perspective]
            quotes = _proposed(own, themes, theme_names)
        if not content.provenance.reviewed:
            quotes = _in_turn(quotes, themes)
        shown = [quote for _theme, quote in quotes][: PER_SIDE[question]]
        if not content.provenance.reviewed:
            shown = _fitting(shown, lines)
        if shown or (content.provenance.reviewed and _answered(content, facts.perspective, question)):
            columns.append(QuoteColumn(side_of(facts), tuple(shown)))
    return tuple(columns) if any(column.quotes for column in columns) else ()


def _answered(content: SnapshotContent, perspective: Perspective, question: Question) -> bool:
    """Whether any sheet of the side answered: only then is there something to say of quotes that nobody picked."""
    return any(a.perspective is perspective and a.question is question for a in content.answers)


def _in_turn(quotes: list[tuple[int, Quote]], themes: Sequence[int]) -> list[tuple[int, Quote]]:
    """One quote of each theme in the page's order before any theme has a second."""
    turns: dict[int, int] = {}
    ranked = []
    for theme, quote in quotes:
        turns[theme] = turns.get(theme, 0) + 1
        place = themes.index(theme) if theme in themes else len(themes)
        ranked.append((turns[theme], place, theme, quote))
    ranked.sort(key=lambda item: item[:2])
    return [(theme, quote) for _turn, _place, theme, quote in ranked]


def _fitting(quotes: list[Quote], lines: int) -> list[Quote]:
    """As many as fit into a column of so many lines; the first always."""
    kept: list[Quote] = []
    for quote in quotes:
        lines -= 1 + len(quote.text) // LINE
        if kept and lines < 0:
            break
        kept.append(quote)
    return kept


def _proposed(own: list[AnswerContent], themes: Sequence[int], theme_names: dict[int, str]) -> list[tuple[int, Quote]]:
    """One answer for each theme of the page: starred first, then surest, then by text."""
    best: dict[int, AnswerContent] = {}
    for answer in own:
        if not answer.themes or not SHORTEST <= len(answer.text.split()) <= LONGEST:
            continue
        theme = answer.themes[0]
        if theme not in best or _standing(answer) < _standing(best[theme]):
            best[theme] = answer
    return [(theme, Quote(best[theme].text, theme_names.get(theme, ""))) for theme in themes if theme in best]


def _standing(answer: AnswerContent) -> tuple[bool, float, str]:
    return (not answer.star, -(answer.confidence or 0.0), answer.text)


def appendix_of(content: SnapshotContent) -> tuple[tuple[AppendixGroup, ...], int]:
    """(all answers by question, perspective and theme, number left out beyond the cap).

    The order is that of theme names and texts, so that nothing tells which answers share a sheet.
    """
    theme_names = names(content)
    kept = sorted(content.answers, key=lambda a: (a.question.number, a.text))[:APPENDIX_CAP]
    groups = []
    for question in Question:
        sides = []
        for facts in content.comparison.sides:
            by_theme: dict[str, list[str]] = {}
            for answer in kept:
                if answer.question is question and answer.perspective is facts.perspective:
                    by_theme.setdefault(_theme_label(answer, theme_names), []).append(answer.text)
            if by_theme:
                ordered = sorted(by_theme.items(), key=lambda item: (-len(item[1]), item[0]))
                sides.append((side_of(facts), tuple((name, tuple(texts)) for name, texts in ordered)))
        if sides:
            label = f"{question.number}. {words.question_name(question)}"
            groups.append(AppendixGroup(label, tuple(sides)))
    return tuple(groups), max(0, len(content.answers) - APPENDIX_CAP)


def _theme_label(answer: AnswerContent, theme_names: dict[int, str]) -> str:
    if answer.themes:
        return theme_names.get(answer.themes[0], "")
    return _("Other") if answer.other else _("Not placed yet")
