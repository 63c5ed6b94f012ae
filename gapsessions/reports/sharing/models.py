"""Share links: what each opens and until when. Of its secret a digest is kept, of its readers nothing but a number."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gapsessions.reports.models import ReportVersion
from gapsessions.sessions.models import GapSession
from gapsessions.storage.codes import address_code
from gapsessions.storage.constraints import choices_of, exactly, one_of


class LinkKind(StrEnum):
    """What a link opens."""

    REPORT = "report"
    """A version of the report, as a page."""
    PREVIEW = "preview"
    """The steps of the reveal, for whoever is told before the room is."""


class ShareLink(models.Model):
    """One address that may be passed on. Nobody is told apart: no address, no cookie, no time of opening."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="share_links")
    version = models.ForeignKey(
        ReportVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="share_links"
    )
    """The frozen version it opens; empty where a preview shows the comparison as it stands."""
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    kind = models.CharField(max_length=8, choices=choices_of(LinkKind), default=LinkKind.REPORT.value)
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256, in hexadecimal, of the 128-bit token, which is shown once and not kept."""
    label = models.CharField(max_length=80, blank=True)
    """What the facilitator calls it: "Board"."""
    downloads = models.BooleanField(default=False)
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    """Set by whoever closes it; a closed link is not opened again."""
    opened = models.PositiveIntegerField(default=0)
    """How often its page was opened, by whomever."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("kind", LinkKind, name="share_link_kind_known"),
            exactly("token_hash", 64, name="share_link_token_is_a_hash"),
            models.CheckConstraint(
                condition=Q(kind=LinkKind.PREVIEW.value) | Q(version__isnull=False), name="share_link_opens_a_version"
            ),
            models.CheckConstraint(
                condition=Q(kind=LinkKind.REPORT.value) | Q(downloads=False), name="share_link_preview_is_for_reading"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} link {self.key}"

    @property
    def last_day(self) -> date:
        """The last day on which it opens."""
        return timezone.localtime(self.expires_at - timedelta(seconds=1)).date()
