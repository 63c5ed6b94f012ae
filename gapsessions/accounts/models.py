"""Who runs the exercise: people who sign in, their organisations, and what each may do there."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from gapsessions.storage.codes import address_code
from gapsessions.storage.constraints import choices_of, not_blank, one_of


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

    class Meta:
        constraints = [not_blank("name", name="organisation_name_not_blank")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in an organisation; an inactive one gives no rights and keeps the history readable."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=choices_of(Role), default=Role.FACILITATOR.value)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once"),
            one_of("role", Role, name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"
