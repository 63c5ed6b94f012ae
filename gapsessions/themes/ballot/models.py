"""A dot vote: its frozen list of themes, and the papers that lie in the box until it closes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from gapsessions.gatherings.models import Gathering
from gapsessions.sheets.models import LONGEST_ANSWER
from gapsessions.storage.codes import address_code
from gapsessions.storage.constraints import exactly, not_blank
from gapsessions.themes.models import LONGEST_NAME, Theme


class Ballot(models.Model):
    """One dot vote of one gathering. Its list is frozen when it opens, its totals are hidden until it closes."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="ballots")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    dots = models.PositiveSmallIntegerField()
    """How many each phone has."""
    papers_counted = models.PositiveIntegerField(default=0)
    closed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gathering"], condition=Q(closed=False), name="ballot_one_open_per_gathering"
            ),
            models.CheckConstraint(condition=Q(dots__gte=1, dots__lte=5), name="ballot_dots_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"ballot of {self.gathering}"


class BallotOption(models.Model):
    """One theme on the list, as it was called when the vote opened, with a quote from this very room."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="options")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    theme = models.ForeignKey(Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    quote = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    dots = models.PositiveIntegerField(default=0)
    """Filled when the vote closes."""

    class Meta:
        constraints = [not_blank("name", name="ballot_option_not_blank")]

    def __str__(self) -> str:
        return self.name


class BallotPaper(models.Model):
    """What one phone gave, found again by a secret that only the phone has; all papers go when the vote closes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="papers")
    key_hash = models.CharField(max_length=64)
    given = models.JSONField(default=dict)
    """Dots by the key of the option."""

    class Meta:
        constraints = [
            exactly("key_hash", 64, name="ballot_paper_key_is_a_hash"),
            models.UniqueConstraint(fields=["ballot", "key_hash"], name="ballot_paper_once"),
        ]

    def __str__(self) -> str:
        return "a ballot paper"
