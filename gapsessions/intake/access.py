"""Who may look through an uploaded file: only the facilitator who brought it, for as long as it waits."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from gapsessions.accounts.access import FACILITATORS, person_of
from gapsessions.intake.models import DraftState, IntakeDraft
from gapsessions.sessions.access import sessions_of
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.web.requests import HttpRequest, object_or_404


def drafts_of(request: HttpRequest) -> QuerySet[IntakeDraft]:
    """The person's own files in sessions they facilitate, that have not ended."""
    return IntakeDraft.objects.filter(
        session__in=sessions_of(request, FACILITATORS), user=person_of(request), ends_at__gt=timezone.now()
    ).select_related("session", "session__organisation")


def draft_for(request: HttpRequest, code: str, key: str) -> IntakeDraft:
    """Return the person's own file, or raise Http404; one that was thrown away is gone.

    Raises SessionIsArchived while the session takes nothing in; the file waits.
    """
    return _in_use(object_or_404(drafts_of(request).exclude(state=DraftState.DISCARDED), session__code=code, key=key))


def discarded_draft_for(request: HttpRequest, code: str, key: str) -> IntakeDraft:
    """Return the file that the person threw away a moment ago, or raise as `draft_for`."""
    return _in_use(object_or_404(drafts_of(request), session__code=code, key=key))


def _in_use(draft: IntakeDraft) -> IntakeDraft:
    if draft.session.archived_at:
        raise SessionIsArchived(draft.session.code)
    return draft
