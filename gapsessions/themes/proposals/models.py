"""What the granularity slider shows: a proposal cut at each of its stops, worked out before anybody moves it."""

from __future__ import annotations

from django.db import models

from gapsessions.themes.models import Proposal


class Cut(models.Model):
    """A proposal's answers at one stop of the slider, with names and reasons; the page needs no model to show it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="cuts")
    stop = models.PositiveSmallIntegerField()
    """Which stop of method/proposing.py's STOPS, 0 the broadest."""
    themes = models.PositiveIntegerField()
    """How many themes it has."""
    result = models.JSONField(default=dict)
    """As in themes/proposals/stops.py, along the answers of the proposal; texts only where a name is a quote."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "stop"], name="cut_once_per_stop")]

    def __str__(self) -> str:
        return f"stop {self.stop} of {self.proposal_id}"
