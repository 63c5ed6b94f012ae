"""Findings of each theme: its counts per perspective and scope, its readings, and what to remark about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from gapsessions.method import census
from gapsessions.method.cells import Tally
from gapsessions.method.chance import Groups
from gapsessions.method.counts import SIDES, Ledger
from gapsessions.method.evidence import CAP, LEVEL, THRESHOLD, Ints, grade
from gapsessions.method.findings import Count, Family, Grade, Reading, ReadingName, ThemeFindings
from gapsessions.method.readings import (
    AGREEMENTS,
    FAMILY,
    RULES,
    Rule,
    Verdict,
    judge,
    judge_agreement,
    question_of,
)
from gapsessions.method.vocabulary import Perspective, Question, Scope, SheetKind, Valence

Votes = Mapping[Perspective, Mapping[int, int]]
"""Dots per theme on each perspective's ballot, themes without a dot included."""


def rank(reading: Reading) -> tuple[int, int, float, str]:
    """First reading first: best grade, then the order of the table, then evidence."""
    names = list(ReadingName)
    return (-LEVEL[reading.grade], names.index(reading.name), -reading.capped, reading.scope.value)


def _expected(rule: Rule, tally: Tally, theme: int) -> float | None:
    """How many of a census's leaders would have raised it, were they like the other side."""
    for strong, weak in rule.above:
        cell, other = tally.cells[weak], tally.cells[strong]
        if not cell.leaders:
            cell, other = other, cell
        if cell.leaders and cell.size:
            sample = float(other.reach_k[0, theme]), float(other.reach_n[0, 0])
            return census.expected(cell.leaders, cell.size, *sample)
    return None


def _compared(rule: Rule | None, scope: Scope, tally: Tally) -> tuple[tuple[Perspective, Scope], ...]:
    keys = rule.keys if rule else tuple((side, scope) for side in SIDES)
    if rule and rule.nobody and rule.nobody[0][0] is None:
        keys = (*rule.high, *((side, scope) for side in SIDES))
    return tuple((side, place) for side, place in keys if side is not None and (side, place) in tally.cells)


def _reading(
    name: ReadingName, scope: Scope, verdict: Verdict, theme: int, rule: Rule | None, tally: Tally
) -> Reading | None:
    capped, sheets = float(verdict.capped[0, theme]), float(verdict.sheets[0, theme])
    earned = grade(capped)
    if earned is None:
        return None
    capping = max(int(sheets + 1e-9), 1) if np.isfinite(sheets) else 0
    evidence = float(verdict.evidence[0, theme])
    return Reading(
        name=name,
        family=FAMILY[name],
        theme=theme,
        scope=scope,
        stronger=rule.stronger if rule else None,
        weaker=rule.weaker if rule else None,
        evidence=evidence,
        capped=capped,
        cap_n=capping if capping in CAP and evidence > capped else None,
        grade=earned,
        contest=rule.contest if rule else None,
        expected=_expected(rule, tally, theme) if rule else None,
        compared=_compared(rule, scope, tally),
    )


def _sureness(reading: Reading) -> tuple[float, float]:
    return reading.capped, reading.evidence


def readings_by_theme(tally: Tally) -> list[tuple[Reading, ...]]:
    """Every reading of the session, per theme, first reading first.

    Where a rule fits several pairs of sides, the one with the most evidence stands for its name, scope and
    family; evidence is that of the session as it is (variant 0 of the tally).
    """
    best: list[dict[tuple[ReadingName, Scope, object], Reading]] = [{} for _ in range(tally.shape[1])]
    judged: list[tuple[ReadingName, Scope, Rule | None, Verdict | None]] = [
        (rule.name, rule.scope, rule, judge(rule, tally)) for rule in RULES
    ]
    judged += [(name, scope, None, judge_agreement(scope, sides, tally)) for name, scope, sides in AGREEMENTS]
    for name, scope, rule, verdict in judged:
        if verdict is None:
            continue
        for theme in np.flatnonzero(verdict.capped[0] >= THRESHOLD[Grade.TENTATIVE]).tolist():
            reading = _reading(name, scope, verdict, theme, rule, tally)
            key = (name, scope, rule.contest if rule else None)
            if reading and (key not in best[theme] or _sureness(reading) > _sureness(best[theme][key])):
                best[theme][key] = reading
    return [tuple(sorted(found.values(), key=rank)) for found in best]


def counts_by_theme(ledger: Ledger, groups: Groups, tally: Tally) -> list[dict[tuple[Perspective, Scope], Count]]:
    """Counts of every asked perspective and scope, per theme; empty counts where no sheet answered."""
    counts: list[dict[tuple[Perspective, Scope], Count]] = [{} for _ in range(ledger.theme_count)]
    for (side, scope), group in groups.items():
        cell = tally.cells.get((side, scope))
        tables = ledger.raising[scope][side, SheetKind.TABLE]
        singles = ledger.raising[scope][side, SheetKind.SINGLE]
        stars = ledger.starred[scope][side]
        leaning: dict[Valence, Ints] = {}
        if scope is Scope.COMPETITOR:
            leaning = {valence: ledger.leaning_so[valence][side] for valence in Valence}
        for theme, found in enumerate(counts):
            low = cell is not None and bool(cell.low[0, theme])
            if group.census:
                reach_k, reach_n = float(singles[theme]), float(group.singles)
            else:
                reach_k, reach_n = float(cell.reach_k[0, theme]) if cell else 0.0, group.reach_n
            found[side, scope] = Count(
                tables_raising=int(tables[theme]),
                tables=group.tables,
                singles_raising=int(singles[theme]),
                singles=group.singles,
                reach_k=reach_k,
                reach_n=reach_n,
                census=group.census,
                high=cell is not None and bool(cell.high[0, theme]),
                low=low and not group.waits,
                low_waits=low and group.waits,
                good=int(leaning[Valence.GOOD][theme]) if leaning else 0,
                bad=int(leaning[Valence.BAD][theme]) if leaning else 0,
                mixed=int(leaning[Valence.MIXED][theme]) if leaning else 0,
                stars=int(stars[theme]),
                bundle=None if group.census else group.size,
            )
    return counts


def pattern_of(counts: Mapping[tuple[Perspective, Scope], Count], readings: tuple[Reading, ...]) -> dict[Question, str]:
    """What to say of each question under which the theme was raised but no reading stands."""
    taken = {question_of(reading.scope) for reading in readings}
    if any(r.name is ReadingName.CONTRADICTION and r.scope is Scope.IMPROVE for r in readings):
        taken.add(Question.STRENGTH)
    patterns = {}
    for question in Question:
        raising = {
            side: found.raising
            for side in SIDES
            if (found := counts.get((side, Scope(question.value)))) is not None and found.raising
        }
        if question in taken or not raising:
            continue
        if sum(raising.values()) == 1:
            patterns[question] = "one sheet only"
        elif len(raising) == 1:
            patterns[question] = f"only {next(iter(raising)).value}"
        else:
            patterns[question] = "partial agreement"
    return patterns


def notes_of(theme: int, counts: Mapping[tuple[Perspective, Scope], Count], votes: Votes) -> tuple[str, ...]:
    """Keys of remarks: a side that names it both ways, and where votes and reach tell two stories."""
    notes = []
    for side in SIDES:
        both = [counts.get((side, scope)) for scope in (Scope.STRENGTH, Scope.IMPROVE)]
        if all(count is not None and count.high for count in both):
            notes.append(f"both_strength_and_improve:{side.value}")
        ballot = votes.get(side, {})
        total = sum(ballot.values())
        anywhere = counts.get((side, Scope.ANY))
        if theme in ballot and total and anywhere is not None:
            above_even = ballot[theme] * len(ballot) - total
            if anywhere.high and above_even < 0:
                notes.append(f"named_by_many_urgent_for_few:{side.value}")
            elif anywhere.low and above_even > 0:
                notes.append(f"few_named_many_voted:{side.value}")
    return tuple(notes)


def in_fair_words(reading: Reading, counts: Mapping[tuple[Perspective, Scope], Count]) -> Reading:
    """The same reading, marked where a side called low did raise the theme."""
    if reading.family not in (Family.NOT_RAISED, Family.LEADERSHIP_ONLY):
        return reading
    low = [counts[key] for key in reading.compared if key[0] is not reading.stronger]
    return replace(reading, rarely=any(count.raising for count in low))


def findings_by_theme(ledger: Ledger, groups: Groups, tally: Tally, votes: Votes) -> list[ThemeFindings]:
    """Counts, readings, patterns and remarks of every theme, in the ledger's order of themes."""
    counts = counts_by_theme(ledger, groups, tally)
    readings = [
        tuple(in_fair_words(reading, counts[theme]) for reading in found)
        for theme, found in enumerate(readings_by_theme(tally))
    ]
    return [
        ThemeFindings(
            theme=theme,
            counts=counts[theme],
            readings=readings[theme],
            pattern=pattern_of(counts[theme], readings[theme]),
            notes=notes_of(theme, counts[theme], votes),
        )
        for theme in range(ledger.theme_count)
    ]


def renumbered(found: ThemeFindings, number: int) -> ThemeFindings:
    """The same findings under another theme number."""
    return replace(found, theme=number, readings=tuple(replace(reading, theme=number) for reading in found.readings))
