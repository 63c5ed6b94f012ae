"""What a snapshot holds: a comparison, the names and quotes that go with it, and how it came about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gapsessions.method.findings import Comparison, Verdict
from gapsessions.method.vocabulary import Intent, Perspective, Question, Scope, SheetKind, Valence


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
    picked: bool = False
    """A person chose it; the product chose the others."""
    segment: str = ""
    """Where it was said, if eight people or more of that segment may be told apart; else the side alone names it."""


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
class PriorityContent:
    """Where people put a theme on the grid, 1 to 6 each; ``method.priorities.quadrant_of`` names the quarter."""

    theme: int
    impact: int
    effort: int


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
    sorted_twice: int = 0
    """Notes that a second person placed again without seeing where they stood; 0 where nobody did."""
    sorted_alike: int = 0
    """Those of them that both put into the same theme."""


@dataclass(frozen=True, slots=True)
class PulseContent:
    """How good the people of one perspective say the experience is: those in rooms, or those of open links."""

    perspective: Perspective
    by_link: bool
    people: int
    counts: tuple[int, ...]
    """How many gave 0, 1, ... 10; empty below five people, whose scores could be told apart."""
    promoters: int
    """How many gave 9 or 10."""


@dataclass(frozen=True, slots=True)
class PredictionContent:
    """What somebody thought customers would raise most, and the themes that a facilitator found it to mean."""

    perspective: Perspective
    text: str
    themes: tuple[int, ...]
    settled: bool = True
    """A facilitator has looked at it; with no themes it means none of them."""


@dataclass(frozen=True, slots=True)
class ForeseenContent:
    """ "Leaders named 1 of the customers' top 3": per perspective only, never per person."""

    perspective: Perspective
    named: int
    of: int
    waiting: int = 0
    """Predictions that nobody has looked at yet; while there are any, ``named`` may still rise."""


@dataclass(frozen=True, slots=True)
class VoteContent:
    """The dots one perspective gave a theme in its closed votes; ``voters`` are the papers it stood on."""

    theme: int
    dots: int
    voters: int
    perspective: Perspective


@dataclass(frozen=True, slots=True)
class PartCount:
    """Sheets of a part that raised one theme in one scope, or, with ``theme`` None, that answered there at all."""

    theme: int | None
    scope: Scope
    tables: int
    singles: int
    good: int = 0
    bad: int = 0
    mixed: int = 0


@dataclass(frozen=True, slots=True)
class PartContent:
    """Counts of a part of one perspective, a segment or a gathering: five people or more stand behind it.

    Whatever is subtracted, of parts or of the whole, never leaves fewer than five (method/floors.py). A theme that is
    not among the counts was raised by nobody of the part.
    """

    perspective: Perspective
    name: str
    key: str
    """Its code in addresses of the desk; "" in a snapshot, where it would tell of a gathering."""
    tables: int
    singles: int
    counts: tuple[PartCount, ...]


@dataclass(frozen=True, slots=True)
class WaveCount:
    """Sheets of one perspective that raised a theme in one scope: so many of so many last time, and now.

    ``answered`` 0 means that nobody was asked, or nobody answered.
    """

    perspective: Perspective
    scope: Scope
    raising_before: int
    answered_before: int
    raising: int
    answered: int


@dataclass(frozen=True, slots=True)
class WaveVerdict:
    """What may be said of one gap since last time; ``higher`` is the side that raised it more where it was read."""

    theme: int
    higher: Perspective
    higher_scope: Scope
    lower: Perspective
    lower_scope: Scope
    verdict: Verdict
    chance: float
    """P that the gap is narrower now (method/waves.py)."""
    census: bool = False
    """A census took part: its counts are facts, and no chance is given for them over two waves."""


@dataclass(frozen=True, slots=True)
class WaveTheme:
    """A theme that people found again from last time; ``theme`` is its number now."""

    theme: int
    name_before: str
    counts: tuple[WaveCount, ...]
    """Where anybody raised it then or now, the greatest change first."""


@dataclass(frozen=True, slots=True)
class WavePulse:
    """How many gave 9 or 10 last time and now, rooms and links apart."""

    perspective: Perspective
    by_link: bool
    promoters_before: int
    people_before: int
    promoters: int
    people: int


@dataclass(frozen=True, slots=True)
class WaveAlignment:
    """Match ratio of two perspectives then and now; ``closer`` is P that they are more alike, None: not to be told."""

    first: Perspective
    second: Perspective
    before: float
    now: float
    closer: float | None


@dataclass(frozen=True, slots=True)
class WaveContent:
    """What has moved since the wave before, in the order in which it is told: deeds, counts, pulse, verdicts."""

    title: str
    held_on: date
    actions: tuple[PlannedAction, ...]
    """The plan of last time; ``theme`` is a number of now, where it was found again."""
    themes: tuple[WaveTheme, ...]
    pulse: tuple[WavePulse, ...]
    verdicts: tuple[WaveVerdict, ...]
    closed_by_chance: float | None
    """How many of these gaps chance alone would call closed; None where none could be."""
    alignments: tuple[WaveAlignment, ...]
    gone: tuple[str, ...]
    """Names of themes of last time that nobody found again."""
    new: tuple[int, ...]
    """Numbers of themes that are in no match."""


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
    headlines: dict[str, str] = field(default_factory=dict)
    """A person's own headlines for further pages, by the page's key."""
    reading_words: dict[str, str] = field(default_factory=dict)
    """The organisation's own words for readings, by `method.reading_words.Word`; what is missing keeps the default."""
    pulse: tuple[PulseContent, ...] = ()
    predictions: tuple[PredictionContent, ...] = ()
    foreseen: tuple[ForeseenContent, ...] = ()
    votes: tuple[VoteContent, ...] = ()
    segments: tuple[PartContent, ...] = ()
    gatherings: tuple[PartContent, ...] = ()
    """Parts by gathering are for the facilitators' page; no snapshot holds any."""
    priorities: tuple[PriorityContent, ...] = ()
    wave: WaveContent | None = None
    """What has moved since the wave before; None where this is the first."""
