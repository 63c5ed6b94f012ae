"""What a snapshot holds: a comparison, the names and quotes that go with it, and how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gapsessions.method.findings import Comparison
from gapsessions.method.vocabulary import Intent, Perspective, Question, SheetKind, Valence


@dataclass(frozen=True, slots=True)
class ThemeContent:
    """A theme as readers see it; ``theme`` is its number in the comparison."""

    theme: int
    name: str
    heading: str
    quote: str
    answers: int
    key: str = ""
    """Its code in addresses of the desk; says nothing about anybody."""


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """One answer as shared output may show it: perspective only, no table, gathering or sheet."""

    perspective: Perspective
    question: Question
    text: str
    valence: Valence | None
    intent: Intent | None
    star: bool
    themes: tuple[int, ...]
    """Theme numbers, the primary one first; empty where the answer is undecided or "other"."""
    other: bool
    sheet_kind: SheetKind
    confidence: float | None
    breakout: str = ""
    """Filled only for the facilitator's own export, and only on table rows."""


@dataclass(frozen=True, slots=True)
class QuoteContent:
    """An answer picked to stand for a theme, under one question and perspective."""

    theme: int
    perspective: Perspective
    question: Question
    text: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """An action that a person typed; the product writes none."""

    what: str
    owner: str
    sponsor: str
    departments: str
    due: date | None
    measure: str
    status: str
    theme: int | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """How the themes and figures came about, for the page of method and limits."""

    encoder: str
    """Name of the sentence encoder, or "" where only words were compared."""
    reviewed: bool
    """False: "themes proposed by machine, not reviewed"."""
    moves_after_closing: int
    rows_left_out: int
    languages: tuple[str, ...]
    granularity: float
    quotes_left_out: int = 0
    themes_left_out: int = 0


@dataclass(frozen=True, slots=True)
class SnapshotContent:
    """Everything a report needs, and nothing it may not show."""

    title: str
    organisation: str
    held_on: date
    language: str
    draft: bool
    number: int | None
    """The snapshot's number within its session; None for a draft and for headless runs."""
    wording: dict[tuple[Perspective, Question], str]
    comparison: Comparison
    themes: tuple[ThemeContent, ...]
    answers: tuple[AnswerContent, ...]
    quotes: tuple[QuoteContent, ...]
    actions: tuple[PlannedAction, ...]
    provenance: Provenance
    headline: str = ""
    """A person's own headline for the summary; empty: the report writes one from the data."""
