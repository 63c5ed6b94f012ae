"""What the machine asks a facilitator about the themes as they stand: merge these two? split this? move this note?

Any board will do, also one that people made. A question is worth its chance of a yes times the pairs of answers that a
yes would put right; the best come first. What was answered is kept as *verdicts* on pairs of answers, so that it holds
whatever happens to themes and their numbers afterwards, and nothing is asked twice.

Ties go to merges before splits before moves, then to the lower rows.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from gapsessions.method.clustering import Labels
from gapsessions.method.doubts import Doubt, Doubts, Kind
from gapsessions.method.phrases import Phrase, gettext_noop
from gapsessions.method.theme_view import ThemeView

# Of two themes there is no other number: one sentence for both.
ONE_MERGE = (gettext_noop("Both speak of %(words)s."),) * 2
ONE_MERGE_WITHOUT_WORDS = (gettext_noop("They lie near each other, though in other words."),) * 2
ONE_SPLIT = (
    gettext_noop("%(part)s of %(all)s note stands apart: it speaks of %(words)s."),
    gettext_noop("%(part)s of %(all)s notes stand apart: they speak of %(words)s."),
)
ONE_SPLIT_WITHOUT_WORDS = (
    gettext_noop("%(part)s of %(all)s note is more like each other than like the rest."),
    gettext_noop("%(part)s of %(all)s notes are more like each other than like the rest."),
)
ONE_MOVE = (
    gettext_noop("It is more like the notes there: %(words)s."),
    gettext_noop("They are more like the notes there: %(words)s."),
)
ONE_MOVE_WITHOUT_WORDS = (
    gettext_noop("It is more like the notes there than like those around it."),
    gettext_noop("They are more like the notes there than like those around them."),
)

WORDS = 3
LEAD = 0.25
"""A word tells a part from the rest where it stands in so much more of it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer taught: these two rows belong in one theme, or do not. Keep it by the ids of the two answers."""

    one: int
    other: int
    together: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What every question carries; themes are numbers of the labels, rows those of the view."""

    words: tuple[str, ...]
    """What it is about in the answers' own words, most telling first; may be empty."""
    chance: float
    """How likely a yes is, 0 to 1."""
    score: float
    """What asking is expected to put right, in pairs of answers."""
    reason: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeTwo(_Asked):
    """Are these two themes one? ``one`` is the larger; ``words`` stand in both."""

    one: int
    other: int
    speaking: tuple[int, int]
    """The row that speaks for each of the two."""

    def verdicts(self, yes: bool) -> tuple[Verdict, ...]:
        """A yes puts the two rows that speak together, a no keeps them apart."""
        return (Verdict(*self.speaking, together=yes),)


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitOne(_Asked):
    """Are ``rows`` a theme of their own, apart from the rest of ``theme``? The rest uses ``words`` less."""

    theme: int
    rows: tuple[int, ...]
    """What a yes takes out into a new theme; at least two answers, and at least two stay."""
    speaking: tuple[int, int]
    """The row that speaks for those, and the row that speaks for the rest."""

    def verdicts(self, yes: bool) -> tuple[Verdict, ...]:
        """A yes tells the part from the rest, a no says that both belong together."""
        return (Verdict(*self.speaking, together=not yes),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveNote(_Asked):
    """Should ``rows``, a note with its twins in words, go from ``theme`` into ``into``? Both share ``words``."""

    rows: tuple[int, ...]
    theme: int
    into: int
    speaking: tuple[int, int, int]
    """The row that speaks for the notes, for where they are, and the answer there that is most like them."""

    def verdicts(self, yes: bool) -> tuple[Verdict, ...]:
        """A yes puts the note there and takes it from here; a no only says that it does not belong there."""
        note, here, there = self.speaking
        if yes:
            return (Verdict(note, there, together=True), Verdict(note, here, together=False))
        return (Verdict(note, there, together=False),)


Question = MergeTwo | SplitOne | MoveNote


def next_questions(
    view: ThemeView,
    labels: Labels,
    answered: Iterable[Verdict] = (),
    count: int = 5,
    *,
    pinned: Collection[int] = (),
) -> tuple[Question, ...]:
    """Return up to ``count`` questions about the themes as they stand, the most worthwhile first; may be fewer.

    ``view`` is the session laid out by :func:`theme_view.open_view`. ``labels`` gives the theme of each of its rows as
    people see it now, any whole number from 0; negative for an answer in no theme. ``answered`` are the verdicts of
    all questions answered so far; rows that are gone may be left out. ``pinned`` rows are never asked to move.
    No two of the questions touch the same theme, so that all of them may be shown at once and answered in any order.
    """
    labels = np.asarray(labels, np.intp)
    doubts = Doubts(view, labels, [(v.one, v.other, v.together) for v in answered], pinned)
    if not doubts.themes:
        return ()
    questions: list[Question] = []
    touched: set[int] = set()
    usual = _words(doubts, np.arange(len(doubts.of)))
    for doubt in doubts.by_worth():
        if len(questions) >= count:
            break
        if touched.isdisjoint(doubt.touches):
            touched |= doubt.touches
            questions.append(_question(doubts, doubt, usual))
    return tuple(questions)


def _question(doubts: Doubts, doubt: Doubt, usual: Counter[str]) -> Question:
    theme, into = doubts.themes[doubt.theme], doubts.themes[doubt.into]
    worth: dict[str, float] = {"chance": round(doubt.chance, 4), "score": round(doubt.worth, 3)}
    inside = np.flatnonzero(doubts.of == doubt.theme)
    there = np.flatnonzero(doubts.of == doubt.into)
    if doubt.kind is Kind.MERGE:
        words = _shared(doubts, inside, there, usual)
        reason = _because(ONE_MERGE, ONE_MERGE_WITHOUT_WORDS, words, 2)
        sides = (doubts.speaks_for(inside), doubts.speaks_for(there))
        return MergeTwo(one=theme, other=into, speaking=sides, words=words, reason=reason, **worth)
    part = np.array(doubt.rows, np.intp)
    rest = np.setdiff1d(inside, part)
    rows = _with_twins(doubts, part)
    sides = (doubts.speaks_for(part), doubts.speaks_for(rest))
    if doubt.kind is Kind.SPLIT:
        words = _told_apart(doubts, part, rest)
        numbers = {"part": len(rows), "all": len(_with_twins(doubts, inside))}
        reason = _because(ONE_SPLIT, ONE_SPLIT_WITHOUT_WORDS, words, len(rows), **numbers)
        return SplitOne(theme=theme, rows=rows, speaking=sides, words=words, reason=reason, **worth)
    words = _shared(doubts, part, there, usual)
    reason = _because(ONE_MOVE, ONE_MOVE_WITHOUT_WORDS, words, len(rows))
    speaking = (*sides, doubts.nearest(part, there))
    return MoveNote(rows=rows, theme=theme, into=into, speaking=speaking, words=words, reason=reason, **worth)


def _because(
    with_words: tuple[str, str], without: tuple[str, str], words: Sequence[str], count: int, **numbers: int
) -> Phrase:
    """The sentence for ``count`` notes that names the words, or the one for where there are none."""
    parts: dict[str, int | float | str | Phrase] = {**numbers}
    if words:
        parts["words"] = ", ".join(f"\u201c{word}\u201d" for word in words)
    return Phrase(*(with_words if words else without), count, parts)


def _with_twins(doubts: Doubts, places: Labels) -> tuple[int, ...]:
    """The caller's rows at these places, and those outside the tree that say the very same in the same theme."""
    view, rows = doubts.view, doubts.core[places]
    if len(view.outside) and len(rows):
        same = np.isin(view.twins[view.outside], view.twins[rows])
        same &= doubts.labels[view.outside] == doubts.labels[rows[0]]
        rows = np.concatenate([rows, view.outside[same]])
    return tuple(sorted(rows.tolist()))


def _shared(doubts: Doubts, one: Labels, other: Labels, usual: Counter[str]) -> tuple[str, ...]:
    """Words that stand in both sides, more often than in the session as a whole; the most telling first."""
    here, there = _words(doubts, one), _words(doubts, other)
    telling: dict[str, float] = {}
    for word in here.keys() & there.keys():
        share = min(here[word] / len(one), there[word] / len(other))
        by_chance = len(one) > WORDS < len(other) and min(here[word], there[word]) < 2
        lift = math.log(share * len(doubts.of) / usual[word])
        if lift > 0 and not by_chance:
            telling[word] = share * lift
    return tuple(sorted(telling, key=lambda word: (-telling[word], word))[:WORDS])


def _told_apart(doubts: Doubts, part: Labels, rest: Labels) -> tuple[str, ...]:
    """Words that stand in the part, at least in two of its answers, and in a clearly smaller share of the rest."""
    here, there = _words(doubts, part), _words(doubts, rest)
    lead = {word: here[word] / len(part) - there[word] / len(rest) for word in here if here[word] > 1}
    ranked = sorted(lead, key=lambda word: (-lead[word], word))
    return tuple(word for word in ranked if lead[word] >= LEAD)[:WORDS]


def _words(doubts: Doubts, places: Labels) -> Counter[str]:
    """In how many of these answers each word stands, stop words left out."""
    found: Counter[str] = Counter()
    for row in doubts.core[places].tolist():
        found.update(doubts.view.words[row])
    return found
