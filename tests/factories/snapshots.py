"""Plausible snapshots for tests of what comes after the comparison: reports, pages and downloads.

The counts are counted from generated sheets, so that they agree with the answers; the readings follow a
rough version of the rules, because reports only print readings and never judge them. Tests of the rules
themselves are in tests/method.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

from gapsessions.disparity.content import (
    AnswerContent,
    PlannedAction,
    Provenance,
    QuoteContent,
    SnapshotContent,
    ThemeContent,
)
from gapsessions.method.findings import Comparison
from gapsessions.method.vocabulary import Intent, Perspective, Question, SheetKind, Valence
from tests.factories.catalogue import CATALOGUE, HOSTILE, OPENERS, SCRIPTS, WORDING
from tests.factories.comparisons import compare_roughly

__all__ = ["HOSTILE", "SCRIPTS", "awkward_snapshot", "empty_snapshot", "make_snapshot"]

L, S, C = Perspective
STRENGTH, IMPROVE, COMPETITOR, ACTION = Question


def make_snapshot(
    *,
    leaders: int = 9,
    staff_tables: int = 9,
    customer_tables: int = 2,
    customer_singles: int = 50,
    answers: int | None = None,
    themes: int = 25,
    perspectives: tuple[Perspective, ...] = (L, S, C),
    headlines: bool = True,
    draft: bool = False,
    seed: int = 7,
) -> SnapshotContent:
    """A session of the fictional Tarnwell Bank, with as many sheets, themes and answers as a test wants."""
    rng = random.Random(seed)
    catalogue = [CATALOGUE[i % len(CATALOGUE)] for i in range(themes)]
    names = [
        entry[0] if i < len(CATALOGUE) else f"{entry[0]} ({i // len(CATALOGUE) + 1})"
        for i, entry in enumerate(catalogue)
    ]
    sizes = {L: (0, leaders), S: (staff_tables, 0), C: (customer_tables, customer_singles)}
    sheets: list[tuple[Perspective, SheetKind, dict[Question, set[int]]]] = []
    for column, perspective in enumerate(Perspective):
        if perspective not in perspectives:
            continue
        tables, singles = sizes[perspective]
        for kind, members, amount in ((SheetKind.TABLE, 4, tables), (SheetKind.SINGLE, 1, singles)):
            for _ in range(amount):
                sheet = {
                    question: {
                        theme
                        for theme, (_, _, chances) in enumerate(catalogue)
                        if question in chances
                        and rng.random() < 1 - (1 - chances[question][column] * (1 if theme < 25 else 0.5)) ** members
                    }
                    for question in Question
                }
                sheets.append((perspective, kind, sheet))
    written: list[AnswerContent] = []
    for number, (perspective, kind, sheet) in enumerate(sheets):
        for question, raised in sheet.items():
            for theme in sorted(raised):
                written.append(_answer(rng, perspective, question, kind, theme, names[theme], number))
    while answers is not None and written and len(written) < answers:
        example = written[rng.randrange(len(written))]
        written.append(
            _answer(
                rng,
                example.perspective,
                example.question,
                example.sheet_kind,
                example.themes[0],
                names[example.themes[0]],
                rng.randrange(max(1, len(sheets))),
            )
        )
    comparison = compare_roughly(sheets, written, themes, perspectives, headlines, seed)
    by_theme = {t: sum(1 for a in written if t in a.themes) for t in range(themes)}
    return SnapshotContent(
        title="Autumn review 2026",
        organisation="Tarnwell Bank",
        held_on=date(2026, 11, 12),
        language="en",
        draft=draft,
        number=None if draft else 3,
        wording={(p, q): WORDING[q][1 if p is C else 0] for p in perspectives for q in Question},
        comparison=comparison,
        themes=tuple(
            ThemeContent(t, names[t], catalogue[t][1], f"{names[t]}, every time", by_theme[t]) for t in range(themes)
        ),
        answers=tuple(written),
        quotes=_quotes(written, comparison, rng),
        actions=(
            PlannedAction(
                "Rewrite the ten most used letters with five customers",
                "Head of service",
                "Chief executive",
                "Service, Legal",
                date(2027, 2, 15),
                "Calls about letters, per week",
                "open",
                1,
            ),
            PlannedAction(
                "Give each customer one contact person",
                "Branch managers",
                "Head of retail",
                "Branches",
                date(2027, 4, 30),
                "Customers who can name their contact",
                "open",
                7,
            ),
            PlannedAction(
                "Call back within one working day",
                "Contact centre",
                "",
                "Contact centre, IT",
                None,
                "Calls returned within a day",
                "doing",
                20,
            ),
            PlannedAction(
                "Stop two of the five internal programmes",
                "Programme office",
                "Chief executive",
                "",
                None,
                "",
                "open",
                10,
            ),
        ),
        provenance=Provenance(
            encoder="all-minilm-l6-v2 (int8)",
            reviewed=True,
            moves_after_closing=2,
            rows_left_out=0,
            languages=("en",),
            granularity=0.5,
            quotes_left_out=1,
            themes_left_out=0,
        ),
    )


def empty_snapshot() -> SnapshotContent:
    """A session in which nobody has written anything yet."""
    return replace(
        make_snapshot(leaders=0, staff_tables=0, customer_tables=0, customer_singles=0, themes=0, headlines=False),
        actions=(),
        quotes=(),
    )


def _answer(
    rng: random.Random, perspective: Perspective, question: Question, kind: SheetKind, theme: int, name: str, sheet: int
) -> AnswerContent:
    text = rng.choice(OPENERS).format(name, name[0].lower() + name[1:])
    return AnswerContent(
        perspective=perspective,
        question=question,
        text=text,
        valence=rng.choice([Valence.GOOD, Valence.GOOD, Valence.BAD, Valence.MIXED, None])
        if question is COMPETITOR
        else None,
        intent=rng.choice([Intent.START, Intent.START, Intent.CONTINUE, None]) if question is ACTION else None,
        star=rng.random() < 0.2,
        themes=(theme,),
        other=False,
        sheet_kind=kind,
        confidence=round(0.5 + rng.random() / 2, 2),
        breakout=f"Table {sheet + 1}" if kind is SheetKind.TABLE else "",
    )


def awkward_snapshot(texts: tuple[str, ...], *, seed: int = 7, **sizes: Any) -> SnapshotContent:
    """The usual session with names, headings, answers, quotes, actions and titles replaced by awkward texts."""
    content = make_snapshot(seed=seed, **sizes)

    def text(number: int) -> str:
        return texts[number % len(texts)]

    return replace(
        content,
        title=text(0),
        organisation=text(1),
        headline="",
        wording={key: text(i) for i, key in enumerate(content.wording)},
        themes=tuple(
            replace(theme, name=f"{text(i)} {i}", heading=text(i // 5), quote=text(i))
            for i, theme in enumerate(content.themes)
        ),
        answers=tuple(replace(answer, text=text(i)) for i, answer in enumerate(content.answers)),
        quotes=tuple(replace(quote, text=text(i)) for i, quote in enumerate(content.quotes)),
        actions=tuple(
            replace(action, what=text(i), owner=text(i + 1), sponsor=text(i + 2), measure=text(i + 3))
            for i, action in enumerate(content.actions)
        ),
    )


def _quotes(written: list[AnswerContent], comparison: Comparison, rng: random.Random) -> tuple[QuoteContent, ...]:
    picked = []
    for question in Question:
        for side in comparison.sides:
            pool = [a for a in written if a.question is question and a.perspective is side.perspective]
            for answer in rng.sample(pool, min(3, len(pool))):
                picked.append(QuoteContent(answer.themes[0], answer.perspective, question, answer.text))
    return tuple(picked)
