"""What stays of a session that was erased: counts of themes that groups of five or more raised, and no word said."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from gapsessions.accounts.models import Organisation
from gapsessions.storage.codes import address_code
from gapsessions.storage.constraints import not_blank


class SessionRecord(models.Model):
    """The anonymised record of one erased session; without answers, quotes, tables, gatherings or segments."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="session_records")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    title = models.CharField(max_length=200)
    held_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(default=timezone.now, editable=False)
    figures = models.JSONField(default=dict)
    """Sheets per perspective, and per theme how many raised it (facilitation/retention/record.py)."""

    class Meta:
        constraints = [not_blank("title", name="session_record_title_not_blank")]

    def __str__(self) -> str:
        return self.title
