"""What follows: actions with their owners, where themes stand on the grid, and who wants to hear what came of it."""

from __future__ import annotations

import uuid
from datetime import date
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from gapsessions.gatherings.models import Gathering
from gapsessions.method.priorities import STEPS
from gapsessions.sessions.models import GapSession
from gapsessions.storage.codes import address_code
from gapsessions.storage.constraints import at_most, choices_of, exactly, not_blank, one_of

LONGEST_ADDRESS = 254
LONGEST_NAME = 120
"""Characters of an owner's or sponsor's name, as of a theme's."""
LONGEST_WHAT = 300
LONGEST_NOTE = 1000


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


class ActionStatus(StrEnum):
    """How far an action is."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


class ActionOwner(models.Model):
    """Somebody who looks after actions: no account, a name, and one link at which to say how far they are."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="action_owners")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    link_hash = models.CharField(max_length=64, blank=True)
    """Digest of the link's secret, which is shown once; empty while there is none, or it was ended."""
    link_made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("session", Lower("name"), name="action_owner_name_once"),
            models.UniqueConstraint(fields=["link_hash"], condition=~Q(link_hash=""), name="action_owner_link_once"),
            not_blank("name", name="action_owner_not_blank"),
        ]

    def __str__(self) -> str:
        return self.name


class Action(models.Model):
    """Something that was decided. The product writes none of it: every word was typed by a person."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="actions")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    what = models.TextField(max_length=LONGEST_WHAT)
    theme_key = models.CharField(max_length=12, blank=True)
    """Key of the theme it answers, no foreign key: a theme that is merged away and brought back finds it again."""
    owner = models.ForeignKey(ActionOwner, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions")
    sponsor = models.CharField(max_length=LONGEST_NAME, blank=True)
    """Who in the leadership stands behind it."""
    departments = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True, blank=True)
    measure = models.CharField(max_length=LONGEST_WHAT, blank=True)
    status = models.CharField(max_length=12, choices=choices_of(ActionStatus), default=ActionStatus.PLANNED.value)
    done_on = models.DateField(null=True, blank=True)
    """The day on which somebody said that it is done."""
    note = models.TextField(max_length=LONGEST_NOTE, blank=True)
    """How it goes, in the words of its owner or of a facilitator; the last word only."""
    version = models.PositiveIntegerField(default=1)
    """Counts changes: a form that was opened before the last one is told so."""
    entry = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    """Of the form it was typed into: sent twice, it is one action."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            not_blank("what", name="action_what_not_blank"),
            at_most("what", LONGEST_WHAT, name="action_what_not_too_long"),
            at_most("note", LONGEST_NOTE, name="action_note_not_too_long"),
            one_of("status", ActionStatus, name="action_status_known"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(status=ActionStatus.DONE.value), name="action_done_on_if_done"
            ),
        ]

    def __str__(self) -> str:
        return f"action {self.key}"

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be done."""
        return self.status in (ActionStatus.PLANNED, ActionStatus.UNDER_WAY)

    @property
    def is_settled(self) -> bool:
        """Whether it has what a decision needs: an owner and a date."""
        return self.owner_id is not None and self.due is not None

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed and it is not done; on the day itself it is not yet."""
        return self.is_open and self.due is not None and self.due < today


class Priority(models.Model):
    """Where people put a theme: impact for customers against effort, six steps each (method/priorities.py)."""

    session = models.ForeignKey(GapSession, on_delete=models.CASCADE, related_name="priorities")
    theme_key = models.CharField(max_length=12)
    """As in an action: the place waits for a theme that is merged away, and is brought back with it."""
    impact = models.PositiveSmallIntegerField()
    effort = models.PositiveSmallIntegerField()
    voted = models.BooleanField(default=False)
    """The impact was taken from a room's dot vote, and nobody has moved it since."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "theme_key"], name="priority_once_per_theme"),
            exactly("theme_key", 12, name="priority_names_a_theme"),
            models.CheckConstraint(condition=Q(impact__gte=1, impact__lte=STEPS), name="priority_impact_1_to_6"),
            models.CheckConstraint(condition=Q(effort__gte=1, effort__lte=STEPS), name="priority_effort_1_to_6"),
        ]

    def __str__(self) -> str:
        return f"{self.theme_key}: impact {self.impact}, effort {self.effort}"
