"""Who runs the exercise: people who sign in, their organisations, and what each may do there."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from gapsessions.storage.codes import address_code
from gapsessions.storage.constraints import choices_of, exactly, not_blank, one_of


class Role(StrEnum):
    """What a member may do: owners manage members too, facilitators run sessions, viewers read."""

    OWNER = "owner"
    FACILITATOR = "facilitator"
    VIEWER = "viewer"


class UserManager(BaseUserManager["User"]):
    """Makes users; an e-mail address is kept in lower case, so that it names one person only."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Lower case throughout: nobody has two addresses that differ in case alone."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user however the address was typed."""
        return self.get(email=self.normalize_email(username))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a user; without a password the account cannot sign in until one is set.

        Raises ValueError for an empty address.
        """
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """The same as `create_user`: there is no admin site, rights come from memberships."""
        return self.create_user(email, password, **fields)


class User(AbstractBaseUser):
    """A person with an account. Participants, helpers and executives have none."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case"),
            not_blank("email", name="user_email_not_blank"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address in lower case whoever writes it (sign-up forms come from a library)."""
        self.email = UserManager.normalize_email(self.email)
        super().save(*args, **kwargs)


class Organisation(models.Model):
    """Whose customers the exercise is about; participants see its name, never the product's."""

    code = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    name = models.CharField(max_length=120)
    members = models.ManyToManyField(User, through="Membership", related_name="organisations")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    accent = models.CharField(max_length=7, blank=True)
    """Its colour as #rrggbb, dark enough for white words on it; empty: the product's own ink."""
    logo = models.BinaryField(blank=True, default=b"")
    """A PNG that we have drawn anew from what was uploaded; empty: the name stands in its place."""
    brand_version = models.PositiveIntegerField(default=1)
    """Rises with every change of colour or logo, so that browsers may keep both for a year."""
    reading_words = models.JSONField(default=dict, blank=True)
    """What it calls the patterns of themes, by `method.reading_words.Word`; what is missing keeps the default."""
    next_audit = models.DateField(null=True, blank=True)
    """When the exercise is held again; what was said is kept until 90 days after it."""

    class Meta:
        constraints = [
            not_blank("name", name="organisation_name_not_blank"),
            models.CheckConstraint(
                condition=models.Q(accent="") | models.Q(accent__startswith="#"), name="organisation_accent_is_hex"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in an organisation; an inactive one gives no rights and keeps the history readable."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    role = models.CharField(max_length=12, choices=choices_of(Role), default=Role.FACILITATOR.value)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once"),
            one_of("role", Role, name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"


INVITATION_DAYS = 7


def end_of_invitation() -> datetime:
    """When an invitation that is made now stops working."""
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class Invitation(models.Model):
    """A link that lets one person into an organisation, once, within seven days. Only its hash is kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    key = models.CharField(max_length=12, unique=True, default=address_code, editable=False)
    """Names it among the members' pages; it opens nothing."""
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256, in hexadecimal, of the 128-bit token in the link."""
    role = models.CharField(max_length=12, choices=choices_of(Role))
    email = models.EmailField(blank=True)
    """Whom it is for; empty for the first owner, whose address nobody knows yet."""
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    ends_at = models.DateTimeField(default=end_of_invitation)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            exactly("token_hash", 64, name="invitation_token_is_a_hash"),
            one_of("role", Role, name="invitation_role_known"),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="invitation_not_both_used_and_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"an invitation to {self.organisation}"

    @property
    def for_first_owner(self) -> bool:
        """It was made on the machine itself, for nobody in particular."""
        return not self.email
