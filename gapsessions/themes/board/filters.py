"""Which notes a board shows: read from its address, and written into it again for every chip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from gapsessions.method.vocabulary import Perspective, Question, Style
from gapsessions.sessions.models import GapSession

UNDECIDED, UNSURE = "undecided", "unsure"
FEWEST_SINGLES = 8
"""Own sheets a gathering needs before its words may be read apart from the others' (spec.md section 9)."""


@dataclass(frozen=True, slots=True)
class Room:
    """A gathering by which the board can be filtered."""

    pk: int
    key: str
    name: str
    perspective: str
    may_filter: bool
    """Tables, or enough own sheets that nobody's words stand alone."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What is let through; "" lets everything through. ``find`` is what was typed."""

    question: str = ""
    side: str = ""
    gathering: str = ""
    show: str = ""
    find: str = ""

    def __bool__(self) -> bool:
        return any((self.question, self.side, self.gathering, self.show, self.find))

    @property
    def words(self) -> tuple[str, ...]:
        """What a note must hold, all of it, in whatever case."""
        return tuple(self.find.casefold().split())

    def query(self, **changes: str) -> str:
        """These filters with changes, as an address writes them: "?question=improve", or "?" where nothing is left."""
        changed = replace(self, **changes)  # type: ignore[arg-type]
        said = {name: getattr(changed, name) for name in self.__slots__ if getattr(changed, name)}
        return "?" + urlencode(said)


def filters_of(said: Mapping[str, str], rooms: tuple[Room, ...], *, who: bool) -> Filters:
    """Read filters from a query; unknown values let everything through, and so do those that blindness forbids.

    A gathering belongs to one perspective: while sorting is blind, filtering by it would tell who spoke.
    """
    question, side, gathering = (said.get(name, "") for name in ("question", "side", "gathering"))
    show = said.get("show", "")
    return Filters(
        question=question if question in {kind.value for kind in Question} else "",
        side=side if who and side in {one.value for one in Perspective} else "",
        gathering=gathering if who and gathering in {room.key for room in rooms if room.may_filter} else "",
        show=show if show in (UNDECIDED, UNSURE) else "",
        find=" ".join(said.get("find", "").split())[:80],
    )


def rooms_of(session: GapSession, sheets: Mapping[int, int]) -> tuple[Room, ...]:
    """The gatherings of a session; ``sheets`` counts the sheets of each by primary key. One query."""
    rows = session.gatherings.order_by("perspective", "name", "pk").values_list(
        "pk", "key", "name", "perspective", "style"
    )
    return tuple(
        Room(pk, key, name, side, style == Style.TABLES or sheets.get(pk, 0) >= FEWEST_SINGLES)
        for pk, key, name, side, style in rows
        if sheets.get(pk)
    )
