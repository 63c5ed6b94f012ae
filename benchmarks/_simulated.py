"""Sessions with known truth: people hold themes, tables and single people write them down, a sorter errs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from gapsessions.method.counts import Note, Sheet
from gapsessions.method.findings import Reading
from gapsessions.method.readings import RULES
from gapsessions.method.vocabulary import Intent, Perspective, Question, Scope, SheetKind, Valence

L, S, C = Perspective
BASE = (Scope.STRENGTH, Scope.IMPROVE, Scope.COMPETITOR, Scope.START, Scope.CONTINUE)
UNION = {
    Scope.PROBLEM: (Scope.IMPROVE, Scope.START),
    Scope.PRAISE: (Scope.STRENGTH, Scope.CONTINUE),
    Scope.ACTION: (Scope.START, Scope.CONTINUE),
    Scope.ANY: BASE,
}
ASKED: dict[Scope, tuple[Question, Intent | None]] = {
    Scope.STRENGTH: (Question.STRENGTH, None),
    Scope.IMPROVE: (Question.IMPROVE, None),
    Scope.COMPETITOR: (Question.COMPETITOR, None),
    Scope.START: (Question.ACTION, Intent.START),
    Scope.CONTINUE: (Question.ACTION, Intent.CONTINUE),
}
LOW, HIGH = 0.1, 0.7
"""Reach of a planted gap at a table, on its weak and on its strong side."""
TRUE_FROM = 0.1
"""A reading is true where each of its comparisons holds by at least this much reach in the simulated world."""


@dataclass(frozen=True)
class Model:
    """Assumptions of the simulated world."""

    mood: float = 0.5
    """sd of a room's shared mood per theme, on the logit scale: an intraclass correlation of about .07."""
    misplaced: float = 0.2
    """Answers that land in a random other theme."""
    fewest_themes: int = 10
    most_themes: int = 40
    zipf: float = 0.9
    themes_per_table: tuple[float, float] = (4.0, 7.0)
    """Different themes a table raises under one question, on average over its session."""
    people_per_table: tuple[float, float] = (2.25, 3.0)
    """How many own sheets say as much as one table: nine leaders are 3-4 tables (disparity.md 6.11)."""
    planted: float = 0.2
    """Share of the themes that carry a gap under a question, in a mixed session."""


@dataclass(frozen=True)
class Room:
    """How many sheets of each kind a perspective hands in."""

    tables: int = 0
    singles: int = 0
    census: bool = False


@dataclass(frozen=True)
class Planted:
    """A true difference on one theme: the strong and the weak (side, scope) of it."""

    theme: int
    question: Question
    staff_customer: bool
    kind: str
    both: bool
    """It sets strength and improve at once, so the theme carries no second gap."""


@dataclass
class World:
    """The truth of one session: reach at a table, per side and scope, themes in columns."""

    model: Model
    reach: dict[tuple[Perspective, Scope], np.ndarray]
    good: np.ndarray
    """Chance that an answer under *competitor* calls the theme good."""
    people: float
    planted: list[Planted] = field(default_factory=list)

    @property
    def themes(self) -> int:
        return len(self.good)

    def of(self, side: Perspective, scope: Scope) -> np.ndarray:
        """Reach in any scope; unions as if their parts were independent."""
        parts = UNION.get(scope, (scope,))
        none = np.prod([1 - self.reach[side, part] for part in parts], axis=0)
        return 1 - none

    def bears_out(self, reading: Reading) -> bool:
        """True where every comparison that the reading makes holds in this world."""
        for rule in RULES:
            if (rule.name, rule.scope, rule.contest) == (reading.name, reading.scope, reading.contest) and (
                rule.stronger,
                rule.weaker,
            ) == (reading.stronger, reading.weaker):
                if not rule.above:
                    return False
                return all(
                    self.of(*first)[reading.theme] - self.of(*second)[reading.theme] >= TRUE_FROM
                    for first, second in rule.above
                )
        raise LookupError(reading.name)


def _zipf_reach(rng: np.random.Generator, model: Model, themes: int, people: float, per_table: float) -> np.ndarray:
    """Reach at a table of each theme, Zipf over a random ranking, summing to about ``per_table``."""
    weight = 1 / rng.permutation(np.arange(1, themes + 1)) ** model.zipf
    wanted = min(per_table, 0.6 * themes)
    low, high = 0.0, 20.0
    for _ in range(40):
        middle = (low + high) / 2
        reach = 1 - (1 - np.minimum(middle * weight, 0.6)) ** people
        low, high = (middle, high) if reach.sum() < wanted else (low, middle)
    return np.clip(reach, 0.004, 0.97)


PLANTS: dict[str, tuple[Question, bool, dict[tuple[Perspective, Scope], float]]] = {
    "blind spot": (
        Question.IMPROVE,
        False,
        {(L, Scope.IMPROVE): LOW, (L, Scope.START): 0.03, (S, Scope.IMPROVE): HIGH, (C, Scope.IMPROVE): HIGH},
    ),
    "unheard frontline": (
        Question.IMPROVE,
        False,
        {(L, Scope.IMPROVE): LOW, (L, Scope.START): 0.03, (C, Scope.IMPROVE): LOW, (S, Scope.IMPROVE): HIGH},
    ),
    "inside view": (
        Question.STRENGTH,
        False,
        {(L, Scope.STRENGTH): HIGH, (S, Scope.STRENGTH): LOW, (C, Scope.STRENGTH): LOW},
    ),
    "hidden strength": (
        Question.STRENGTH,
        False,
        {(L, Scope.STRENGTH): LOW, (L, Scope.CONTINUE): 0.03, (S, Scope.STRENGTH): HIGH, (C, Scope.STRENGTH): HIGH},
    ),
    "staff blind spot": (
        Question.IMPROVE,
        True,
        {(S, Scope.IMPROVE): LOW, (S, Scope.START): 0.03, (C, Scope.IMPROVE): HIGH, (L, Scope.IMPROVE): HIGH},
    ),
    "contradiction": (
        Question.IMPROVE,
        False,
        {
            (L, Scope.STRENGTH): HIGH,
            (L, Scope.IMPROVE): LOW,
            (L, Scope.START): 0.03,
            (C, Scope.STRENGTH): LOW,
            (C, Scope.IMPROVE): HIGH,
        },
    ),
    "pet project": (
        Question.ACTION,
        False,
        {(L, Scope.START): HIGH, **{(C, scope): 0.01 for scope in BASE}},
    ),
}
"""Question, whether it is a gap of staff and customers, and the reach it sets."""
USUAL = ("blind spot", "unheard frontline", "inside view", "hidden strength", "staff blind spot")


def make_world(rng: np.random.Generator, model: Model, *, gaps: Sequence[str] = ()) -> World:
    """A world without any difference, or with gaps of these kinds on a fifth of its themes per question."""
    themes = int(rng.integers(model.fewest_themes, model.most_themes + 1))
    people = float(rng.uniform(*model.people_per_table))
    per_table = float(rng.uniform(*model.themes_per_table))
    reach: dict[tuple[Perspective, Scope], np.ndarray] = {}
    for scope in BASE:
        part = 0.5 if scope in UNION[Scope.ACTION] else 1.0
        common = _zipf_reach(rng, model, themes, people, per_table * part)
        for side in Perspective:
            reach[side, scope] = common.copy()
    world = World(model, reach, rng.choice([0.2, 0.5, 0.8], size=themes), people)
    for question in {PLANTS[kind][0]: None for kind in gaps}:
        kinds = [kind for kind in gaps if PLANTS[kind][0] is question]
        free = [t for t in range(themes) if t not in {gap.theme for gap in world.planted if gap.both}]
        count = min(max(1, round(model.planted * themes)), len(free))
        for theme in rng.choice(free, size=count, replace=False).tolist():
            kind = str(rng.choice(kinds))
            _, staff_customer, changes = PLANTS[kind]
            for key, value in changes.items():
                reach[key][theme] = value
            both = len({scope for _, scope in changes} & {Scope.STRENGTH, Scope.IMPROVE}) == 2
            world.planted.append(Planted(theme, question, staff_customer, kind, both))
    return world


def _notes(rng: np.random.Generator, world: World, raised: dict[Scope, np.ndarray]) -> tuple[Note, ...]:
    notes = []
    for scope, themes in raised.items():
        question, intent = ASKED[scope]
        for theme in np.flatnonzero(themes).tolist():
            valence = None
            if question is Question.COMPETITOR and rng.random() < 0.8:
                valence = Valence.GOOD if rng.random() < world.good[theme] else Valence.BAD
            placed = theme
            if rng.random() < world.model.misplaced:
                placed = int(rng.integers(world.themes - 1))
                placed += placed >= theme
            notes.append(Note(question, (placed,), valence=valence, intent=intent))
    for question in Question:
        if not any(note.question is question for note in notes):
            notes.append(Note(question, other=True))
    return tuple(notes)


def make_sheets(rng: np.random.Generator, world: World, rooms: dict[Perspective, Room]) -> list[Sheet]:
    """Sheets of every room: tables share a mood per theme, so do leaders who meet; an open link has none."""
    sheets = []
    for side, room in rooms.items():
        own = {}
        for scope in BASE:
            person = 1 - (1 - world.reach[side, scope]) ** (1 / world.people)
            own[scope] = np.log(person / (1 - person))
        meeting = {scope: rng.normal(0, world.model.mood, world.themes) if room.census else 0.0 for scope in BASE}
        for kind, number in ((SheetKind.TABLE, room.tables), (SheetKind.SINGLE, room.singles)):
            for _ in range(number):
                raised = {}
                for scope in BASE:
                    mood = rng.normal(0, world.model.mood, world.themes) if kind is SheetKind.TABLE else meeting[scope]
                    person = 1 / (1 + np.exp(-(own[scope] + mood)))
                    chance = 1 - (1 - person) ** world.people if kind is SheetKind.TABLE else person
                    raised[scope] = rng.random(world.themes) < chance
                sheets.append(Sheet(side, kind, _notes(rng, world, raised)))
    return sheets
