"""What was moved after the readings could be seen, and how a second sorter's notes compare with the first placing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from gapsessions.accounts.models import User
from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import BoardChange, MoveLog, Theme
from gapsessions.themes.trust.models import SecondPlacing, SecondSorting


@dataclass(frozen=True, slots=True)
class Agreement:
    """Notes that two people placed alike, of those that can be compared."""

    alike: int
    of: int


def late_moves(session: GapSession) -> QuerySet[MoveLog]:
    """Moves since the readings could be seen, the latest first; those taken back are among them."""
    moves = MoveLog.objects.filter(session=session, after_closing=True)
    return moves.select_related("answer", "from_theme", "to_theme", "by").order_by("-at", "-pk")


def latest_sorting(session: GapSession) -> SecondSorting | None:
    """The second sorting that counts: the newest."""
    return SecondSorting.objects.filter(session=session).select_related("by").order_by("-pk").first()


def has_sorted(session: GapSession, user: User) -> bool:
    """Whether this person has had a hand in the themes: then nobody could call the sorting a second one."""
    moved = MoveLog.objects.filter(session=session, by=user, undone=False).exists()
    return moved or BoardChange.objects.filter(session=session, by=user, undone=False).exists()


def placings_of(sorting: SecondSorting) -> QuerySet[SecondPlacing]:
    """Its notes in the order they are shown; a note struck out since is left out."""
    rows = SecondPlacing.objects.filter(sorting=sorting, answer__struck_out=False)
    return rows.select_related("answer", "first", "second").order_by("place")


def is_alike(placing: SecondPlacing) -> bool:
    """Whether both put it in the same theme; "fits none" is the same as "other"."""
    if placing.first is None or not placing.decided:
        return False
    return placing.first == placing.second or (placing.second is None and placing.first.other)


def agreement_in(sorting: SecondSorting) -> Agreement:
    """How many were placed alike; a note whose first theme is gone can no longer be compared."""
    comparable = [row for row in placings_of(sorting) if row.decided and row.first is not None]
    return Agreement(sum(is_alike(row) for row in comparable), len(comparable))


def agreement_of(session: GapSession) -> Agreement | None:
    """Of the newest sorting that came to its end; None where there is none."""
    done = SecondSorting.objects.filter(session=session, finished_at__isnull=False).order_by("-pk").first()
    found = agreement_in(done) if done is not None else None
    return found if found is not None and found.of else None


def choices_for(session: GapSession) -> QuerySet[Theme]:
    """The themes a second sorter chooses among, by name: neither size nor order tells where a note stood."""
    return Theme.objects.filter(session=session, other=False).order_by("name")
