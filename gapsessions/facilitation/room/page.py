"""The control room, put together: everything its page shows, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from gapsessions.breakouts.bursts import Burst, burst_of
from gapsessions.breakouts.models import HelperLink
from gapsessions.facilitation.room.deck import Deck, deck_of
from gapsessions.facilitation.room.happened import Happened, happened_in
from gapsessions.facilitation.room.revealing import Shown, may_reveal, shown_now, silent_until
from gapsessions.facilitation.room.standing import RoomStanding, standing_of
from gapsessions.facilitation.room.wording import ready_messages, shuffle_words
from gapsessions.gatherings.models import Gathering, ParkedThought
from gapsessions.method.vocabulary import Question, Seating, Stage, Style
from gapsessions.sheets.late import tray
from gapsessions.sheets.models import LateNote

LATE_SHOWN = 20
"""Late notes shown at once; the rest waits for them."""


@dataclass(frozen=True)
class Late:
    """A note that came too late, with the number of its question. Where it came from stands nowhere."""

    note: LateNote
    number: int


@dataclass(frozen=True)
class ControlRoom:
    """Everything the page shows."""

    deck: Deck
    standing: RoomStanding
    late: list[Late]
    late_count: int
    parked: list[ParkedThought]
    helpers: list[HelperLink]
    happened: list[Happened]
    live: bool
    open_link: bool
    burst: Burst | None
    """Many replies at once to an open link."""
    tables: bool
    shuffles: str
    """What a shuffle would do; "" where the room is not shuffled."""
    ready: list[str]
    may_show: list[Question]
    """Questions whose notes may come to the big screen."""
    screen: Shown | None
    """What the big screen shows of them now."""
    silent_until: int | None
    """When the silence of the question ends, in milliseconds; None where there is none."""


def control_room(gathering: Gathering, *, may_run: bool) -> ControlRoom:
    """Put the page together; as many queries for forty tables as for one. Who may only read sees no late note."""
    deck = deck_of(gathering)
    # In the order of their random ids: no more that of arrival than any other, and nothing moves away under a finger.
    waiting = sorted(tray(gathering), key=lambda note: note.pk)
    tables = gathering.style == Style.TABLES
    shuffled = tables and gathering.seating == Seating.SHUFFLE and may_run
    links = HelperLink.objects.filter(gathering=gathering, ended=False).prefetch_related("breakouts").order_by("pk")
    return ControlRoom(
        deck=deck,
        standing=standing_of(gathering),
        late=[Late(note, Question(note.question).number) for note in waiting[:LATE_SHOWN]] if may_run else [],
        late_count=len(waiting),
        parked=list(ParkedThought.objects.filter(gathering=gathering, removed=False).order_by("pk")),
        helpers=list(links) if may_run else [],
        happened=happened_in(gathering),
        live=gathering.stage in (Stage.WRITE, Stage.READ_BACK),
        open_link=gathering.style == Style.OPEN_LINK,
        burst=burst_of(gathering),
        tables=tables,
        shuffles=shuffle_words(gathering) if shuffled else "",
        ready=ready_messages(),
        may_show=may_reveal(gathering) if may_run else [],
        screen=shown_now(gathering),
        silent_until=silent_until(gathering, deck.question),
    )
