"""Letting people into an organisation and out of it: invitations, roles, and the first owner of a fresh machine."""

from __future__ import annotations

import secrets

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import IntegrityError, transaction
from django.utils import timezone

from gapsessions.accounts.models import Invitation, Membership, Organisation, Role, User
from gapsessions.accounts.queries import organisations_without_owner
from gapsessions.live.channels import revoke
from gapsessions.storage.codes import hash_of


class InvitationHasEnded(Exception):
    """The link was used, withdrawn, or is older than seven days."""


class AddressIsTaken(Exception):
    """Somebody has an account under this address; they sign in first and open the link again."""


class LastOwner(Exception):
    """An organisation keeps at least one active owner: nobody else could let people in."""


@transaction.atomic
def invite(
    *, organisation: Organisation, role: Role, email: str = "", by: User | None = None
) -> tuple[Invitation, str]:
    """Make an invitation and return it with its token, which is never seen again.

    An older one to the same address in the same organisation is withdrawn, so that one link works and no other.
    """
    email = email.strip().lower()
    open_ones = organisation.invitations.filter(email=email, accepted_at=None, withdrawn_at=None)
    open_ones.update(withdrawn_at=timezone.now())
    token = secrets.token_urlsafe(16)
    invitation = Invitation.objects.create(
        organisation=organisation, role=role, email=email, made_by=by, token_hash=hash_of(token)
    )
    return invitation, token


def withdraw(*, invitation: Invitation) -> None:
    """End an invitation that was not used; nothing happens where it was."""
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(withdrawn_at=timezone.now())


@transaction.atomic
def accept(*, invitation: Invitation, user: User) -> Membership:
    """Make the person a member, once. Raises InvitationHasEnded.

    Whoever is a member already gets the role of the invitation, unless that would take away an owner's. The very first
    owner of a machine owns everything on it that has no owner yet: the sample, too.
    """
    open_ones = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, withdrawn_at=None, ends_at__gt=timezone.now()
    )
    if not open_ones.update(accepted_at=timezone.now()):
        raise InvitationHasEnded
    if invitation.for_first_owner:
        for organisation in organisations_without_owner():
            _join(organisation, user, Role.OWNER)
    return _join(invitation.organisation, user, Role(invitation.role))


@transaction.atomic
def accept_as_new_person(*, invitation: Invitation, email: str, name: str, password: str) -> User:
    """Make an account and join with it. Raises AddressIsTaken or InvitationHasEnded."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name.strip())
    except IntegrityError:
        raise AddressIsTaken from None
    accept(invitation=invitation, user=user)
    return user


@transaction.atomic
def change_role(*, membership: Membership, role: Role) -> None:
    """Give a member another role. Raises LastOwner."""
    if role != Role.OWNER:
        _keep_an_owner(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    revoke(listener_of(membership.user_id))


@transaction.atomic
def deactivate(*, membership: Membership) -> None:
    """Take a member's rights away; what they did stays readable. Raises LastOwner."""
    _keep_an_owner(membership)
    membership.active = False
    membership.save(update_fields=["active"])
    revoke(listener_of(membership.user_id))


def reactivate(*, membership: Membership) -> None:
    """Give a member the rights back: the undo of `deactivate`."""
    membership.active = True
    membership.save(update_fields=["active"])


class NotYoursToReset(Exception):
    """The person also belongs to an organisation of somebody else, whose sessions a new password would open."""


def password_key(*, user: User) -> str:
    """Return what stands in a link with which this person chooses a new password: once, within three days."""
    return f"{user_pk_to_url_str(user)}-{app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)}"


def password_key_by_owner(*, membership: Membership, owner: User) -> str:
    """The same for a member whom an owner helps. Raises NotYoursToReset.

    Whoever holds such a link becomes that person everywhere, so the owner must own every place the person may enter.
    """
    owned = Membership.objects.filter(user=owner, role=Role.OWNER, active=True).values("organisation")
    if Membership.objects.filter(user=membership.user_id, active=True).exclude(organisation__in=owned).exists():
        raise NotYoursToReset
    return password_key(user=membership.user)


def listener_of(user_id: int) -> str:
    """The key under which a signed-in person's open streams are ended when rights change."""
    return f"user:{user_id}"


@transaction.atomic
def invite_first_owner() -> tuple[Invitation, str] | None:
    """Make the link by which a fresh machine gets its first owner; None where somebody can sign in as an owner.

    Each call makes a new link and ends the one before, so a start that nobody answered is repeated safely.
    """
    owners = Membership.objects.filter(role=Role.OWNER, active=True, user__is_active=True)
    if owners.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX).exists():
        return None
    organisation = Organisation.objects.order_by("created_at", "pk").first()
    return invite(organisation=organisation or Organisation.objects.create(name="Our organisation"), role=Role.OWNER)


def _join(organisation: Organisation, user: User, role: Role) -> Membership:
    membership, made = Membership.objects.get_or_create(
        organisation=organisation, user=user, defaults={"role": role.value}
    )
    if not made and not (membership.active and membership.role == Role.OWNER):
        membership.role, membership.active = role, True
        membership.save(update_fields=["role", "active"])
    return membership


def _keep_an_owner(membership: Membership) -> None:
    # Locked in one order, so that two owners who take each other's rights away do not both succeed.
    owners = Membership.objects.select_for_update().filter(
        organisation=membership.organisation_id, role=Role.OWNER, active=True, user__is_active=True
    )
    if [owner.pk for owner in owners.order_by("pk")] == [membership.pk]:
        raise LastOwner
