"""Who sees what of the themes: the theme of one's own session, and who said what only to those who asked for it."""

from __future__ import annotations

from gapsessions.sessions.access import may_run, session_for, session_to_run
from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import BoardChange, Proposal, Theme
from gapsessions.web.requests import HttpRequest, object_or_404

__all__ = [
    "change_of",
    "may_run",
    "proposal_of",
    "sees_who",
    "session_for",
    "session_to_run",
    "set_sight",
    "theme_of",
]


def theme_of(session: GapSession, key: str) -> Theme:
    """Return a theme of the session by its key, or raise Http404."""
    return object_or_404(Theme.objects.filter(session=session), key=key)


def proposal_of(session: GapSession, key: str) -> Proposal:
    """Return a proposal of the session, in whatever state, or raise Http404; its result is read when asked for."""
    return object_or_404(Proposal.objects.filter(session=session).defer("result"), key=key)


def change_of(session: GapSession, key: str) -> BoardChange:
    """Return one act on the themes of the session, or raise Http404."""
    return object_or_404(BoardChange.objects.filter(session=session), key=key)


def sees_who(request: HttpRequest, session: GapSession) -> bool:
    """Whether this person has switched blind sorting off for the session, in this browser."""
    return bool(request.session.get(_switch(session), False))


def set_sight(request: HttpRequest, session: GapSession, *, who: bool) -> None:
    """Switch blind sorting off or on again for this person."""
    request.session[_switch(session)] = who


def _switch(session: GapSession) -> str:
    return f"sees-who:{session.code}"
