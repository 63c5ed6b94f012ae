"""Breakouts at their tables, and the seats of people who joined by code."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from gapsessions.gatherings.models import Gathering
from gapsessions.storage.codes import address_code
from gapsessions.storage.constraints import exactly, not_blank


class StandingBreakouts(models.Manager["Breakout"]):
    """Every breakout but those somebody removed."""

    def get_queryset(self) -> models.QuerySet[Breakout]:
        """Leave the removed ones out."""
        return super().get_queryset().filter(removed_at__isnull=True)


class Breakout(models.Model):
    """A group of 6-8 participants at one table, with a name visible in the room."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="breakouts")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    name = models.CharField(max_length=80)
    needs_help = models.BooleanField(default=False)
    """Somebody at the table asked for the facilitator."""
    removed_at = models.DateTimeField(null=True, blank=True)
    """Set while it is taken out of its gathering, with its sheet; it can be put back."""

    objects = StandingBreakouts()
    everything: models.Manager[Breakout] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "name"], condition=Q(removed_at__isnull=True), name="breakout_name_once"
            ),
            not_blank("name", name="breakout_name_not_blank"),
        ]

    def __str__(self) -> str:
        return self.name


class TakenSeats(models.Manager["Seat"]):
    """Every seat but those a facilitator removed."""

    def get_queryset(self) -> models.QuerySet[Seat]:
        """Leave the removed ones out."""
        return super().get_queryset().filter(removed=False)


class Seat(models.Model):
    """Somebody who joined by code: no account, no name, no time, and nothing that leads to what they wrote.

    The id is random, so that the order of ids is not the order of joining.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="seats")
    breakout = models.ForeignKey(Breakout, on_delete=models.SET_NULL, null=True, blank=True, related_name="seats")
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256, in hexadecimal, of the 128-bit token that only the phone holds."""

    number = models.PositiveIntegerField(default=1)
    """ "Seat 4": what the facilitator says when a phone must be told from another; it stands on nothing written."""
    tag = models.CharField(max_length=80, blank=True)
    """The word picked at the door: to be mixed by, or, at an open link, the segment one belongs to."""
    has_sheet = models.BooleanField(default=False)
    """This phone has taken its one own sheet; which one, only the phone knows."""
    gave_pulse = models.BooleanField(default=False)
    predictions = models.PositiveSmallIntegerField(default=0)
    """How many predictions this phone has handed in; not which."""
    gave_follow_up = models.BooleanField(default=False)
    voted = models.BooleanField(default=False)
    """This phone has taken its one ballot paper; which one, only the phone knows."""
    removed = models.BooleanField(default=False)
    """A facilitator removed it; a yes or no, because no row about a phone holds a time."""

    objects = TakenSeats()
    everything: models.Manager[Seat] = models.Manager()

    class Meta:
        constraints = [exactly("token_hash", 64, name="seat_token_is_a_hash")]

    def __str__(self) -> str:
        return f"a seat at {self.gathering}"


class HelperLink(models.Model):
    """A link for somebody who helps at some tables without an account: used once, then bound to one browser."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="helper_links")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    name = models.CharField(max_length=80)
    breakouts = models.ManyToManyField(Breakout, related_name="helper_links")
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the link's secret until it is opened, of the browser's afterwards."""
    opened = models.BooleanField(default=False)
    ended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            exactly("token_hash", 64, name="helper_token_is_a_hash"),
            not_blank("name", name="helper_name_not_blank"),
        ]

    def __str__(self) -> str:
        return self.name
