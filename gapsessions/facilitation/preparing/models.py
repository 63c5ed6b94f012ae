"""Handouts for many tables, which the worker prints: too long a wait for one request."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils import timezone

from gapsessions.gatherings.models import Gathering
from gapsessions.storage.constraints import choices_of, one_of


class HandoutKind(StrEnum):
    """What is printed for each table."""

    CARDS = "cards"
    SHEETS = "sheets"


class PrintState(StrEnum):
    """Where the printing stands."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"


UNDER_WAY = (PrintState.WAITING.value, PrintState.RUNNING.value)


class HandoutPrint(models.Model):
    """The last printing of one kind of handout for a gathering; the next one takes its place."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="handout_prints")
    kind = models.CharField(max_length=8, choices=choices_of(HandoutKind))
    address = models.CharField(max_length=200)
    """The product's address that stands on the pages, as whoever asked had it."""
    state = models.CharField(max_length=8, choices=choices_of(PrintState), default=PrintState.WAITING.value)
    asked_at = models.DateTimeField(default=timezone.now)
    data = models.BinaryField(default=bytes)
    """The PDF; empty until it is ready."""
    digest = models.CharField(max_length=64, blank=True)
    """Of the layout it was printed from: another one now means that something on the pages has changed."""
    trouble = models.CharField(max_length=400, blank=True)
    """What to install, where this machine cannot write PDFs."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "kind"], name="handout_once_per_kind"),
            one_of("kind", HandoutKind, name="handout_kind_known"),
            one_of("state", PrintState, name="handout_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.gathering_id} ({self.state})"
