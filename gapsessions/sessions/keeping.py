"""How long what was said is kept: until the organisation's next audit and 90 days more, or two years."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from gapsessions.accounts.models import Organisation
from gapsessions.sessions.models import KEEP_DAYS, GapSession
from gapsessions.sessions.queries import WARNING_DAYS

AFTER_AUDIT = timedelta(days=90)
"""After the next audit, so that both can be compared."""
OWN_AUDIT = timedelta(days=30)
"""A session opened so shortly before an audit, or after it, is that audit itself: it waits for the one after."""


def keep_until_of(organisation: Organisation, opened: date) -> date:
    """The last day on which a session opened on a day is kept, unless somebody chooses another."""
    audit = organisation.next_audit
    if audit is not None and audit > opened + OWN_AUDIT:
        return audit + AFTER_AUDIT
    return opened + timedelta(days=KEEP_DAYS)


@transaction.atomic
def plan_audit(*, organisation: Organisation, day: date | None) -> int:
    """Say when the organisation's next audit is, and move the last day of its sessions; give how many were moved.

    Sessions whose day a person chose stay. None goes at once: within 30 days their owners are warned first.
    """
    organisation.next_audit = day
    organisation.save(update_fields=["next_audit"])
    moved, warned_first = 0, timezone.localdate() + timedelta(days=WARNING_DAYS)
    sessions = GapSession.objects.filter(organisation=organisation, kept_by_hand=False, rehearsal_of__isnull=True)
    for session in sessions.select_for_update():
        until = max(keep_until_of(organisation, session.created_at.date()), warned_first)
        if until != session.keep_until:
            session.keep_until, session.warned_at = until, None
            session.save(update_fields=["keep_until", "warned_at"])
            moved += 1
    return moved


def keep_longer(*, session: GapSession, until: date) -> None:
    """Keep a session until a day that a person chose; whoever was warned is warned again before that day."""
    session.keep_until, session.kept_by_hand, session.warned_at = until, True, None
    session.save(update_fields=["keep_until", "kept_by_hand", "warned_at"])
