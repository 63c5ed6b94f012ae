"""Versions of a session's report and their files, kept in the database so that erasing a session erases them."""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gapsessions.disparity.models import LONGEST_HEADLINE, Snapshot
from gapsessions.disparity.worded.parts import Paper
from gapsessions.sessions.models import GapSession
from gapsessions.storage.codes import address_code
from gapsessions.storage.constraints import choices_of, exactly, not_blank, one_of


class BuildState(StrEnum):
    """Where the making of a version stands."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"


UNDER_WAY = (BuildState.WAITING.value, BuildState.RUNNING.value)


class FileKind(StrEnum):
    """The files of a version, in the order a page offers them."""

    PDF = "pdf"
    SLIDES = "slides"
    """The 16:9 pages of the reveal, as a PDF."""
    POWERPOINT = "pptx"
    EXCEL = "xlsx"
    THEMES = "csv"
    FIGURES = "json"


class ReportVersion(models.Model):
    """One report of a session: a frozen snapshot, or a draft of a session that is still going on."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="report_versions")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, null=True, blank=True, related_name="versions")
    """Empty for a draft, and until the snapshot has been taken."""
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    draft = models.BooleanField(default=False)
    paper = models.CharField(max_length=8, choices=choices_of(Paper), default=Paper.A4.value)
    headline = models.CharField(max_length=LONGEST_HEADLINE, blank=True)
    headlines = models.JSONField(default=dict, blank=True)
    """People's own headlines of other pages, by the page's key, as they were when the version was asked for."""
    appendix = models.BooleanField(default=False)
    """Whether the PDF ends with all answers."""
    note = models.CharField(max_length=200, blank=True)
    """What a person says is new in it."""
    state = models.CharField(max_length=8, choices=choices_of(BuildState), default=BuildState.WAITING.value)
    progress = models.PositiveSmallIntegerField(default=0)
    """Percent done."""
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    pdf_missing = models.CharField(max_length=400, blank=True)
    """The sentence that says what to install, where this machine cannot write PDFs."""
    made_from = models.CharField(max_length=64, blank=True)
    """What its files were made from (reports/freshness.py); another value now: a quote was withdrawn since."""
    failure = models.CharField(max_length=120, blank=True)
    """The name of the error, never its message: that could quote an answer."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("paper", Paper, name="report_paper_known"),
            one_of("state", BuildState, name="report_state_known"),
            models.UniqueConstraint(fields=["session"], condition=Q(state__in=UNDER_WAY), name="report_one_at_a_time"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="report_progress_to_100"),
        ]

    def __str__(self) -> str:
        return f"report {self.key} ({self.state})"


class PageHeadline(models.Model):
    """A person's own headline for one page of the next version; without one the page is headed from the data."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="page_headlines")
    page = models.CharField(max_length=24)
    """The page's key (reports/headings.py)."""
    text = models.CharField(max_length=LONGEST_HEADLINE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "page"], name="page_headline_once"),
            not_blank("text", name="page_headline_not_blank"),
        ]

    def __str__(self) -> str:
        return f"headline of {self.page} for {self.session_id}"


class ThemeLeftOut(models.Model):
    """A theme that stands in no further version of the report, by a facilitator's hand (reports/leaving_out.py)."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="themes_left_out")
    theme_key = models.CharField(max_length=12)
    """By its key, so that a merge that is undone does not bring it back into the report."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "theme_key"], name="theme_left_out_once"),
            not_blank("theme_key", name="theme_left_out_names_a_theme"),
        ]

    def __str__(self) -> str:
        return f"{self.theme_key} is left out"


class ReportFile(models.Model):
    """One file of a version, as it was made."""

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=8, choices=choices_of(FileKind))
    data = models.BinaryField()
    size = models.PositiveIntegerField()
    """Bytes, so that a list need not read them."""
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="report_file_once_per_kind"),
            one_of("kind", FileKind, name="report_file_kind_known"),
            exactly("sha256", 64, name="report_file_digest_is_a_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.version_id}"
