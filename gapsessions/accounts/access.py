"""Who may do what in an organisation; everybody else is answered 404, as if there were nothing.

The first line of every view behind a sign-in. A person who was deactivated, in the organisation or altogether, is
nobody: the queries below see active memberships of active people only.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet
from django.http import Http404

from gapsessions.accounts.models import Membership, Organisation, Role, User
from gapsessions.web.requests import HttpRequest, object_or_404

READERS = frozenset(Role)
FACILITATORS = frozenset({Role.OWNER, Role.FACILITATOR})
OWNERS = frozenset({Role.OWNER})


def person_of(request: HttpRequest) -> User:
    """Return who is signed in, or raise Http404."""
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        raise Http404
    return user


def memberships_of(user: User, roles: Collection[Role] = READERS) -> QuerySet[Membership]:
    """The active memberships of a person in one of the roles."""
    return Membership.objects.filter(user=user, user__is_active=True, active=True, role__in=[*roles])


def organisations_of(request: HttpRequest, roles: Collection[Role] = READERS) -> QuerySet[Organisation]:
    """The organisations in which the person has one of the roles; 404 where nobody is signed in."""
    return Organisation.objects.filter(memberships__in=memberships_of(person_of(request), roles))


def organisation_for(request: HttpRequest, code: str) -> Organisation:
    """Return the organisation for any of its active members, or raise Http404."""
    return object_or_404(organisations_of(request), code=code)


def organisation_to_own(request: HttpRequest, code: str) -> Organisation:
    """Return the organisation for its owners, or raise Http404."""
    return object_or_404(organisations_of(request, OWNERS), code=code)


def organisation_to_word(request: HttpRequest, code: str) -> Organisation:
    """Return the organisation for those who run its sessions, or raise Http404."""
    return object_or_404(organisations_of(request, FACILITATORS), code=code)


def has_role(user: User, organisation: Organisation, roles: Collection[Role]) -> bool:
    """Tell whether the person holds one of the roles: for what a page offers, never in place of a view's check."""
    return memberships_of(user, roles).filter(organisation=organisation).exists()
