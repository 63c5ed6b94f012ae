"""What a breakout or a person hands in: a sheet, the notes on it, and receipts so that none is doubled."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Intent, Question, SheetKind, Valence
from gapsessions.storage.constraints import at_most, choices_of, exactly, not_blank, one_of

LONGEST_ANSWER = 2000
"""Characters of the longest answer that is accepted."""

LONGEST_PREDICTION = 200
HIGHEST_PULSE = 10

PEOPLE_AT_A_TABLE = 6
"""Contributors a table sheet stands for where no head count is given (spec.md section 9)."""


class StandingSheets(models.Manager["Sheet"]):
    """Every sheet but those that went out with their gathering or breakout."""

    def get_queryset(self) -> models.QuerySet[Sheet]:
        """Leave the removed ones out."""
        return super().get_queryset().filter(removed=False)


class Sheet(models.Model):
    """Answers handed in together. The sheet, not the answer, is the unit that is counted.

    The id is random, so that sheets of one gathering cannot be put in the order people sat down.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="sheets")
    breakout = models.ForeignKey(Breakout, on_delete=models.RESTRICT, null=True, blank=True, related_name="sheets")
    kind = models.CharField(max_length=12, choices=choices_of(SheetKind))
    head_count = models.PositiveSmallIntegerField(null=True, blank=True)
    segment = models.CharField(max_length=80, blank=True)
    confirmed = models.BooleanField(default=False)
    """One of the table read it back and said "this is what we meant"."""
    key_hash = models.CharField(max_length=64, blank=True)
    """Own sheets: SHA-256 of the secret by which the phone finds its sheet again; emptied when the gathering closes."""
    removed = models.BooleanField(default=False)
    """Its gathering or breakout was taken out; it comes back with it."""

    objects = StandingSheets()
    everything: models.Manager[Sheet] = models.Manager()

    class Meta:
        constraints = [
            one_of("kind", SheetKind, name="sheet_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=SheetKind.TABLE.value, breakout__isnull=False)
                | Q(kind=SheetKind.SINGLE.value, breakout__isnull=True),
                name="sheet_table_has_breakout",
            ),
            models.UniqueConstraint(fields=["breakout"], name="sheet_one_per_breakout"),
            models.UniqueConstraint(fields=["key_hash"], condition=~Q(key_hash=""), name="sheet_key_once"),
            models.CheckConstraint(
                condition=Q(key_hash="") | Q(kind=SheetKind.SINGLE.value), name="sheet_key_on_single"
            ),
            models.CheckConstraint(
                condition=Q(head_count__isnull=True)
                | Q(kind=SheetKind.TABLE.value, head_count__gte=1)
                | Q(kind=SheetKind.SINGLE.value, head_count=1),
                name="sheet_head_count_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"a {self.kind} sheet of {self.gathering}"

    @property
    def contributors(self) -> int:
        """People the sheet speaks for: one, the head count, or six at a table nobody counted."""
        if self.kind == SheetKind.SINGLE:
            return 1
        return self.head_count or PEOPLE_AT_A_TABLE


class Answer(models.Model):
    """One short note on a sheet under one question; without time, seat or place in a row of others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=12, choices=choices_of(Question))
    text = models.TextField(max_length=LONGEST_ANSWER)
    valence = models.CharField(max_length=8, choices=choices_of(Valence), blank=True)
    intent = models.CharField(max_length=8, choices=choices_of(Intent), blank=True)
    star = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    """Rises with every change of the text; a change that names an older one is refused."""
    struck_out = models.BooleanField(default=False)
    removed = models.BooleanField(default=False)
    """Struck out because its sheet was taken out, not by a person at the sheet: it stands again with the sheet."""
    same_as = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="stacked")
    """The note of the same sheet that says the same; the table put them on one stack."""
    pen_hash = models.CharField(max_length=64, blank=True)
    """SHA-256 of the phone's pen while the question is silent; emptied for good at the reveal."""

    class Meta:
        constraints = [
            one_of("question", Question, name="answer_question_known"),
            one_of("valence", Valence, blank=True, name="answer_valence_known"),
            one_of("intent", Intent, blank=True, name="answer_intent_known"),
            models.CheckConstraint(
                condition=Q(valence="") | Q(question=Question.COMPETITOR.value),
                name="answer_valence_on_competitor",
            ),
            models.CheckConstraint(
                condition=Q(intent="") | Q(question=Question.ACTION.value), name="answer_intent_on_action"
            ),
            not_blank("text", name="answer_text_not_blank"),
            at_most("text", LONGEST_ANSWER, name="answer_text_not_too_long"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="answer_revision_from_one"),
            models.CheckConstraint(
                condition=Q(removed=False) | Q(struck_out=True), name="answer_removed_is_struck_out"
            ),
        ]

    def __str__(self) -> str:
        # Never the text: whatever prints an answer may end in a log.
        return f"answer {self.id}"


class LateNote(models.Model):
    """A note that came after the room had closed; it waits, without a time, until a facilitator lets it in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="late_notes")
    question = models.CharField(max_length=12, choices=choices_of(Question))
    text = models.TextField(max_length=LONGEST_ANSWER)
    valence = models.CharField(max_length=8, choices=choices_of(Valence), blank=True)
    intent = models.CharField(max_length=8, choices=choices_of(Intent), blank=True)
    left_out = models.BooleanField(default=False)

    class Meta:
        constraints = [
            one_of("question", Question, name="late_note_question_known"),
            not_blank("text", name="late_note_not_blank"),
            at_most("text", LONGEST_ANSWER, name="late_note_not_too_long"),
        ]

    def __str__(self) -> str:
        return f"late note {self.id}"


class PulseCount(models.Model):
    """How many phones of a gathering gave one score from 0 to 10; a count has no order and belongs to no phone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="pulse")
    score = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)
    """Of an open link: how many of them the comparison shows; the others wait until five are together."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "score"], name="pulse_count_once"),
            models.CheckConstraint(condition=Q(score__lte=HIGHEST_PULSE), name="pulse_score_0_to_10"),
        ]

    def __str__(self) -> str:
        return f"pulse of {self.gathering}"


class Prediction(models.Model):
    """What somebody in the room thinks customers will raise most; no seat, no sheet and no time stand on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="predictions")
    text = models.TextField(max_length=LONGEST_PREDICTION)

    class Meta:
        constraints = [
            not_blank("text", name="prediction_not_blank"),
            at_most("text", LONGEST_PREDICTION, name="prediction_not_too_long"),
        ]

    def __str__(self) -> str:
        return f"prediction {self.id}"


class AnswerVector(models.Model):
    """An answer's sentence vector, kept apart so that reading answers does not read all those numbers.

    Random ids here, and on placements: a rising one would tell in which order notes came in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="vectors")
    encoder = models.CharField(max_length=80)
    revision = models.PositiveIntegerField()
    """Revision of the answer that was encoded; an older one is encoded again."""
    vector = models.BinaryField()
    """Little-endian float16, of unit length before rounding."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "encoder"], name="vector_once_per_encoder"),
            not_blank("encoder", name="vector_encoder_not_blank"),
        ]

    def __str__(self) -> str:
        return f"vector of {self.answer_id} by {self.encoder}"


class Receipt(models.Model):
    """The proof that an operation from a phone was carried out, so that a repeat changes nothing.

    It holds no seat and no time, and names the answer without a foreign key: receipts outlive the moment when
    a closed stage's answers are taken out and put back in another order.
    """

    op_hash = models.CharField(max_length=64, primary_key=True)
    answer_id = models.UUIDField()
    result = models.JSONField()

    class Meta:
        constraints = [exactly("op_hash", 64, name="receipt_operation_is_a_hash")]

    def __str__(self) -> str:
        return f"receipt for {self.answer_id}"
