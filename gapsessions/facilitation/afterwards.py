"""What follows from sessions, as far as their next step asks: decided, passed on, told, due again; for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from django.utils import timezone

from gapsessions.accounts.links import lasting_address
from gapsessions.facilitation.next_step import Afterwards
from gapsessions.plan.models import Action, ActionStatus
from gapsessions.plan.queries import count_actions
from gapsessions.plan.said.models import SaidPage
from gapsessions.plan.waves.models import MatchState, ThemeMatch
from gapsessions.reports.sharing.models import LinkKind, ShareLink
from gapsessions.sessions.keeping import OWN_AUDIT
from gapsessions.sessions.models import GapSession

NEAR = timedelta(days=30)
"""So long before an audit it is time to plan the next wave."""


def afterwards_of(sessions: Collection[GapSession]) -> dict[int, Afterwards]:
    """What follows from each session whose themes are closed, by its primary key; five queries, however many."""
    closed = {session.pk: session for session in sessions if session.themes_closed_at is not None}
    if not closed:
        return {}
    actions: dict[int, list[Action]] = defaultdict(list)
    for action in Action.objects.filter(session__in=closed, removed_at__isnull=True).defer("what", "note", "measure"):
        actions[action.session_id].append(action)
    links = ShareLink.objects.filter(session__in=closed, kind=LinkKind.REPORT.value)
    matches = ThemeMatch.objects.filter(theme__session__in=closed, state=MatchState.CONFIRMED.value)
    matched = set(matches.values_list("theme__session", flat=True))
    linked = set(links.values_list("session", flat=True))
    told = set(
        SaidPage.objects.filter(session__in=closed, published_at__isnull=False).values_list("session", flat=True)
    )
    later = GapSession.objects.filter(wave_of__in=closed, rehearsal_of=None)
    repeated, today = set(later.values_list("wave_of", flat=True)), timezone.localdate()
    return {
        pk: _afterwards(
            actions[pk],
            today,
            unmatched=session.wave_of_id is not None and pk not in matched,
            linked=pk in linked,
            told=pk in told,
            due_again=None if pk in repeated else _audit_near(session, today),
        )
        for pk, session in closed.items()
    }


def _afterwards(
    actions: list[Action], today: date, *, unmatched: bool, linked: bool, told: bool, due_again: date | None
) -> Afterwards:
    counts = count_actions(actions, today)
    return Afterwards(
        decided=counts.all,
        still_open=counts.open,
        loose=counts.open - counts.settled,
        overdue=counts.overdue,
        moving=sum(action.status in (ActionStatus.DONE, ActionStatus.UNDER_WAY) for action in actions),
        unmatched=unmatched,
        may_link=bool(lasting_address()),
        linked=linked,
        told=told,
        due_again=due_again,
    )


def _audit_near(session: GapSession, today: date) -> date | None:
    """The organisation's next audit where it is near, and is not this session itself."""
    audit = session.organisation.next_audit
    own = audit is not None and audit <= timezone.localdate(session.created_at) + OWN_AUDIT
    return audit if audit is not None and not own and audit - today <= NEAR else None
