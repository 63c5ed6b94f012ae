"""The page "You said, we did" of a session: what is being written, and what was published of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gapsessions.sessions.models import GapSession
from gapsessions.storage.codes import address_code
from gapsessions.storage.constraints import at_most, not_blank
from gapsessions.themes.models import Theme

LONGEST_SAID = 120
LONGEST_DID = 600
LONGEST_QUOTE = 400


class SaidPage(models.Model):
    """One page per session. What is published is a copy: writing on changes nothing until it is published again."""

    session = models.OneToOneField(GapSession, on_delete=models.CASCADE, related_name="said_page")
    introduction = models.CharField(max_length=LONGEST_DID, blank=True)
    published = models.JSONField(default=dict, blank=True)
    """What everybody with the link reads: introduction and items, as they were reviewed; empty: nothing."""
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"you said, we did of {self.session_id}"


class SaidItem(models.Model):
    """One thing people said, under the name the public reads, and what was done about it."""

    page = models.ForeignKey(SaidPage, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    theme = models.ForeignKey(Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    place = models.PositiveIntegerField(default=0)
    """Where it stands on the page; equal places are ordered as they were written down."""
    said = models.CharField(max_length=LONGEST_SAID)
    did = models.TextField(max_length=LONGEST_DID, blank=True)
    quote = models.CharField(max_length=LONGEST_QUOTE, blank=True)
    """Words of somebody, only where a person picked them."""
    removed = models.BooleanField(default=False)
    """Taken off the page; it can be put back."""

    class Meta:
        constraints = [
            not_blank("said", name="said_item_not_blank"),
            at_most("did", LONGEST_DID, name="said_item_did_not_too_long"),
        ]

    def __str__(self) -> str:
        return self.said
