"""Breakouts at their tables, and the seats of people who joined by code."""

from __future__ import annotations

import uuid

from django.db import models

from gapsessions.gatherings.models import Gathering
from gapsessions.storage.codes import address_code
from gapsessions.storage.constraints import exactly, not_blank


class Breakout(models.Model):
    """A group of 6-8 participants at one table, with a name visible in the room."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="breakouts")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "name"], name="breakout_name_once"),
            not_blank("name", name="breakout_name_not_blank"),
        ]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """Somebody who joined by code: no account, no name, no time, and nothing that leads to what they wrote.

    The id is random, so that the order of ids is not the order of joining.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="seats")
    breakout = models.ForeignKey(Breakout, on_delete=models.SET_NULL, null=True, blank=True, related_name="seats")
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256, in hexadecimal, of the 128-bit token that only the phone holds."""

    class Meta:
        constraints = [exactly("token_hash", 64, name="seat_token_is_a_hash")]

    def __str__(self) -> str:
        return f"a seat at {self.gathering}"
