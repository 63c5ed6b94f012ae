"""A reveal as the big screen plays it: each step with its beats, which one key after the other brings up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gapsessions.disparity.worded.parts import Mark
from gapsessions.disparity.worded.reveal_parts import FINDINGS, Reveal, RevealStep, SideSaid, SpokenQuote, StepKind
from gapsessions.plan.models import Action
from gapsessions.themes.queries import now_called

LONG, VERY_LONG = 48, 90
"""Characters of a title from which it is set smaller."""
SIDE_BY_SIDE = (StepKind.GAP, StepKind.QUESTION)
"""Steps whose sides are heard one after the other; elsewhere they speak together."""


@dataclass(frozen=True)
class Heard:
    """What a side said, its marks in the dumbbell, and the beat that brings both."""

    beat: int
    said: SideSaid
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Slide:
    """A step with its beats. Beat 0 is what stands there at once; a part that is missing has no beat."""

    step: RevealStep
    number: int
    beats: int
    """The last beat."""
    expected: tuple[tuple[int, str], ...]
    heard: tuple[Heard, ...]
    sentence: int
    quotes: tuple[tuple[int, SpokenQuote], ...]
    decision: int
    """The beat that asks for an owner and a date; 0 where nothing is decided."""
    actions: tuple[Action, ...]
    """What the plan holds about the theme now; on the last step all of it."""
    theme_key: str
    """The theme to decide about: where the step's was merged away, the one that holds its notes now."""

    @property
    def size(self) -> str:
        """How long the title is: "", "long" or "longest"."""
        length = len(self.step.title)
        return "longest" if length > VERY_LONG else "long" if length > LONG else ""


def slides_of(reveal: Reveal, actions: Iterable[Action], heirs: Mapping[str, str]) -> tuple[Slide, ...]:
    """Give every step its beats, and the actions of its theme; `heirs` are those of `themes.queries.heirs_of`."""
    plan = tuple((now_called(action.theme_key, heirs), action) for action in actions)
    return tuple(
        _slide(step, number, now_called(step.theme_key, heirs), plan) for number, step in enumerate(reveal.steps)
    )


def _slide(step: RevealStep, number: int, theme_key: str, plan: tuple[tuple[str, Action], ...]) -> Slide:
    beat = 0
    expected = []
    for line in step.expected:
        beat += 1
        expected.append((beat, line))
    heard = []
    for index, said in enumerate(step.sides if step.kind in FINDINGS else ()):
        beat += 1 if step.kind in SIDE_BY_SIDE or not index else 0
        marks = tuple(m for m in step.row.plot.marks if m.perspective is said.side.perspective) if step.row else ()
        heard.append(Heard(beat, said, marks))
    sentence = beat = beat + 1 if step.sentence else beat
    quotes = []
    for quote in step.quotes:
        beat += 1
        quotes.append((beat, quote))
    decision = beat = beat + 1 if step.decidable else beat
    listed = {StepKind.EXPECTED: len(step.lines), StepKind.RAISED: len(step.most), StepKind.ROOM: len(step.room)}
    beat += listed.get(step.kind, 0)
    return Slide(
        step=step,
        number=number,
        beats=beat,
        expected=tuple(expected),
        heard=tuple(heard),
        sentence=sentence if step.sentence else 0,
        quotes=tuple(quotes),
        decision=decision if step.decidable else 0,
        actions=tuple(
            action
            for about, action in plan
            if step.kind is StepKind.DECISIONS or (step.decidable and theme_key and about == theme_key)
        ),
        theme_key=theme_key,
    )
