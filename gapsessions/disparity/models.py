"""Frozen comparisons: a snapshot gives the same bytes for as long as the session is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gapsessions.sessions.models import GapSession
from gapsessions.storage.constraints import exactly


class Snapshot(models.Model):
    """One comparison of a session, numbered and frozen; drafts are computed anew and never stored."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="snapshots")
    number = models.PositiveIntegerField()
    payload = models.BinaryField()
    """Canonical JSON of the content (disparity/codec.py), compressed."""
    sha256 = models.CharField(max_length=64)
    """Digest of the JSON before compression: the same content has the same digest."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="snapshot_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="snapshot_number_from_one"),
            exactly("sha256", 64, name="snapshot_digest_is_a_hash"),
        ]

    def __str__(self) -> str:
        return f"snapshot {self.number} of {self.session}"
