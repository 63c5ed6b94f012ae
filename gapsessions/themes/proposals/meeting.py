"""A proposal meets the board: which theme carries on as which, what comes, what goes, and which notes would move.

The same meeting is shown beforehand and carried out afterwards (actions/accepting.py), so that what is said holds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from gapsessions.themes.matching import join_kept_together, match_themes
from gapsessions.themes.models import LONGEST_NAME, Theme
from gapsessions.themes.moves import UNDECIDED, Before
from gapsessions.themes.proposed import Proposed

Heir = TypeVar("Heir")


@dataclass(frozen=True, slots=True)
class BoardNow:
    """The board as it is: themes without "other", every answer's place ("other" is one), and what people fixed."""

    themes: Mapping[int, Theme]
    places: Mapping[UUID, Before]
    pinned: Mapping[UUID, int]
    readable: frozenset[UUID]
    """Answers that still stand and may be read."""
    kept: tuple[tuple[UUID, UUID], ...]
    """Pairs that a person wants together."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What would become of a proposal on a board."""

    proposed: Proposed
    board: BoardNow
    label_of: Mapping[UUID, int]
    """The proposed theme of every answer of it that stands; themes tied by a merge have gone up in one."""
    carried_on: Mapping[int, int | None]
    """For each proposed theme that would be there, the present theme it carries on; None: it is new."""
    going: frozenset[int]
    """Present themes that nothing carries on and nobody made, named or filled."""

    def name_of(self, label: int) -> str:
        """What the machine would call it."""
        return self.proposed.themes[label].name[:LONGEST_NAME]

    def stays_put(self, answer: UUID) -> bool:
        """Whether a person pinned it."""
        return answer in self.board.pinned

    def whence(self, answer: UUID) -> int | None:
        """The theme it stands in now; None while it is undecided."""
        return self.board.places.get(answer, UNDECIDED)[0]

    def would_move(self, answer: UUID) -> bool:
        """Whether accepting gives it another theme than it has."""
        label = self.label_of.get(answer)
        if label is None or self.stays_put(answer) or label not in self.carried_on:
            return False
        theme = self.carried_on[label]
        return theme is None or theme != self.whence(answer)


def meet(proposed: Proposed, board: BoardNow) -> Meeting:
    """Hold the meeting; nothing is changed."""
    labelled = {
        answer: label
        for answer, label in zip(proposed.answers, proposed.labels, strict=True)
        if label >= 0 and answer in board.readable
    }
    goes_up_in, tied = join_kept_together(labelled, board.kept, board.pinned)
    label_of = {answer: goes_up_in[label] for answer, label in labelled.items()}
    groups: dict[int, list[UUID]] = defaultdict(list)
    for answer, label in label_of.items():
        groups[label].append(answer)
    # A theme all of whose answers people pinned elsewhere is not made at all.
    groups = {label: found for label, found in groups.items() if not board.pinned.keys() >= set(found)}
    members: dict[int, list[UUID]] = defaultdict(list)
    for answer, (theme, _standing) in board.places.items():
        if theme is not None and theme in board.themes:
            members[theme].append(answer)
    names = {label: proposed.themes[label].name[:LONGEST_NAME] for label in groups}
    must = {label: theme for label, theme in tied.items() if label in groups and theme in board.themes}
    free = {label: found for label, found in groups.items() if label not in must}
    open_themes = {pk: theme.name for pk, theme in board.themes.items() if pk not in must.values()}
    # One note in a theme that a person made does not call for all its likes: only the machine's own themes grow.
    machines = {pk for pk, theme in board.themes.items() if not (theme.made_by_hand or theme.name_pinned)}
    matched = must | match_themes(free, {pk: members[pk] for pk in open_themes}, names, open_themes, machines)
    filled = set(board.pinned.values())
    going = frozenset(
        pk
        for pk, theme in board.themes.items()
        if pk not in matched.values() and not (theme.made_by_hand or theme.name_pinned or pk in filled)
    )
    return Meeting(proposed, board, label_of, {label: matched.get(label) for label in sorted(groups)}, going)


class Fate(StrEnum):
    """What a proposed theme would be on the board."""

    NEW = "new"
    MERGED = "merged"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """One proposed theme beside what is there."""

    number: int
    """Its number in the proposal."""
    name: str
    theme: Theme | None
    """The present theme it carries on."""
    fate: Fate
    was_called: str
    """The present name where it would change, else ""."""
    notes: int
    """Notes it would hold."""
    quote: UUID
    keywords: tuple[str, ...]
    takes: tuple[tuple[str, int], ...]
    """Present themes that notes would come from, most first, by name."""
    undecided: int
    """Notes that stand in no theme now."""
    leaving: int
    """Notes of the present theme that would stand elsewhere."""
    pinned_elsewhere: int
    """Notes the machine would put here, but a person put them elsewhere."""
    merges: tuple[str, ...]
    """Names of present themes that would go up in it."""

    @property
    def arriving(self) -> int:
        """Notes that accepting this theme would bring into it."""
        return self.undecided + sum(count for _name, count in self.takes)


@dataclass(frozen=True, slots=True)
class Difference:
    """A proposal against now; ``themes`` has first what would change, largest first."""

    themes: tuple[ThemeChange, ...]
    new: int
    merged: int
    """Present themes that would go up in another."""
    gone: int
    """Present themes whose notes would be spread."""
    renamed: int
    moving: int
    """Notes that stand in one theme now and would stand in another."""
    placed: int
    """Undecided notes that would be placed."""

    @property
    def anything(self) -> bool:
        """Whether accepting all would change the board at all."""
        return any((self.new, self.merged, self.gone, self.renamed, self.moving, self.placed))


def difference(meeting: Meeting) -> Difference:
    """Count what accepting would change; O(answers)."""
    board = meeting.board
    arriving: dict[int, Counter[int | None]] = defaultdict(Counter)
    staying: Counter[int] = Counter()
    elsewhere: Counter[int] = Counter()
    left: Counter[int | None] = Counter()
    for answer, label in meeting.label_of.items():
        if label not in meeting.carried_on:
            continue
        now, then = meeting.whence(answer), meeting.carried_on[label]
        if answer in board.pinned:
            (staying if then is not None and now == then else elsewhere)[label] += 1
        elif then is None or now != then:
            arriving[label][now] += 1
            left[now] += 1
        else:
            staying[label] += 1
    sizes = Counter(theme for theme, _standing in board.places.values())
    went_to = _went_to(meeting, arriving, sizes)
    changes = [
        _change(meeting, label, arriving[label], left, staying[label], elsewhere[label], sizes, went_to)
        for label in meeting.carried_on
    ]
    order = list(Fate)
    changes.sort(key=lambda change: (order.index(change.fate), -change.arriving, -change.notes, change.name))
    return Difference(
        themes=tuple(changes),
        new=sum(change.fate is Fate.NEW for change in changes),
        merged=len(went_to),
        gone=len(meeting.going) - len(went_to),
        renamed=sum(bool(change.was_called) for change in changes),
        moving=sum(count for theme, count in left.items() if theme is not None),
        placed=left[None],
    )


def _went_to(
    meeting: Meeting, arriving: Mapping[int, Counter[int | None]], sizes: Counter[int | None]
) -> dict[int, int]:
    """Themes that go up in one, by the number that brings them there; of several that join one theme the first."""
    went: dict[int, int] = {}
    for theme in meeting.going:
        came: Counter[int] = Counter()
        first_into: dict[int, int] = {}
        for number, present in meeting.carried_on.items():
            if count := arriving[number][theme]:
                came[number if present is None else first_into.setdefault(present, number)] += count
        heir = heir_of(came, sizes[theme])
        if heir is not None:
            went[theme] = heir
    return went


def heir_of(came: Mapping[Heir, int], held: int) -> Heir | None:
    """What a theme that goes has gone up in: where at least half of the notes it held went; of two halves the first."""
    heir = max(came, key=lambda one: came[one], default=None)
    return heir if heir is not None and 0 < held <= 2 * came[heir] else None


def _change(
    meeting: Meeting,
    label: int,
    came: Counter[int | None],
    left: Counter[int | None],
    staying: int,
    elsewhere: int,
    sizes: Counter[int | None],
    went_to: Mapping[int, int],
) -> ThemeChange:
    themes, proposed = meeting.board.themes, meeting.proposed.themes[label]
    pk = meeting.carried_on[label]
    theme = themes[pk] if pk is not None else None
    called = theme.name if theme is not None and theme.name_pinned else meeting.name_of(label)
    renamed = theme is not None and theme.name.casefold() != called.casefold()
    merges = tuple(sorted(themes[went].name for went, into in went_to.items() if into == label))
    leaving = left[pk] if pk is not None else 0
    if theme is None:
        fate = Fate.NEW
    elif merges:
        fate = Fate.MERGED
    else:
        fate = Fate.CHANGED if came or leaving or renamed else Fate.SAME
    rest = sizes[pk] - left[pk] if pk is not None else 0  # with those the proposal does not know, and those pinned here
    sources = [
        (themes[source].name, count) for source, count in came.items() if source is not None and source in themes
    ]
    return ThemeChange(
        number=label,
        name=called,
        theme=theme,
        fate=fate,
        was_called=theme.name if renamed and theme is not None else "",
        notes=rest + came.total(),
        quote=meeting.proposed.answers[proposed.quote],
        keywords=proposed.keywords,
        takes=tuple(sorted(sources, key=lambda source: (-source[1], source[0]))),
        undecided=came[None],
        leaving=leaving,
        pinned_elsewhere=elsewhere,
        merges=merges,
    )
