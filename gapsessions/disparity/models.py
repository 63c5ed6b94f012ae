"""Comparisons that are kept: the one that stands now, and the frozen ones, which give the same bytes for ever."""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import LONGEST_ANSWER, Answer, Prediction
from gapsessions.storage.constraints import at_most, choices_of, exactly, one_of
from gapsessions.themes.models import Theme

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


class QuoteStanding(StrEnum):
    """What people decided about quoting an answer; without a decision the product chooses."""

    PICKED = "picked"
    LEFT_OUT = "left_out"
    WITHDRAWN = "withdrawn"
    """Whoever wrote it took it back: its words are in no snapshot any more, and will be in none."""


class QuoteMark(models.Model):
    """A facilitator's decision about one answer's words: quote them, leave them out, show them without a name in them.

    The answer itself stays as it was written; it goes on counting in its theme.
    """

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, primary_key=True, related_name="quote_mark")
    standing = models.CharField(max_length=10, choices=choices_of(QuoteStanding), blank=True)
    redacted = models.TextField(max_length=LONGEST_ANSWER, blank=True)
    """The words as others may read them; empty: as they were written."""

    class Meta:
        constraints = [
            one_of("standing", QuoteStanding, blank=True, name="quote_standing_known"),
            at_most("redacted", LONGEST_ANSWER, name="quote_redacted_not_too_long"),
        ]

    def __str__(self) -> str:
        return f"mark on answer {self.answer_id}"


class QuoteAct(StrEnum):
    """What somebody did to a quote."""

    PICKED = "picked"
    LEFT_OUT = "left_out"
    PUT_BACK = "put_back"
    REDACTED = "redacted"
    UNREDACTED = "unredacted"
    WITHDRAWN = "withdrawn"


class QuoteLog(models.Model):
    """Who did what to a quote, and why. It names neither answer nor words: those may have to be forgotten."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="quote_log")
    act = models.CharField(max_length=10, choices=choices_of(QuoteAct))
    perspective = models.CharField(max_length=12, choices=choices_of(Perspective))
    question = models.CharField(max_length=12, choices=choices_of(Question))
    theme = models.CharField(max_length=120, blank=True)
    """Name of the theme it stood for at the time."""
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            one_of("act", QuoteAct, name="quote_log_act_known"),
            models.CheckConstraint(
                condition=~Q(act__in=(QuoteAct.REDACTED.value, QuoteAct.WITHDRAWN.value)) | ~Q(reason=""),
                name="quote_log_reason_where_words_go",
            ),
        ]

    def __str__(self) -> str:
        return f"a quote was {self.act}"


class PredictionMatch(models.Model):
    """What a facilitator found a prediction to mean: a theme of the session, or, without one, none of them."""

    prediction = models.ForeignKey(Prediction, on_delete=models.CASCADE, related_name="matches")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prediction", "theme"], name="prediction_match_once_per_theme"),
            models.UniqueConstraint(
                fields=["prediction"], condition=Q(theme__isnull=True), name="prediction_match_one_none"
            ),
        ]

    def __str__(self) -> str:
        return f"match of prediction {self.prediction_id}"
