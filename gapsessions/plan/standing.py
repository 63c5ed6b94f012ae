"""How a plan stands: its actions by when they are due, and who looks after them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from gapsessions.plan.models import Action, ActionOwner, ActionStatus
from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import Theme
from gapsessions.themes.queries import heirs_of, now_called

SOON = timedelta(days=30)


class Due(StrEnum):
    """When an action is due, in the order of the page."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    UNDATED = "undated"
    DONE = "done"
    DROPPED = "dropped"


DUES = {
    Due.OVERDUE: _("Overdue"),
    Due.SOON: _("Due within 30 days"),
    Due.LATER: _("Due later"),
    Due.UNDATED: _("No date yet"),
    Due.DONE: _("Done"),
    Due.DROPPED: _("Dropped"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An action with the name of the theme it answers; "" where it answers none, or none that is still there."""

    action: Action
    theme: str


@dataclass(frozen=True, slots=True)
class Group:
    """Actions that are due alike."""

    due: Due
    title: str
    entries: tuple[Entry, ...]


def due_of(action: Action, today: date) -> Due:
    """In which group an action stands; what is due today is due soon."""
    if action.status == ActionStatus.DONE:
        return Due.DONE
    if action.status == ActionStatus.DROPPED:
        return Due.DROPPED
    if action.due is None:
        return Due.UNDATED
    if action.due < today:
        return Due.OVERDUE
    return Due.SOON if action.due - today <= SOON else Due.LATER


def entries_of(session: GapSession, actions: Iterable[Action]) -> list[Entry]:
    """Actions with the names of their themes; three queries."""
    names = dict(Theme.objects.filter(session=session, other=False).values_list("key", "name"))
    heirs = heirs_of(session)
    return [Entry(action, names.get(now_called(action.theme_key, heirs, names), "")) for action in actions]


def grouped(entries: Sequence[Entry], today: date) -> tuple[Group, ...]:
    """The groups that hold anything, in their order; within a group that of the entries is kept."""
    found: dict[Due, list[Entry]] = {}
    for entry in entries:
        found.setdefault(due_of(entry.action, today), []).append(entry)
    return tuple(Group(due, str(DUES[due]), tuple(found[due])) for due in Due if due in found)


def owners_of(session: GapSession) -> list[ActionOwner]:
    """Who looks after actions that stand in the plan, by name, each with how many as `standing`."""
    standing = Count("actions", filter=Q(actions__removed_at__isnull=True))
    owners = ActionOwner.objects.filter(session=session).annotate(standing=standing)
    return list(owners.filter(standing__gt=0).order_by("name"))
