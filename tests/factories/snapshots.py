"""Plausible snapshots for tests of what comes after the comparison: reports, pages and downloads.

The counts are counted from generated sheets, so that they agree with the answers; the readings follow a
rough version of the rules, because reports only print readings and never judge them. Tests of the rules
themselves are in tests/method.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from math import erf, sqrt
from typing import Any

from gapsessions.disparity.content import (
    AnswerContent,
    PlannedAction,
    Provenance,
    QuoteContent,
    SnapshotContent,
    ThemeContent,
)
from gapsessions.method.findings import (
    Alignment,
    Comparison,
    Contest,
    Count,
    Family,
    Grade,
    Reading,
    ReadingName,
    ShuffleFigure,
    SideFacts,
    ThemeFindings,
    TopTen,
)
from gapsessions.method.vocabulary import Intent, Perspective, Question, Scope, SheetKind, Valence

L, S, C = Perspective
STRENGTH, IMPROVE, COMPETITOR, ACTION = Question
WORDING = {
    STRENGTH: ("What do we do well for our customers?", "What does Tarnwell Bank do well?"),
    IMPROVE: ("What could we do better for our customers?", "What could Tarnwell Bank do better?"),
    COMPETITOR: (
        "What do others do differently? Is that good or bad for customers?",
        "What do others do differently? Is that good or bad for you?",
    ),
    ACTION: (
        "What should we keep doing, or start doing, for our customers?",
        "What should Tarnwell Bank keep doing, or start doing?",
    ),
}
BROADER = {
    (ReadingName.BLIND_SPOT, Scope.IMPROVE): Scope.PROBLEM,
    (ReadingName.STAFF_BLIND_SPOT, Scope.IMPROVE): Scope.PROBLEM,
    (ReadingName.HIDDEN_STRENGTH, Scope.STRENGTH): Scope.PRAISE,
    (ReadingName.PET_PROJECT, Scope.START): Scope.ANY,
}
# name, heading, chance per person to name it under (question): leaders, staff, customers
CATALOGUE: tuple[tuple[str, str, dict[Question, tuple[float, float, float]]], ...] = (
    ("Friendly people at the counter", "People", {STRENGTH: (0.55, 0.30, 0.34), ACTION: (0.3, 0.1, 0.12)}),
    ("Letters nobody understands", "Paper and forms", {IMPROVE: (0.0, 0.20, 0.34), ACTION: (0.0, 0.05, 0.1)}),
    ("Waiting on the phone", "Reaching us", {IMPROVE: (0.33, 0.22, 0.30), COMPETITOR: (0.1, 0.08, 0.1)}),
    ("The app", "Online", {STRENGTH: (0.7, 0.05, 0.04), IMPROVE: (0.05, 0.15, 0.28)}),
    ("Asked for the same papers twice", "Paper and forms", {IMPROVE: (0.0, 0.35, 0.16)}),
    ("Long experience of the team", "People", {STRENGTH: (0.35, 0.25, 0.2)}),
    ("Safe with our money", "Trust", {STRENGTH: (0.45, 0.14, 0.22), COMPETITOR: (0.0, 0.03, 0.05)}),
    ("One contact person", "Reaching us", {STRENGTH: (0.0, 0.1, 0.24), ACTION: (0.02, 0.12, 0.25)}),
    ("Opening hours", "Reaching us", {IMPROVE: (0.12, 0.05, 0.18), COMPETITOR: (0.2, 0.06, 0.12)}),
    ("Slow decisions on loans", "Paper and forms", {IMPROVE: (0.2, 0.25, 0.15), COMPETITOR: (0.3, 0.1, 0.2)}),
    ("Too many priorities at once", "How we work", {IMPROVE: (0.05, 0.40, 0.01)}),
    ("Cost of the branch network", "How we work", {IMPROVE: (0.65, 0.04, 0.0)}),
    ("Video advice at home", "Online", {COMPETITOR: (0.5, 0.05, 0.03), ACTION: (0.55, 0.05, 0.02)}),
    ("A phone line at night", "Reaching us", {COMPETITOR: (0.05, 0.08, 0.25), ACTION: (0.0, 0.1, 0.15)}),
    ("Fees that change quietly", "Trust", {IMPROVE: (0.0, 0.08, 0.2), COMPETITOR: (0.05, 0.05, 0.15)}),
    ("Free coffee and a place to sit", "Branches", {STRENGTH: (0.05, 0.08, 0.12)}),
    ("Explains things in plain words", "People", {STRENGTH: (0.25, 0.12, 0.25), ACTION: (0.1, 0.1, 0.1)}),
    ("Local sponsorship", "Trust", {STRENGTH: (0.4, 0.1, 0.03), ACTION: (0.15, 0.05, 0.02)}),
    ("Handover between departments", "How we work", {IMPROVE: (0.1, 0.3, 0.08), ACTION: (0.05, 0.2, 0.04)}),
    ("Switching an account takes minutes elsewhere", "Online", {COMPETITOR: (0.15, 0.1, 0.2)}),
    ("Call back when promised", "Reaching us", {IMPROVE: (0.1, 0.12, 0.2), ACTION: (0.1, 0.2, 0.25)}),
    ("Cash machines out of order", "Branches", {IMPROVE: (0.0, 0.06, 0.14)}),
    ("Training days for the team", "How we work", {STRENGTH: (0.1, 0.15, 0.0), ACTION: (0.2, 0.25, 0.0)}),
    ("Help after a death in the family", "People", {STRENGTH: (0.0, 0.06, 0.08), ACTION: (0.0, 0.05, 0.05)}),
    ("Step-free entrance", "Branches", {IMPROVE: (0.0, 0.03, 0.07), ACTION: (0.0, 0.03, 0.08)}),
)
OPENERS = (
    "{0}",
    "{0}, every time",
    "{0} - I hear it each week",
    "honestly: {1}",
    "{0}, that is what stays with me",
    "more than anything {1}",
    "{0}. My neighbour says the same about her branch",
    "we should talk about {1}",
    "{0}, and it has been like that for two years now",
    "{1}? yes, very much so",
)


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
    comparison = _compare(sheets, written, themes, perspectives, headlines, seed)
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


def _compare(
    sheets: list,
    written: list[AnswerContent],
    themes: int,
    perspectives: tuple[Perspective, ...],
    headlines: bool,
    seed: int,
) -> Comparison:
    scopes: dict[Scope, tuple[Question, ...]] = {
        Scope.STRENGTH: (STRENGTH,),
        Scope.IMPROVE: (IMPROVE,),
        Scope.COMPETITOR: (COMPETITOR,),
        Scope.ACTION: (ACTION,),
        Scope.START: (ACTION,),
        Scope.CONTINUE: (ACTION,),
        Scope.PROBLEM: (IMPROVE, ACTION),
        Scope.PRAISE: (STRENGTH, ACTION),
        Scope.ANY: tuple(Question),
    }
    findings = []
    for theme in range(themes):
        counts = {}
        for perspective in perspectives:
            for scope, questions in scopes.items():
                own = [s for s in sheets if s[0] is perspective]
                hit = [s for s in own if any(theme in s[2][q] for q in questions)]
                if scope is Scope.CONTINUE:
                    hit = hit[: len(hit) // 3]
                tables = sum(s[1] is SheetKind.TABLE for s in own)
                tables_hit = sum(s[1] is SheetKind.TABLE for s in hit)
                singles, singles_hit = len(own) - tables, len(hit) - tables_hit
                n = tables + (singles if perspective is L else singles / 4)
                k = tables_hit + (singles_hit if perspective is L else min(singles / 4, singles_hit / 2))
                good = sum(len(s[2][COMPETITOR]) % 3 != 0 for s in hit) if scope is Scope.COMPETITOR else 0
                counts[perspective, scope] = Count(
                    tables_hit,
                    tables,
                    singles_hit,
                    singles,
                    k,
                    n,
                    census=perspective is L,
                    high=n > 0 and 2 * k >= n and k >= 1.5,
                    low=n > 0 and 4 * k <= n,
                    good=good,
                    bad=len(hit) - good if scope is Scope.COMPETITOR else 0,
                    stars=len(hit) // 3,
                )
        findings.append(_findings(theme, counts, perspectives, headlines))
    readings = [r for f in findings for r in f.readings]
    gaps = [r for r in readings if r.contest]
    shown = {
        g: sum(r.capped >= v for r in gaps)
        for g, v in ((Grade.STRONG, 0.99), (Grade.MODERATE, 0.95), (Grade.TENTATIVE, 0.8))
    }
    sides = []
    for p in perspectives:
        own = [s for s in sheets if s[0] is p]
        tables = sum(s[1] is SheetKind.TABLE for s in own)
        amount = sum(a.perspective is p for a in written)
        sides.append(
            SideFacts(
                p,
                frozenset(Question),
                tables,
                len(own) - tables,
                tables * 7 + len(own) - tables,
                amount,
                amount // 40,
                amount // 60,
                p is L,
                1 if tables > 3 else 0,
            )
        )
    pairs = [(a, b) for i, a in enumerate(perspectives) for b in perspectives[i + 1 :]]
    return Comparison(
        sides=tuple(sides),
        themes=tuple(findings),
        headlines=tuple(sorted((r for r in gaps if r.headline), key=lambda r: -r.capped)),
        questions=tuple(sorted((r for r in gaps if not r.headline), key=lambda r: -r.evidence)),
        agreements=tuple(sorted((r for r in readings if r.contest is None), key=lambda r: -r.capped)),
        figures=tuple(
            ShuffleFigure(
                contest,
                contest is Contest.LEADERSHIP,
                shown,
                {g: round(v * (0.15 if headlines else 0.6), 1) for g, v in shown.items()},
                dict.fromkeys(Grade, 4 if headlines else 52),
                200,
                Grade.MODERATE if headlines else None,
            )
            for contest in Contest
        )
        if gaps
        else (),
        alignments=tuple(Alignment(a, b, 0.52 if a is L else 0.81, 0.4, 0.66, 9, 11) for a, b in pairs)
        if sheets
        else (),
        top_tens=tuple(
            TopTen(C, by, 10, shared, 8.1, shared > 5) for by, shared in ((S, 7), (L, 4)) if by in perspectives
        )
        if C in perspectives and themes >= 10
        else (),
        warnings=("unequal_writing:staff:customers", "one_gathering:staff") if len(pairs) > 1 else (),
        seed=seed,
    )


def _findings(
    theme: int, counts: dict[tuple[Perspective, Scope], Count], perspectives: tuple[Perspective, ...], headlines: bool
) -> ThemeFindings:
    readings: list[Reading] = []
    pattern: dict[Question, str] = {}

    def chance(a: Count, b: Count) -> float:
        estimate_a, estimate_b = ((c.reach_k + 0.5) / (c.reach_n + 1) for c in (a, b))
        spread = sum(e * (1 - e) / (c.reach_n + 2) for e, c in ((estimate_a, a), (estimate_b, b)))
        return round(0.5 * (1 + erf((estimate_a - estimate_b) / sqrt(2 * spread or 1))), 3)

    def read(name: ReadingName, family: Family, scope: Scope, strong: Perspective, weak: Perspective, p: float) -> None:
        if p < 0.8:
            return
        grade = Grade.STRONG if p >= 0.99 else Grade.MODERATE if p >= 0.95 else Grade.TENTATIVE
        contest = Contest.STAFF_CUSTOMER if weak is S and strong is C else Contest.LEADERSHIP
        readings.append(
            Reading(
                name,
                family,
                theme,
                scope,
                strong,
                weak,
                p,
                p,
                None,
                grade,
                contest,
                headline=headlines and p >= 0.95,
                expected=3.8 if weak is L else None,
                robust=p >= 0.97,
                compared=((strong, scope), (weak, BROADER.get((name, scope), scope))),
            )
        )

    for question in Question:
        scope = Scope(question.value)
        here = {p: counts[p, scope] for p in perspectives if counts[p, scope].answered}
        if not any(c.raising for c in here.values()):
            continue
        if len(here) >= 2 and all(c.high for c in here.values()):
            evidence = 0.962
            shared = {STRENGTH: ReadingName.SHARED_STRENGTH, IMPROVE: ReadingName.SHARED_CONCERN}.get(question)
            if shared:
                readings.append(
                    Reading(
                        shared, Family.SHARED, theme, scope, None, None, evidence, evidence, None, Grade.MODERATE, None
                    )
                )
                continue
        if L in here and here[L].low:
            for other in (C, S):
                if other in here and here[other].high and question in (IMPROVE, STRENGTH):
                    name = ReadingName.BLIND_SPOT if question is IMPROVE else ReadingName.HIDDEN_STRENGTH
                    read(name, Family.NOT_RAISED, scope, other, L, chance(here[other], here[L]))
                    break
        if L in here and C in here and here[L].high and here[C].low and question in (IMPROVE, STRENGTH):
            other_side = counts[C, Scope.IMPROVE] if question is STRENGTH else counts[C, Scope.STRENGTH]
            if other_side.high:
                read(ReadingName.CONTRADICTION, Family.SEEN_DIFFERENTLY, scope, L, C, chance(here[L], here[C]))
            else:
                read(ReadingName.INSIDE_VIEW, Family.LEADERSHIP_ONLY, scope, L, C, chance(here[L], here[C]))
        if S in here and C in here and here[C].high and here[S].low and question is IMPROVE:
            read(ReadingName.STAFF_BLIND_SPOT, Family.NOT_RAISED, scope, C, S, chance(here[C], here[S]))
        if not any(r.scope is scope for r in readings):
            raising = [p for p, c in here.items() if c.raising]
            total = sum(c.raising for c in here.values())
            pattern[question] = (
                "one sheet only"
                if total == 1
                else f"only {raising[0].value}"
                if len(raising) == 1
                else "partial agreement"
            )
    if C in perspectives and L in perspectives and counts[L, Scope.START].high and not counts[C, Scope.ANY].high:
        read(ReadingName.PET_PROJECT, Family.LEADERSHIP_ONLY, Scope.START, L, C, 0.97)
    if (
        C in perspectives
        and counts[C, Scope.IMPROVE].high
        and not any(counts[p, Scope.START].raising for p in perspectives)
    ):
        readings.append(
            Reading(
                ReadingName.ORPHAN_GAP,
                Family.NO_START,
                theme,
                Scope.IMPROVE,
                C,
                None,
                0.99,
                0.99,
                None,
                Grade.STRONG,
                Contest.LEADERSHIP,
                headline=headlines,
            )
        )
    readings.sort(key=lambda r: (-r.capped, list(ReadingName).index(r.name)))
    return ThemeFindings(theme, counts, tuple(readings), pattern)


def _quotes(written: list[AnswerContent], comparison: Comparison, rng: random.Random) -> tuple[QuoteContent, ...]:
    picked = []
    for question in Question:
        for side in comparison.sides:
            pool = [a for a in written if a.question is question and a.perspective is side.perspective]
            for answer in rng.sample(pool, min(3, len(pool))):
                picked.append(QuoteContent(answer.themes[0], answer.perspective, question, answer.text))
    return tuple(picked)


HOSTILE = (
    '<img src="http://127.0.0.1:9/pixel.png">',
    "<style>@import url(http://127.0.0.1:9/x.css);</style>",
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    '<link rel="attachment" href="file:///etc/passwd">',
    "<a href='http://169.254.169.254/latest'>click</a>",
    "<script>alert(1)</script> {{ request }} {% now 'Y' %}",
    '"><object data="file:///etc/hostname"></object>',
    '=HYPERLINK("http://127.0.0.1:9","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "_x0041_ stays as written",
    "control \x00\x07\x1b and \ufffe\uffff and lone \ud800 end",
)
SCRIPTS = (
    "انتظار طويل على الهاتف",
    "שירות אדיב מאוד",
    "電話の待ち時間が長い",
    "等候时间太长了",
    "전화 연결이 느려요",
    "Обслуживание на высоте",
    "Εξυπηρέτηση με χαμόγελο",
    "Đợi điện thoại quá lâu",
    "Łatwo i życzliwie, zażółć gęślą jaźń",
    "सेवा बहुत अच्छी है",
    "Great team 👍🏽 ❤️ 🎉 👩‍💻",
    "ends with a rocket 🚀",
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
