"""A comparison that fits generated sheets: counts are counted, readings follow a rough version of the rules."""

from __future__ import annotations

from math import erf, sqrt

from gapsessions.disparity.content import AnswerContent
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
from gapsessions.method.vocabulary import Perspective, Question, Scope, SheetKind

L, S, C = Perspective
STRENGTH, IMPROVE, COMPETITOR, ACTION = Question
BROADER = {
    (ReadingName.BLIND_SPOT, Scope.IMPROVE): Scope.PROBLEM,
    (ReadingName.STAFF_BLIND_SPOT, Scope.IMPROVE): Scope.PROBLEM,
    (ReadingName.HIDDEN_STRENGTH, Scope.STRENGTH): Scope.PRAISE,
    (ReadingName.PET_PROJECT, Scope.START): Scope.ANY,
}


def compare_roughly(
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
                praises, complains = (L, C) if question is STRENGTH else (C, L)
                evidence = chance(here[L], here[C])
                read(ReadingName.CONTRADICTION, Family.SEEN_DIFFERENTLY, scope, praises, complains, evidence)
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
