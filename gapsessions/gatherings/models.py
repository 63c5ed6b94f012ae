"""One meeting of one perspective: how it is held, the code people join by, and the stage it stands at."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gapsessions.method.run_sheets import SILENCES, SILENT_MINUTES
from gapsessions.method.vocabulary import Pace, Perspective, Question, Seating, Stage, Style
from gapsessions.sessions.models import GapSession
from gapsessions.storage.codes import address_code
from gapsessions.storage.constraints import choices_of, joining_code, not_blank, one_of


class StandingGatherings(models.Manager["Gathering"]):
    """Every gathering but those somebody removed; what is removed can come back (docs/decisions)."""

    def get_queryset(self) -> models.QuerySet[Gathering]:
        """Leave the removed ones out."""
        return super().get_queryset().filter(removed_at__isnull=True)


class Gathering(models.Model):
    """One meeting of one perspective: "Staff, Tuesday, Leeds". A session has any number."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="gatherings")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    """Stands in addresses; the joining code changes and is spoken aloud, this never is."""
    perspective = models.CharField(max_length=12, choices=choices_of(Perspective))
    style = models.CharField(max_length=12, choices=choices_of(Style))
    name = models.CharField(max_length=120)
    segment = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=6, blank=True)
    """What people type to join; empty where nobody joins (a spreadsheet, typed-in paper)."""
    planned_size = models.PositiveIntegerField(null=True, blank=True)
    stage = models.CharField(max_length=12, choices=choices_of(Stage), default=Stage.LOBBY.value)
    held_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    census = models.BooleanField(default=False)
    """A facilitator confirms: everybody who counts was there and wrote an own sheet (disparity.md 6.6)."""
    run_minutes = models.PositiveSmallIntegerField(default=60)
    """Length of the run sheet it is held by."""
    silent_minutes = models.PositiveSmallIntegerField(default=SILENT_MINUTES)
    """Minutes at the start of each question in which one sees one's own notes only; 0: everybody sees all at once.
    It says nothing where the style is an open link: everybody is alone there from beginning to end."""
    pace = models.CharField(max_length=12, choices=choices_of(Pace), default=Pace.ONE_BY_ONE.value)
    question = models.CharField(max_length=12, choices=choices_of(Question), blank=True)
    """What the room is asked now; empty in the lobby and while all four are open."""
    timer_ends_at = models.DateTimeField(null=True, blank=True)
    """When the countdown reaches zero; nothing happens then but that everybody sees it."""
    timer_left = models.PositiveIntegerField(null=True, blank=True)
    """Seconds left on a paused countdown."""
    seating = models.CharField(max_length=12, choices=choices_of(Seating), default=Seating.SIT_ANYWHERE.value)
    mix_by = models.JSONField(default=list, blank=True)
    """Words people pick one of in the lobby, such as branches, so that a shuffle mixes them."""
    locked = models.BooleanField(default=False)
    """Nobody new comes in; whoever has a seat keeps it."""
    message = models.CharField(max_length=300, blank=True)
    """What the facilitator tells every phone now."""
    asks_pulse = models.BooleanField(default=True)
    asks_prediction = models.BooleanField(default=False)
    asks_follow_up = models.BooleanField(default=False)
    ballot_open = models.BooleanField(default=False)
    """Phones show the dot vote instead of the sheet."""
    invited = models.PositiveIntegerField(null=True, blank=True)
    """About how many got the open link."""
    closes_on = models.DateField(null=True, blank=True)
    """Last day of an open link."""
    helpline = models.CharField(max_length=200, blank=True)
    """Where complaints belong, shown on an open link."""
    removed_at = models.DateTimeField(null=True, blank=True)
    """Set while it is taken out of its session; it is counted nowhere then, and can be put back."""

    objects = StandingGatherings()
    everything: models.Manager[Gathering] = models.Manager()

    class Meta:
        constraints = [
            one_of("perspective", Perspective, name="gathering_perspective_known"),
            one_of("style", Style, name="gathering_style_known"),
            one_of("stage", Stage, name="gathering_stage_known"),
            not_blank("name", name="gathering_name_not_blank"),
            joining_code("code", name="gathering_code_six_consonants"),
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code="") & ~Q(stage=Stage.CLOSED.value),
                name="gathering_code_unique_while_open",
            ),
            models.CheckConstraint(
                condition=Q(planned_size__isnull=True) | Q(planned_size__gte=1),
                name="gathering_size_at_least_one",
            ),
            models.CheckConstraint(condition=Q(silent_minutes__in=SILENCES), name="gathering_silence_possible"),
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED.value, closed_at__isnull=False)
                | (~Q(stage=Stage.CLOSED.value) & Q(closed_at__isnull=True)),
                name="gathering_closed_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(census=False) | Q(style=Style.OWN_SHEETS.value),
                name="gathering_census_has_own_sheets",
            ),
            one_of("pace", Pace, name="gathering_pace_known"),
            one_of("question", Question, blank=True, name="gathering_question_known"),
            one_of("seating", Seating, name="gathering_seating_known"),
            models.CheckConstraint(
                condition=Q(timer_ends_at__isnull=True) | Q(timer_left__isnull=True),
                name="gathering_timer_runs_or_rests",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OpenedQuestion(models.Model):
    """A question that was put to a room, and its silent phase, in which a phone shows its own notes only."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="opened")
    question = models.CharField(max_length=12, choices=choices_of(Question))
    silent_until = models.DateTimeField(null=True, blank=True)
    revealed = models.BooleanField(default=False)
    """The tables see all their notes, and which phone wrote which has been deleted for good."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "question"], name="opened_question_once"),
            one_of("question", Question, name="opened_question_known"),
            models.CheckConstraint(
                condition=Q(silent_until__isnull=False) | Q(revealed=True), name="opened_question_silent_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return self.question


class ParkedThought(models.Model):
    """Something that came up in the room and is nobody's answer: kept for whom it concerns."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="parked")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    text = models.CharField(max_length=300)
    for_whom = models.CharField(max_length=120, blank=True)
    removed = models.BooleanField(default=False)

    class Meta:
        constraints = [not_blank("text", name="parked_thought_not_blank")]

    def __str__(self) -> str:
        return f"a parked thought of {self.gathering}"


class UsedCode(models.Model):
    """A joining code that a gathering has held, and the day it may be given to another.

    A code on a forgotten card must not open a stranger's meeting: 90 days pass before it is issued again.
    """

    code = models.CharField(max_length=6, primary_key=True)
    free_from = models.DateField(null=True, blank=True)
    """Empty while the gathering that holds the code is open."""

    class Meta:
        constraints = [
            joining_code("code", name="used_code_six_consonants"),
            models.CheckConstraint(condition=~Q(code=""), name="used_code_not_empty"),
        ]
        indexes = [models.Index(F("free_from"), name="used_code_free_from")]

    def __str__(self) -> str:
        return self.code
