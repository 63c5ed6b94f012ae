"""Session files: the one that was packed and waits to be fetched, and which ones have been taken in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from gapsessions.accounts.models import Organisation
from gapsessions.reports.models import BuildState
from gapsessions.sessions.models import GapSession
from gapsessions.storage.constraints import choices_of, exactly, one_of


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


class PackedFile(models.Model):
    """A session's file as the worker packed it: for an hour, unless the session goes or another is asked for."""

    session = models.OneToOneField(GapSession, on_delete=models.CASCADE, related_name="packed_file")
    contacts = models.BooleanField(default=False)
    """The contact list is in it."""
    state = models.CharField(max_length=8, choices=choices_of(BuildState), default=BuildState.WAITING.value)
    asked_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=120, blank=True)
    data = models.BinaryField(default=bytes)
    """The file; empty until it is ready."""
    trouble = models.CharField(max_length=400, blank=True)
    """Why there is none, in words, where somebody can do something about it."""

    class Meta:
        constraints = [one_of("state", BuildState, name="packed_file_state_known")]

    def __str__(self) -> str:
        return f"file of {self.session_id} ({self.state})"
