"""Notes that somebody else sorts once more, so that a report can say how much the themes depend on who sorted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.storage.codes import address_code
from gapsessions.themes.models import Theme


class SecondSorting(models.Model):
    """One round: notes drawn by a seed, one share from each theme, and the person who places them anew."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="second_sortings")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    seed = models.PositiveBigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"second sorting {self.key}"


class SecondPlacing(models.Model):
    """One note of the round: where it stood when it was drawn, and where the second sorter puts it."""

    sorting = models.ForeignKey(SecondSorting, on_delete=models.CASCADE, related_name="placings")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    """In which order it is shown: drawn, too, and so without any trace of its theme."""
    first = models.ForeignKey(Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    second = models.ForeignKey(Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided = models.BooleanField(default=False)
    """Decided without a theme means: it fits none of them."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sorting", "answer"], name="second_placing_once"),
            models.UniqueConstraint(fields=["sorting", "place"], name="second_placing_in_order"),
        ]

    def __str__(self) -> str:
        return f"note {self.place} of {self.sorting_id}"
