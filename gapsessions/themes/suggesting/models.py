"""Questions about the board, and what people said to them: remembered, so that nothing is asked twice."""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q

from gapsessions.sessions.models import GapSession
from gapsessions.storage.codes import address_code
from gapsessions.storage.constraints import choices_of, one_of
from gapsessions.themes.models import LONGEST_NAME, BoardChange, Theme


class Kind(StrEnum):
    """What is asked: the words of method/doubts.py, as they are stored."""

    MERGE = "merge"
    """Are these two the same?"""
    SPLIT = "split"
    """Does this theme hold two things?"""
    MOVE = "move"
    """Do these notes belong over there?"""


class Said(StrEnum):
    """What came of it. A question that was skipped may come again when nothing better is left."""

    OPEN = "open"
    YES = "yes"
    NO = "no"
    SKIPPED = "skipped"


class QuestionRound(models.Model):
    """Whether the worker still thinks about what to ask a session: a wish and a deed, counted."""

    session = models.OneToOneField(
        GapSession, on_delete=models.CASCADE, primary_key=True, related_name="question_round"
    )
    wanted = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.done} of {self.wanted}"


class BoardQuestion(models.Model):
    """One question about the themes as they stood; ids of answers and single words, never a text.

    A theme that went meanwhile leaves the question without it: it is asked no longer, but what was said stays.
    """

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="board_questions")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    kind = models.CharField(max_length=6, choices=choices_of(Kind))
    theme = models.ForeignKey(Theme, on_delete=models.SET_NULL, null=True, related_name="+")
    """The larger of two, the one that may hold two things, or where the notes stand now."""
    other = models.ForeignKey(Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """The smaller of two, or where the notes would go."""
    notes = models.JSONField(default=list, blank=True)
    """Ids of the answers that a yes would take out or move."""
    speaking = models.JSONField(default=list)
    """Ids of the answers that speak for either side, in the order of method/suggesting.py."""
    words = models.JSONField(default=list, blank=True)
    """Single words that speak for a yes, as on placements."""
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    """What a theme would be called that a yes makes."""
    verdicts = models.JSONField(default=dict)
    """What "yes" and "no" teach: pairs of answers that belong together or do not."""
    rank = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=8, choices=choices_of(Said), default=Said.OPEN.value)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField(null=True, blank=True)
    change = models.ForeignKey(BoardChange, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """What a yes changed on the board."""

    class Meta:
        constraints = [
            one_of("kind", Kind, name="board_question_kind_known"),
            one_of("said", Said, name="board_question_said_known"),
            models.CheckConstraint(
                condition=Q(said=Said.OPEN.value, said_at__isnull=True)
                | (~Q(said=Said.OPEN.value) & Q(said_at__isnull=False)),
                name="board_question_said_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["session", "said", "rank"], name="board_question_next")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.said})"
