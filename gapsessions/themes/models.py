"""Answers that say the same thing: themes, who stands in them and why, proposals, and what people moved."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.storage.codes import address_code
from gapsessions.storage.constraints import choices_of, exactly, not_blank, one_of


class Role(StrEnum):
    """An answer's own theme, or another that it is also about."""

    PRIMARY = "primary"
    ALSO_IN = "also_in"


class Standing(StrEnum):
    """Who stands behind a placement. A new run may move the first two, never what a person pinned."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    PINNED = "pinned"


class ProposalState(StrEnum):
    """Where a run of the machine stands."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    ACCEPTED = "accepted"
    SUPERSEDED = "superseded"
    FAILED = "failed"


UNDER_WAY = (ProposalState.WAITING.value, ProposalState.RUNNING.value)
HISTORY = (ProposalState.ACCEPTED.value, ProposalState.SUPERSEDED.value)
LONGEST_NAME = 120
"""Characters of a theme's or a heading's name."""


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or the name with the first number that nobody has; ``taken`` are casefolded."""
    number, tried = 2, name
    while tried.casefold() in taken:
        tail = f" ({number})"
        tried, number = name[: LONGEST_NAME - len(tail)] + tail, number + 1
    return tried


class Heading(models.Model):
    """Groups themes where there are many."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="headings")
    name = models.CharField(max_length=LONGEST_NAME)

    class Meta:
        constraints = [
            models.UniqueConstraint("session", Lower("name"), name="heading_name_once"),
            not_blank("name", name="heading_name_not_blank"),
        ]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """Answers that say the same thing, across questions and perspectives of a session."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="themes")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    heading = models.ForeignKey(Heading, on_delete=models.SET_NULL, null=True, blank=True, related_name="themes")
    name = models.CharField(max_length=LONGEST_NAME)
    name_pinned = models.BooleanField(default=False)
    """A person gave the name; no run changes it."""
    made_by_hand = models.BooleanField(default=False)
    """A person created it; no run deletes it, even while it is empty."""
    other = models.BooleanField(default=False)
    """The one place for answers of which a person said that they fit no theme. Never the undecided ones."""
    quote = models.ForeignKey(Answer, on_delete=models.SET_NULL, null=True, blank=True, related_name="quoted_by")
    """The answer that stands for all of them (the medoid)."""

    class Meta:
        constraints = [
            models.UniqueConstraint("session", Lower("name"), name="theme_name_once"),
            models.UniqueConstraint(fields=["session"], condition=Q(other=True), name="theme_one_other"),
            models.CheckConstraint(
                condition=Q(other=False) | Q(heading__isnull=True), name="theme_other_has_no_heading"
            ),
            not_blank("name", name="theme_name_not_blank"),
        ]

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """That an answer stands in a theme. An answer without a primary placement is undecided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="placements")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="placements")
    role = models.CharField(max_length=8, choices=choices_of(Role), default=Role.PRIMARY.value)
    standing = models.CharField(max_length=8, choices=choices_of(Standing), default=Standing.PROPOSED.value)
    confidence = models.FloatField(null=True, blank=True)
    """How sure the machine was, 0-1; empty where a person decided."""
    why = models.JSONField(default=dict, blank=True)
    """Shared words and the id of the nearest answer; never the text of one."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "theme"], name="placement_once_per_theme"),
            models.UniqueConstraint(
                fields=["answer"], condition=Q(role=Role.PRIMARY.value), name="placement_one_primary"
            ),
            one_of("role", Role, name="placement_role_known"),
            one_of("standing", Standing, name="placement_standing_known"),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__gte=0, confidence__lte=1),
                name="placement_confidence_0_to_1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} in {self.theme_id} ({self.role}, {self.standing})"


class Suggestion(models.Model):
    """Where an undecided answer might belong: its best theme or its second best, as the machine sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="suggestions")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="suggestions")
    rank = models.PositiveSmallIntegerField()
    score = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "rank"], name="suggestion_once_per_rank"),
            models.UniqueConstraint(fields=["answer", "theme"], name="suggestion_once_per_theme"),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=2), name="suggestion_first_or_second"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} perhaps in {self.theme_id}"


class KeptTogether(models.Model):
    """Two answers whose themes a person merged: whatever run comes, they end in one theme."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="kept_together")
    first = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="kept_together_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="kept_together_two_answers"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} with {self.second_id}"


class MergedTheme(models.Model):
    """That a theme went up in another: what names it by its key, such as an action, finds the other (decision 0214).

    Keys, no foreign keys: either theme may be gone, and come back by an undo.
    """

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="merged_themes")
    gone = models.CharField(max_length=12)
    into = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "gone"], name="merged_theme_once"),
            exactly("gone", 12, name="merged_theme_names_a_theme"),
            exactly("into", 12, name="merged_theme_names_its_heir"),
            models.CheckConstraint(condition=~Q(gone=F("into")), name="merged_theme_two_themes"),
        ]

    def __str__(self) -> str:
        return f"{self.gone} into {self.into}"


class Proposal(models.Model):
    """A run of the machine. It stands beside what is there until a person accepts it."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="proposals")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    state = models.CharField(max_length=12, choices=choices_of(ProposalState), default=ProposalState.WAITING.value)
    granularity = models.FloatField(null=True, blank=True)
    """Where the slider stood, or where the machine set it; empty until it has."""
    encoder = models.CharField(max_length=80, blank=True)
    languages = models.JSONField(default=list, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    """Percent done."""
    result = models.JSONField(default=dict, blank=True)
    """Themes with ids of answers, confidence and why; no text of any answer (see themes/proposed.py)."""
    failure = models.CharField(max_length=120, blank=True)
    """The name of the error, never its message: that could quote an answer."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            one_of("state", ProposalState, name="proposal_state_known"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(state__in=UNDER_WAY), name="proposal_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="proposal_progress_to_100"),
        ]

    def __str__(self) -> str:
        return f"proposal {self.key} ({self.state})"


class MoveLog(models.Model):
    """One move by a person: which answer, from where to where, and whether the themes were closed by then."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="moves")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="moves")
    from_theme = models.ForeignKey(Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    to_theme = models.ForeignKey(Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    from_standing = models.CharField(max_length=8, choices=choices_of(Standing), blank=True)
    """What the placement was before; empty: undecided. It tells that from a theme that is gone since."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    after_closing = models.BooleanField(default=False)
    undone = models.BooleanField(default=False)

    class Meta:
        constraints = [one_of("from_standing", Standing, blank=True, name="move_standing_known")]
        indexes = [models.Index(fields=["answer", "at"], name="move_latest_of_answer")]

    def __str__(self) -> str:
        return f"{self.answer_id} to {self.to_theme_id}"


class Board(models.Model):
    """Counts what happens to a session's themes, so that a page knows whether it still shows what is there."""

    session = models.OneToOneField(GapSession, on_delete=models.CASCADE, primary_key=True, related_name="board")
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"revision {self.revision}"


class BoardChange(models.Model):
    """What one act on the themes changed, so that whoever did it can take it back; ids and names, no answers."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="board_changes")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    before = models.JSONField()
    """Rows of the themes and placements that changed, as they were (themes/actions/undoing.py)."""
    after = models.CharField(max_length=64)
    """Digest of the same rows after the act: undo is refused where they are no longer so."""
    undone = models.BooleanField(default=False)
    blocked = models.BooleanField(default=False)
    """An undo was refused because somebody went on from it: the act before it is next."""
    again = models.JSONField(default=dict, blank=True)
    """The same rows as they were before the undo, so that it can be done again; empty until then."""
    revision = models.PositiveIntegerField(default=0)
    """Where the board stood once this was done, undone or done again, whichever came last."""
    verb = models.CharField(max_length=12, blank=True)
    """What was done, in a word of themes/board/wording.py."""
    about = models.JSONField(default=dict, blank=True)
    """Names of themes and headings and how many notes, to say it in a sentence; no word of an answer."""
    touched = models.JSONField(default=list, blank=True)
    """Keys of the themes whose name, heading or notes changed."""

    class Meta:
        constraints = [exactly("after", 64, name="board_change_digest_is_a_hash")]
        indexes = [models.Index(fields=["session", "revision"], name="board_change_since")]

    def __str__(self) -> str:
        return f"change {self.key}"
