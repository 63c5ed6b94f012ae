"""Which session files have been taken in, so that the same one twice is recognised."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from gapsessions.accounts.models import Organisation
from gapsessions.sessions.models import GapSession
from gapsessions.storage.constraints import exactly


class SessionArrival(models.Model):
    """That a session came out of a file; it goes with the session, and then the file may come again."""

    session = models.OneToOneField(GapSession, on_delete=models.CASCADE, related_name="arrival")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    """The checksum at the end of the file."""
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="session_file_once"),
            exactly("digest", 64, name="session_file_digest_is_a_hash"),
        ]

    def __str__(self) -> str:
        return f"arrival of {self.session_id}"
