"""A session's notes by theme, in one pass over plain rows: who stands where, what says the same, what is left.

A page of the board takes the same few queries whatever is in it. Ids are text here, as the database writes them:
they only tie rows together; the few notes that are shown get theirs as UUIDs (panels.py).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Case, CharField, Count, Value, When
from django.db.models.functions import Cast, Coalesce

from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Sheet
from gapsessions.themes.board.filters import UNDECIDED, UNSURE, Filters, Room, filters_of, rooms_of
from gapsessions.themes.models import Heading, Placement, Role, Standing, Theme
from gapsessions.themes.queries import answers_of
from gapsessions.themes.sureness import FAIRLY_SURE

WORDS = re.compile(r"\w+")
MOST_FOLDS = 200_000
_folds: dict[int, int] = {}
"""What a text folds to, by digests of this process alone: no word stays in memory."""

BY_HAND = 2.0
"""How sure the machine is where it was not asked: more than it could ever be."""

Said = tuple[str, str, int, str]
"""An answer, its question, gathering and text."""


class Placed(NamedTuple):
    """An answer in a theme, or in none, as the board needs it; ``sure`` is 0-1, or `BY_HAND`."""

    answer: str
    also: bool = False
    sure: float = BY_HAND

    @property
    def unsure(self) -> bool:
        """Whether the machine only guessed, and nobody said yes to it."""
        return not self.also and self.sure < FAIRLY_SURE


@dataclass(slots=True)
class BoardReading:
    """Everything a board counts and picks from."""

    session: GapSession
    filters: Filters
    rooms: tuple[Room, ...]
    themes: list[Theme]
    headings: list[Heading]
    answers: dict[str, Said]
    inside: dict[int, list[Placed]] = field(default_factory=lambda: defaultdict(list))
    """Placements by theme, those that the filters let through."""
    held: dict[int, int] = field(default_factory=dict)
    """How many placements a theme has, filters aside."""
    sides: dict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    """The same by gathering; empty while sorting is blind."""
    undecided: list[str] = field(default_factory=list)
    """Answers without a theme that the filters let through."""
    placed: int = 0
    waiting: int = 0
    unsure: int = 0

    @property
    def passing(self) -> int:
        """How many answers the filters let through, wherever they stand and however often."""
        return len({placed.answer for inside in self.inside.values() for placed in inside}.union(self.undecided))


def bare(answer: str) -> str:
    """An id without hyphens: SQLite writes it so, PostgreSQL and forms do not."""
    return answer.replace("-", "")


def read_board(session: GapSession, said: Mapping[str, str], *, who: bool) -> BoardReading:
    """Read the board through the filters that ``said`` names; six queries."""
    counted = Sheet.objects.filter(gathering__session=session).order_by().values_list("gathering").annotate(Count("pk"))
    rooms = rooms_of(session, dict(counted))
    rows = (
        answers_of(session).order_by().values_list(Cast("pk", CharField()), "question", "sheet__gathering_id", "text")
    )
    reading = BoardReading(
        session=session,
        filters=filters_of(said, rooms, who=who),
        rooms=rooms,
        themes=list(Theme.objects.filter(session=session)),
        headings=list(Heading.objects.filter(session=session).order_by("name")),
        answers={row[0]: row for row in rows},
    )
    _place(reading, who=who)
    return reading


def _place(reading: BoardReading, *, who: bool) -> None:
    """Put every answer where it stands; the one loop over everything, so it does no more than it must."""
    answers, let_through = reading.answers, _gate(reading)
    unsure_only, hidden = reading.filters.show == UNSURE, reading.filters.show == UNDECIDED
    decided: set[str] = set()
    inside, held, primary = reading.inside, reading.held, Role.PRIMARY.value
    for answer, theme, role, sure in _placements(reading.themes):
        if answer not in answers:
            continue
        held[theme] = held.get(theme, 0) + 1
        also, guessed = role != primary, False
        if not also:
            decided.add(answer)
            if sure < FAIRLY_SURE:
                guessed = True
                reading.unsure += 1
        if (guessed or not unsure_only) and not hidden and (let_through is None or answer in let_through):
            inside[theme].append(Placed(answer, also, sure))
        if who:
            reading.sides[theme][answers[answer][2]] += 1
    reading.placed = len(decided)
    reading.waiting = len(answers) - reading.placed
    if reading.waiting and not unsure_only:
        missing = answers.keys() - decided
        reading.undecided = sorted(missing if let_through is None else missing & let_through)


def _placements(themes: Sequence[Theme]) -> Iterable[tuple[str, int, str, float]]:
    """Every placement in one of the themes: answer, theme, role, how sure."""
    rows = Placement.objects.filter(theme__in=[theme.pk for theme in themes]).order_by()
    by_hand = Value(BY_HAND)
    sure = Case(When(standing=Standing.PINNED, then=by_hand), default=Coalesce("confidence", by_hand))
    return rows.values_list(Cast("answer_id", CharField()), "theme_id", "role", sure)


def _gate(reading: BoardReading) -> set[str] | None:
    """The answers that question, perspective, gathering and words let through; None: all of them."""
    wanted = reading.filters
    if not (wanted.question or wanted.side or wanted.gathering or wanted.find):
        return None
    rooms = {
        room.pk
        for room in reading.rooms
        if wanted.side in ("", room.perspective) and wanted.gathering in ("", room.key)
    }
    words = wanted.words
    return {
        answer
        for answer, question, gathering, text in reading.answers.values()
        if wanted.question in ("", question)
        and gathering in rooms
        and (not words or all(word in text.casefold() for word in words))
    }


def fold_of(text: str) -> int:
    """What texts that say the same in the same words have in common, case and punctuation aside."""
    key = hash(text)
    found = _folds.get(key)
    if found is None:
        if len(_folds) >= MOST_FOLDS:
            _folds.clear()
        found = _folds[key] = hash(tuple(WORDS.findall(text.casefold())) or text)
    return found


def fold(placed: Sequence[Placed], answers: Mapping[str, Said]) -> list[list[Placed]]:
    """Notes of one theme that say the same, laid on each other: the most said first, then the surest.

    What stands here and what is *also* here are never laid together: moving the one does not move the other.
    """
    # Sorted by columns, twice, and not by a key of our own: that is called for every note of the session.
    inside = sorted(placed, key=itemgetter(0))
    inside.sort(key=itemgetter(2), reverse=True)
    stacks: dict[int, list[Placed]] = {}
    for note in inside:
        text = answers[note[0]][3]
        key = _folds.get(hash(text)) or fold_of(text)
        stacks.setdefault(~key if note[1] else key, []).append(note)
    for stack in stacks.values():
        if len(stack) > 1:
            stack.sort()  # the same note speaks for all, however sure the machine is of each
    return sorted(stacks.values(), key=len, reverse=True)
