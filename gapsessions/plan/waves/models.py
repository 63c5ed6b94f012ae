"""Which theme of a session says what one of last time's said: proposed by the machine, decided by people."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from gapsessions.storage.constraints import choices_of, one_of
from gapsessions.themes.models import Theme


class MatchState(StrEnum):
    """Who stands behind a match. Only confirmed ones are compared; a refused one is not proposed again."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class ThemeMatch(models.Model):
    """A theme of this wave beside one of the wave before."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="matches")
    earlier = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="later_matches")
    state = models.CharField(max_length=10, choices=choices_of(MatchState), default=MatchState.PROPOSED.value)
    score = models.FloatField(null=True, blank=True)
    """How alike the machine found them, 0-1; empty where a person put them together."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["theme", "earlier"], name="theme_match_once"),
            models.UniqueConstraint(
                fields=["theme"], condition=models.Q(state=MatchState.CONFIRMED.value), name="theme_match_one_earlier"
            ),
            models.UniqueConstraint(
                fields=["earlier"], condition=models.Q(state=MatchState.CONFIRMED.value), name="theme_match_one_later"
            ),
            one_of("state", MatchState, name="theme_match_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} is {self.earlier_id} of last time ({self.state})"
