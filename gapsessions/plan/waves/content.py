"""What has moved since the wave before, for page and report: deeds first, then counts, pulse, and verdicts last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gapsessions.disparity.content import (
    SnapshotContent,
    WaveAlignment,
    WaveContent,
    WaveCount,
    WavePulse,
    WaveTheme,
    WaveVerdict,
)
from gapsessions.method.evidence import THRESHOLD
from gapsessions.method.findings import Count, Grade, Reading, ReadingName, ThemeFindings
from gapsessions.method.vocabulary import Perspective, Scope
from gapsessions.method.waves import (
    Gap,
    Reach,
    Verdict,
    chance_closer,
    chance_narrower,
    closed_by_chance,
    verdict_of,
)
from gapsessions.plan.content import planned_of
from gapsessions.plan.waves.models import MatchState
from gapsessions.plan.waves.queries import comparison_of, matches_of
from gapsessions.sessions.models import GapSession

L, S, C = Perspective.LEADERSHIP, Perspective.STAFF, Perspective.CUSTOMERS
TOLD = (Scope.STRENGTH, Scope.IMPROVE, Scope.COMPETITOR, Scope.START, Scope.CONTINUE)
"""Scopes whose counts are told; the unions (problem, praise) serve the verdicts."""
Cell = tuple[Perspective, Scope]
Pair = tuple[Cell, Cell]
GAPS: tuple[Pair, ...] = (
    *(((side, Scope.IMPROVE), (L, Scope.PROBLEM)) for side in (C, S)),
    *(((side, Scope.STRENGTH), (L, Scope.PRAISE)) for side in (C, S)),
    ((C, Scope.IMPROVE), (S, Scope.PROBLEM)),
    *(((L, scope), (C, scope)) for scope in (Scope.STRENGTH, Scope.IMPROVE)),
)
"""Where a gap could have been read by counts alone: what chance is asked about."""
Both = tuple[ThemeFindings, ThemeFindings]


def with_wave(session: GapSession, content: SnapshotContent) -> SnapshotContent:
    """A comparison together with what has moved since the wave before, where there was one."""
    return replace(content, wave=wave_since(session, content))


def wave_since(session: GapSession, content: SnapshotContent) -> WaveContent | None:
    """Compare a session with the one that it repeats; None where it repeats none, or that was never compared.

    Only themes that a person found again are compared. ``content`` is this session's comparison.
    """
    earlier = session.wave_of
    before = comparison_of(earlier) if earlier is not None else None
    if earlier is None or before is None:
        return None
    confirmed = matches_of(session).filter(state=MatchState.CONFIRMED.value)
    keys = dict(confirmed.values_list("theme__key", "earlier__key"))
    numbers = {theme.key: theme.theme for theme in before.themes}
    pairs = {theme.theme: numbers[keys[theme.key]] for theme in content.themes if keys.get(theme.key) in numbers}
    names = {theme.theme: theme.name for theme in before.themes}
    found = {one.theme: one for one in content.comparison.themes}
    found_before = {one.theme: one for one in before.comparison.themes}
    both = {now: (found_before[then], found[now]) for now, then in pairs.items()}
    now_of = {then: now for now, then in pairs.items()}
    actions = planned_of(earlier, before.themes)
    return WaveContent(
        title=before.title,
        held_on=before.held_on,
        actions=tuple(replace(one, theme=now_of.get(-1 if one.theme is None else one.theme)) for one in actions),
        themes=tuple(WaveTheme(now, names[then], _counts(both[now])) for now, then in pairs.items()),
        pulse=_pulse(before, content),
        verdicts=_verdicts(both),
        closed_by_chance=_by_chance(both.values()),
        alignments=_alignments(before, content),
        gone=tuple(theme.name for theme in before.themes if theme.theme not in now_of),
        new=tuple(theme.theme for theme in content.themes if theme.theme not in pairs),
    )


def _counts(both: Both) -> tuple[WaveCount, ...]:
    before, now = both
    cells = [(who, scope) for who in Perspective for scope in TOLD]
    found = [
        WaveCount(who, scope, *_told(before.counts.get((who, scope))), *_told(now.counts.get((who, scope))))
        for who, scope in cells
    ]
    told = [one for one in found if one.raising_before or one.raising]
    return tuple(sorted(told, key=lambda one: -_change(one)))


def _told(count: Count | None) -> tuple[int, int]:
    return (count.raising, count.answered) if count else (0, 0)


def _change(count: WaveCount) -> float:
    """How far the share of sheets moved; where one side was not asked there is no change to tell."""
    if not count.answered_before or not count.answered:
        return -1.0
    return abs(count.raising / count.answered - count.raising_before / count.answered_before)


def _verdicts(both: dict[int, Both]) -> tuple[WaveVerdict, ...]:
    """One for each gap that was read then or now, the surest changes first."""
    made = []
    for theme, (before, now) in both.items():
        then_graded, graded = _graded(before.readings), _graded(now.readings)
        for pair in dict.fromkeys([*then_graded, *graded]):
            cells = [(before.counts.get(cell), now.counts.get(cell)) for cell in pair]
            if any(one is None or not one.answered for cell in cells for one in cell):
                continue
            gaps = _gaps(before, now, pair)
            census = any(one.census for cell in cells for one in cell if one)
            verdict = (
                Verdict.CANNOT_TELL
                if census
                else verdict_of(*gaps, graded_before=then_graded.get(pair), graded_now=graded.get(pair))
            )
            (higher, higher_scope), (lower, lower_scope) = pair
            chance = chance_narrower(*gaps)
            made.append(WaveVerdict(theme, higher, higher_scope, lower, lower_scope, verdict, chance, census))
    return tuple(sorted(made, key=lambda one: (_ORDER.index(one.verdict), one.theme)))


_ORDER = (
    *(Verdict.CLOSED, Verdict.NARROWED, Verdict.TURNED, Verdict.OPENED, Verdict.WIDENED),
    *(Verdict.UNCLEAR, Verdict.CANNOT_TELL),
)


def _graded(readings: Iterable[Reading]) -> dict[Pair, Grade]:
    """The best grade of a gap reading between two cells; readings by valence compare no counts, and are left out."""
    found: dict[Pair, Grade] = {}
    for reading in readings:
        pair = _pair(reading)
        if pair is not None and (pair not in found or _rank(reading.grade) < _rank(found[pair])):
            found[pair] = reading.grade
    return found


def _pair(reading: Reading) -> Pair | None:
    if reading.contest is None or reading.stronger is None or reading.weaker is None:
        return None
    if reading.name is ReadingName.CONTRADICTION:
        if reading.scope is Scope.COMPETITOR:
            return None
        # What one side praises the other wants improved: the complaint is the side that is higher under *improve*.
        return (reading.weaker, reading.scope), (reading.stronger, reading.scope)
    scopes = dict(reversed(reading.compared))  # of several cells of a side the first
    if reading.stronger not in scopes or reading.weaker not in scopes:
        return None
    return (reading.stronger, scopes[reading.stronger]), (reading.weaker, scopes[reading.weaker])


def _rank(grade: Grade) -> int:
    return list(THRESHOLD).index(grade)


def _gaps(before: ThemeFindings, now: ThemeFindings, pair: Pair) -> tuple[Gap, Gap]:
    return _gap(before, pair), _gap(now, pair)


def _gap(findings: ThemeFindings, pair: Pair) -> Gap:
    first, second = (findings.counts[cell] for cell in pair)
    return Gap(Reach(first.reach_k, first.reach_n), Reach(second.reach_k, second.reach_n))


def _by_chance(both: Iterable[Both]) -> float | None:
    asked = [
        _gaps(before, now, pair)
        for before, now in both
        for pair in GAPS
        if all(cell in one.counts and not one.counts[cell].census for one in (before, now) for cell in pair)
    ]
    asked = [gaps for gaps in asked if min(gap.least for gap in gaps) > 1]
    return closed_by_chance(asked) if asked else None


def _pulse(before: SnapshotContent, now: SnapshotContent) -> tuple[WavePulse, ...]:
    then = {(one.perspective, one.by_link): one for one in before.pulse}
    return tuple(
        WavePulse(one.perspective, one.by_link, last.promoters, last.people, one.promoters, one.people)
        for one in now.pulse
        if (last := then.get((one.perspective, one.by_link))) is not None
    )


def _alignments(before: SnapshotContent, now: SnapshotContent) -> tuple[WaveAlignment, ...]:
    then = {(one.first, one.second): one for one in before.comparison.alignments}
    return tuple(
        WaveAlignment(one.first, one.second, last.ratio, one.ratio, chance_closer(last, one))
        for one in now.comparison.alignments
        if one.ratio is not None and (last := then.get((one.first, one.second))) is not None and last.ratio is not None
    )
