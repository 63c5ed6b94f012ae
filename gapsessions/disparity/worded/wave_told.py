"""A wave in records, for page and report: what was done, what was counted, and what may be said of it."""

from __future__ import annotations

from dataclasses import dataclass

from gapsessions.disparity.content import PlannedAction, SnapshotContent, WaveContent
from gapsessions.disparity.worded.wave import (
    SCOPES,
    alignment_words,
    between_words,
    chance_words,
    count_words,
    deeds_words,
    pulse_words,
    verdict_words,
)
from gapsessions.method.vocabulary import Perspective

MOST_COUNTS = 3
"""Counts of a theme that are told at first sight: those that changed most."""


@dataclass(frozen=True, slots=True)
class CountLine:
    """One side and question of a theme, then and now."""

    who: Perspective
    where: str
    words: str


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme that was found again."""

    name: str
    before: str
    """Its name last time; "" where it is the same."""
    counts: tuple[CountLine, ...]


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """What may be said of one gap."""

    theme: str
    between: str
    words: str
    clear: bool


@dataclass(frozen=True, slots=True)
class WaveTold:
    """Everything that moved, in the order in which it is told."""

    wave: WaveContent
    deeds: str
    actions: tuple[PlannedAction, ...]
    rows: tuple[ThemeRow, ...]
    pulse: tuple[tuple[Perspective, bool, str], ...]
    verdicts: tuple[VerdictRow, ...]
    chance: str
    alignments: tuple[str, ...]
    new: tuple[str, ...]


def wave_told(content: SnapshotContent) -> WaveTold | None:
    """Word the wave of a comparison; None where it has none."""
    wave = content.wave
    if wave is None:
        return None
    names = {theme.theme: theme.name for theme in content.themes}
    rows = tuple(
        ThemeRow(
            names[one.theme],
            "" if one.name_before == names[one.theme] else one.name_before,
            tuple(
                CountLine(count.perspective, SCOPES[count.scope](), count_words(count))
                for count in one.counts[:MOST_COUNTS]
            ),
        )
        for one in wave.themes
    )
    return WaveTold(
        wave=wave,
        deeds=deeds_words(wave),
        actions=tuple(sorted(wave.actions, key=lambda one: one.status != "done")),
        rows=rows,
        pulse=tuple((one.perspective, one.by_link, pulse_words(one)) for one in wave.pulse),
        verdicts=tuple(
            VerdictRow(names[one.theme], between_words(one), verdict_words(one), one.verdict.value in _CLEAR)
            for one in wave.verdicts
        ),
        chance=chance_words(wave),
        alignments=tuple(alignment_words(one) for one in wave.alignments),
        new=tuple(names[theme] for theme in wave.new),
    )


_CLEAR = {"closed", "narrowed", "turned round", "opened", "widened"}
