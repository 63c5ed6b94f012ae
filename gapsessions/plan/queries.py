"""The actions of a plan as they stand; who wants to hear what came of it, as counts from five people on and a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet, Sum

from gapsessions.plan.models import Action, ActionOwner, ActionStatus, Channel, Contact, FollowUpWish
from gapsessions.sessions.models import GapSession
from gapsessions.themes.queries import all_called, heirs_of

FLOOR = 5
"""People behind a figure of a segment before it is shown (spec.md section 9)."""


def actions_of(session: GapSession) -> QuerySet[Action]:
    """The actions of a plan with their owners: those with a date first, by date, then as they were written down."""
    actions = Action.objects.filter(session=session, removed_at__isnull=True).select_related("owner")
    return actions.order_by(F("due").asc(nulls_last=True), "pk")


def actions_about(session: GapSession, theme: str) -> list[Action]:
    """The actions about a theme, by its key: those, too, that were decided about a theme it has taken in."""
    return list(actions_of(session).filter(theme_key__in=all_called(theme, heirs_of(session))))


def owner_names(session: GapSession) -> list[str]:
    """Everybody who looks after something here, by name: whom a form proposes."""
    return list(ActionOwner.objects.filter(session=session).order_by("name").values_list("name", flat=True))


def removed_actions(session: GapSession) -> QuerySet[Action]:
    """What was taken out of the plan, the last one first."""
    return Action.objects.filter(session=session, removed_at__isnull=False).order_by("-removed_at", "-pk")


@dataclass(frozen=True)
class ActionCounts:
    """How the actions of a plan stand; `open` are those that are not done and not dropped."""

    all: int = 0
    open: int = 0
    done: int = 0
    dropped: int = 0
    under_way: int = 0
    overdue: int = 0
    without_owner: int = 0
    without_date: int = 0
    settled: int = 0
    """Open ones that have an owner and a date."""


def counts_of(session: GapSession, today: date) -> ActionCounts:
    """Count the actions of a session; one query."""
    return count_actions(Action.objects.filter(session=session, removed_at__isnull=True), today)


def count_actions(actions: Iterable[Action], today: date) -> ActionCounts:
    """Count them; owner and date are asked of open ones only."""
    rows = list(actions)
    still_open = [action for action in rows if action.is_open]
    return ActionCounts(
        all=len(rows),
        open=len(still_open),
        done=sum(action.status == ActionStatus.DONE for action in rows),
        dropped=sum(action.status == ActionStatus.DROPPED for action in rows),
        under_way=sum(action.status == ActionStatus.UNDER_WAY for action in rows),
        overdue=sum(action.is_overdue(today) for action in rows),
        without_owner=sum(action.owner_id is None for action in still_open),
        without_date=sum(action.due is None for action in still_open),
        settled=sum(action.is_settled for action in still_open),
    )


@dataclass(frozen=True)
class Wishes:
    """How many people of a segment asked to hear of it, in all and by way; "" is the session as a whole."""

    segment: str
    people: int
    by_channel: tuple[tuple[Channel, int], ...]


def wishes_of(session: GapSession) -> list[Wishes]:
    """The whole session first, then each segment of five people or more, as long as the rest has five too."""
    rows = (
        FollowUpWish.objects.filter(gathering__session=session, people__gt=0)
        .values_list("segment", "channel")
        .annotate(total=Sum("people"))
    )
    counts = {(segment, Channel(channel)): total for segment, channel, total in rows}
    whole = _wishes("", counts)
    parts = [_wishes(segment, counts) for segment in sorted({segment for segment, _channel in counts} - {""})]
    shown = [part for part in parts if part.people >= FLOOR and whole.people - part.people >= FLOOR]
    # What is left when all shown ones are taken away may not be a handful either.
    hidden = whole.people - sum(part.people for part in shown)
    return [whole] if 0 < hidden < FLOOR else [whole, *shown]


def contacts_of(session: GapSession) -> QuerySet[Contact]:
    """The addresses on the list, by way and address: no order of arrival."""
    return Contact.objects.filter(session=session, removed=False).order_by("channel", "address")


def _wishes(segment: str, counts: dict[tuple[str, Channel], int]) -> Wishes:
    totals = {
        channel: sum(n for (of, by), n in counts.items() if by is channel and segment in ("", of))
        for channel in Channel
    }
    return Wishes(segment, sum(totals.values()), tuple((channel, n) for channel, n in totals.items() if n))
