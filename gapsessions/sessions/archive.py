"""What a session in the archive refuses: it is read there, and changed by nobody until it is taken out."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from gapsessions.sessions.models import GapSession
from gapsessions.web.refusals import Refused


class SessionIsArchived(Refused):
    """The session is in the archive; nothing was changed."""

    def __init__(self, code: str) -> None:
        sentence = gettext("This session is in the archive: it can be read, not changed. Take it out to go on with it.")
        super().__init__(sentence, reverse("session", args=[code]))


def refuse_archived(session_id: int) -> None:
    """Raise SessionIsArchived where the session stands in the archive now; verbs ask this inside their transaction."""
    archived = GapSession.objects.filter(pk=session_id, archived_at__isnull=False)
    for code in archived.values_list("code", flat=True):
        raise SessionIsArchived(code)
