"""Who may see addresses and change the plan: those who run the session. Who may hear what came of it: by a link."""

from __future__ import annotations

from gapsessions.plan.models import Action, ActionOwner, Contact
from gapsessions.sessions.access import session_to_run
from gapsessions.sessions.models import GapSession
from gapsessions.web.requests import HttpRequest, object_or_404


def contact_to_change(request: HttpRequest, code: str, key: str) -> Contact:
    """Return an address on the session's list, removed or not, for facilitators and owners, or raise Http404."""
    session = session_to_run(request, code)
    return object_or_404(Contact.objects.filter(session=session).select_related("session"), key=key)


def session_of_link(request: HttpRequest, key: str) -> GapSession:
    """Return the session whose people were given this address, with its organisation, or raise Http404."""
    sessions = GapSession.objects.filter(rehearsal_of__isnull=True).select_related("organisation")
    return object_or_404(sessions, follow_up_key=key)


def action_to_change(request: HttpRequest, code: str, key: str) -> Action:
    """Return an action of the session, removed or not, for facilitators and owners, or raise Http404."""
    session = session_to_run(request, code)
    return object_or_404(Action.objects.filter(session=session).select_related("session", "owner"), key=key)


def owner_to_change(request: HttpRequest, code: str, key: str) -> ActionOwner:
    """Return somebody who looks after actions of the session, for facilitators and owners, or raise Http404."""
    session = session_to_run(request, code)
    return object_or_404(ActionOwner.objects.filter(session=session).select_related("session"), key=key)
