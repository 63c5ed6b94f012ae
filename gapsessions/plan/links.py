"""Update links: one for each owner, by which they say how far they are, without an account.

The secret has 128 bits, is shown once, and only its digest is kept. A new link ends the one before.
"""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from gapsessions.accounts.links import lasting_address, why_none
from gapsessions.plan.listening import stir_plan
from gapsessions.plan.models import Action, ActionOwner
from gapsessions.plan.queries import actions_of
from gapsessions.sessions.archive import refuse_archived
from gapsessions.storage.codes import hash_of
from gapsessions.web.limits import MissBudget
from gapsessions.web.requests import HttpRequest
from gapsessions.web.secret_links import behind_secret

TRIES = MissBudget("update-link", allowed=100, seconds=24 * 3600)
"""Wrong links from one address in a day; after that only links are looked up that were opened before."""
_KNOWN_SECONDS = 30 * 24 * 3600


class NoLastingLink(Exception):
    """This machine has no address that lasts; `str()` says why no link is made."""


@transaction.atomic
def make_link(*, owner: ActionOwner) -> str:
    """Make the owner's link, in place of the one before, and return its secret. It is shown once.

    Raises NoLastingLink or SessionIsArchived.
    """
    refuse_archived(owner.session_id)
    if not lasting_address():
        raise NoLastingLink(why_none())
    token = secrets.token_urlsafe(16)
    ActionOwner.objects.filter(pk=owner.pk).update(link_hash=hash_of(token), link_made_at=timezone.now())
    stir_plan(owner.session)
    return token


@transaction.atomic
def end_link(*, owner: ActionOwner) -> None:
    """End the owner's link at once."""
    refuse_archived(owner.session_id)
    ActionOwner.objects.filter(pk=owner.pk).update(link_hash="")
    stir_plan(owner.session)


def owner_of_link(request: HttpRequest, token: str) -> ActionOwner:
    """Return whose link this is, with session and organisation, or raise Http404.

    The archive ends no link: what was decided goes on, and is read here; only changes are refused.
    """

    def find(digest: str) -> ActionOwner | None:
        owners = ActionOwner.objects.select_related("session__organisation").exclude(link_hash="")
        return owners.filter(link_hash=digest).first()

    return behind_secret(request, token, find, wrong=TRIES, known_for=_KNOWN_SECONDS)


def actions_of_owner(owner: ActionOwner) -> list[Action]:
    """What an owner looks after, and nothing of anybody else."""
    return list(actions_of(owner.session).filter(owner=owner))
