"""One run of the exercise, the wording of its four questions, and how long its words are kept."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.db import models
from django.utils import timezone

from gapsessions.accounts.models import Organisation
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.storage.codes import address_code
from gapsessions.storage.constraints import choices_of, not_blank, one_of

KEEP_DAYS = 730
"""How long a session is kept unless somebody says otherwise."""


def default_keep_until() -> date:
    """The day after which a session begun today is erased."""
    return timezone.localdate() + timedelta(days=KEEP_DAYS)


def follow_up_key() -> str:
    """128 random bits for the address at which people hear what came of it."""
    return secrets.token_urlsafe(16)


class GapSession(models.Model):
    """One run of the exercise for one organisation; holds the gatherings of all three perspectives."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="gap_sessions")
    code = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=12, default="en")
    ground_rules = models.CharField(max_length=200, blank=True)
    """One line for lobby, projector and cover; empty: the default of `method.wording`, in the session's language."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    keep_until = models.DateField(default=default_keep_until)
    kept_by_hand = models.BooleanField(default=False)
    """Somebody chose the day; the organisation's next audit moves it no more."""
    warned_at = models.DateTimeField(null=True, blank=True)
    """When the owners were written to that it will be erased soon."""
    archived_at = models.DateTimeField(null=True, blank=True)
    themes_closed_at = models.DateTimeField(null=True, blank=True)
    """Set while the facilitators call the themes done."""
    readings_seen_at = models.DateTimeField(null=True, blank=True)
    """When who differs from whom could first be seen, by closing the themes or by giving up blind sorting. It stays
    when the themes are opened again: moves after it are counted in the report."""
    segments = models.JSONField(default=list, blank=True)
    """Names of the groups that people of an open link choose from, in order."""
    follow_up_key = models.CharField(max_length=22, unique=True, default=follow_up_key, editable=False)
    """Address of "You said, we did"; phones and cards carry it from the start."""
    wave_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="later_waves", editable=False
    )
    """The session before, which this one repeats and is compared with."""
    rehearsal_of = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="rehearsals", editable=False
    )
    """Set on the throw-away copy a facilitator rehearses in; it is counted and listed nowhere."""
    rows_left_out = models.PositiveIntegerField(default=0)
    """Spreadsheet rows that somebody chose to leave out, or that --skip-bad skipped; reports say how many."""

    class Meta:
        constraints = [not_blank("title", name="session_title_not_blank")]

    def __str__(self) -> str:
        return self.title


class SessionQuestion(models.Model):
    """How one perspective is asked one of the four questions; the kind is fixed, the words are free."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="questions")
    perspective = models.CharField(max_length=12, choices=choices_of(Perspective))
    kind = models.CharField(max_length=12, choices=choices_of(Question))
    wording = models.CharField(max_length=300)
    asked = models.BooleanField(default=True)
    """False: this perspective is not asked it, and reports say "not asked" instead of counting a zero."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "perspective", "kind"], name="question_once_per_perspective"),
            one_of("perspective", Perspective, name="question_perspective_known"),
            one_of("kind", Question, name="question_kind_known"),
            not_blank("wording", name="question_wording_not_blank"),
        ]

    def __str__(self) -> str:
        return self.wording
