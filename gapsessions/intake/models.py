"""Which files a session has taken in, and files that somebody is still looking through before saving."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.utils import timezone

from gapsessions.sessions.models import GapSession
from gapsessions.storage.codes import address_code
from gapsessions.storage.constraints import choices_of, exactly, one_of

DRAFT_HOURS = 24
LONGEST_FILE_NAME = 120


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


class DraftState(StrEnum):
    """Where a file stands between upload and session."""

    OPEN = "open"
    SAVING = "saving"
    SAVED = "saved"
    DISCARDED = "discarded"


def end_of_draft() -> datetime:
    """When a file that is uploaded now and not saved is forgotten."""
    return timezone.now() + timedelta(hours=DRAFT_HOURS)


class IntakeDraft(models.Model):
    """One uploaded file of one person, with what was mended and left out so far; nothing of it counts anywhere.

    It lives in the database, so that erasing the session reaches it (docs/decisions).
    """

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="intake_drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    file_name = models.CharField(max_length=LONGEST_FILE_NAME)
    state = models.CharField(max_length=10, choices=choices_of(DraftState), default=DraftState.OPEN.value)
    rows = models.BinaryField(default=b"")
    """The table as it was read (draft_table.py); emptied once it is saved."""
    changes = models.JSONField(default=dict, blank=True)
    """Cells that were mended, rows left out, columns chosen by hand."""
    checked = models.JSONField(default=dict, blank=True)
    """What the last look at rows and changes found, so that showing a page need not look again."""
    version = models.PositiveIntegerField(default=0)
    """Rises with every change: of two that are made at once, the second starts anew from the first."""
    trouble = models.CharField(max_length=300, blank=True)
    """Why saving did not work: a sentence that quotes no answer."""
    outcome = models.JSONField(default=dict, blank=True)
    """Counts of what was saved."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ends_at = models.DateTimeField(default=end_of_draft)

    class Meta:
        constraints = [one_of("state", DraftState, name="intake_draft_state_known")]

    def __str__(self) -> str:
        return f"draft {self.key} ({self.state})"
