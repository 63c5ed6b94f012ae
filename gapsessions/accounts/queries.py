"""Who belongs to an organisation, who was invited, and what still has nobody to own it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from gapsessions.accounts.models import Invitation, Membership, Organisation, Role
from gapsessions.storage.codes import hash_of


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Every member with the person, active ones first, by name."""
    return organisation.memberships.select_related("user").order_by("-active", "user__name", "user__email")


def open_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """Invitations that still work."""
    return organisation.invitations.filter(accepted_at=None, withdrawn_at=None, ends_at__gt=timezone.now()).order_by(
        "ends_at"
    )


def invitation_by_token(token: str) -> QuerySet[Invitation]:
    """The invitation of a link, while it works; found by hash, so the time it takes tells nothing."""
    return Invitation.objects.select_related("organisation").filter(
        token_hash=hash_of(token), accepted_at=None, withdrawn_at=None, ends_at__gt=timezone.now()
    )


def organisations_without_owner() -> QuerySet[Organisation]:
    """Organisations in which nobody active owns anything: a fresh machine's, and the sample's."""
    owners = Membership.objects.filter(organisation=OuterRef("pk"), role=Role.OWNER, active=True, user__is_active=True)
    return Organisation.objects.filter(~Exists(owners))
