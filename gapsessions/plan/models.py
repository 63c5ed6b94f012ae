"""Who wants to hear what came of it: wishes as counts, and addresses on a list of their own."""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q

from gapsessions.gatherings.models import Gathering
from gapsessions.sessions.models import GapSession
from gapsessions.storage.codes import address_code
from gapsessions.storage.constraints import choices_of, not_blank, one_of

LONGEST_ADDRESS = 254


class Channel(StrEnum):
    """How somebody wants to hear what came of it."""

    EMAIL = "email"
    TEXT = "text"
    PHONE = "phone"
    POST = "post"
    NOT_AT_ALL = "not_at_all"


class Often(StrEnum):
    """How often."""

    ONCE = "once"
    EVERY_FEW_MONTHS = "every_few_months"
    YEARLY = "yearly"


class FollowUpWish(models.Model):
    """How many people of a gathering want to hear of it in one way and so often; counts, per segment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="follow_up_wishes")
    segment = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=12, choices=choices_of(Channel))
    often = models.CharField(max_length=20, choices=choices_of(Often), blank=True)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "segment", "channel", "often"], name="follow_up_wish_counted_once"
            ),
            one_of("channel", Channel, name="follow_up_channel_known"),
            one_of("often", Often, blank=True, name="follow_up_often_known"),
            models.CheckConstraint(
                condition=~Q(channel=Channel.NOT_AT_ALL.value) | Q(often=""), name="follow_up_never_is_not_often"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} for {self.gathering}"


class Contact(models.Model):
    """An address on the session's contact list. Nothing leads from it to a gathering, a seat or a note."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="contacts")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    channel = models.CharField(max_length=12, choices=choices_of(Channel))
    often = models.CharField(max_length=20, choices=choices_of(Often), blank=True)
    address = models.CharField(max_length=LONGEST_ADDRESS)
    removed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            one_of("channel", Channel, name="contact_channel_known"),
            one_of("often", Often, blank=True, name="contact_often_known"),
            not_blank("address", name="contact_address_not_blank"),
        ]

    def __str__(self) -> str:
        # Never the address: whatever prints a contact may end in a log.
        return f"contact {self.id}"
