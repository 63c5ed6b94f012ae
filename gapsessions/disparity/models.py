"""Comparisons that are kept: the one that stands now, and the frozen ones, which give the same bytes for ever."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.storage.constraints import exactly

LONGEST_HEADLINE = 160


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


class StandingComparison(models.Model):
    """A session's comparison as it stands, computed by the worker so that no page waits for it.

    It is never older than its fingerprint says, and never what a report is made of: that is a snapshot.
    """

    session = models.OneToOneField(GapSession, on_delete=models.CASCADE, related_name="standing_comparison")
    headline = models.CharField(max_length=LONGEST_HEADLINE, blank=True)
    """A person's own headline for page and report; empty: the product words one from the data."""
    payload = models.BinaryField(null=True)
    """Compressed JSON of the content (disparity/codec.py) without the answers: a page reads those it shows."""
    fingerprint = models.CharField(max_length=64, blank=True)
    """State of the session that the payload was computed from (disparity/fingerprint.py)."""
    computed_at = models.DateTimeField(null=True, blank=True)
    asked_for = models.CharField(max_length=64, blank=True)
    """State of the session for which the worker was last asked."""
    asked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"comparison of {self.session_id}"


class CountedAnswer(models.Model):
    """An answer of an open link that the comparison may count; others wait until five replies are together.

    Kept, because replies have no order: whoever chose the first five of seven anew each time would show others.
    """

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return f"answer {self.answer_id} counts"
