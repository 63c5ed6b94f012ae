"""Which files a session has taken in, so that the same file twice changes nothing."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from gapsessions.sessions.models import GapSession
from gapsessions.storage.constraints import exactly


class IntakeFile(models.Model):
    """One spreadsheet whose rows were kept: its digest, never its name or its words."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="intake_files")
    digest = models.CharField(max_length=64)
    """SHA-256 of the kept content, in hexadecimal."""
    rows_kept = models.PositiveIntegerField()
    rows_left_out = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "digest"], name="intake_file_once"),
            exactly("digest", 64, name="intake_digest_is_a_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.rows_kept} rows taken into {self.session}"
