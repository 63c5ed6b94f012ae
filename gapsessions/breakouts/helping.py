"""Helper links: somebody without an account helps at some tables, from one browser, until the facilitator ends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.http import Http404
from django.http.response import HttpResponseBase

from gapsessions.breakouts import cookies
from gapsessions.breakouts.models import Breakout, HelperLink
from gapsessions.gatherings.models import Gathering
from gapsessions.gatherings.stirring import stir_desk
from gapsessions.live.channels import revoke
from gapsessions.method.cleaning import typed_line
from gapsessions.sessions.archive import refuse_archived
from gapsessions.storage.codes import hash_of
from gapsessions.web.requests import HttpRequest

KEY_LENGTH = 12
KEPT_SECONDS = 7 * 24 * 3600
"""How long a browser keeps a link: a helper comes for one gathering, and looks things up some days after."""
LONGEST_NAME = 80


class HelperNeedsAName(Exception):
    """Without a name nobody knows whose link it is."""


class HelperNeedsATable(Exception):
    """A link for no table helps nobody."""


@transaction.atomic
def make_helper_link(*, gathering: Gathering, name: str, breakouts: Iterable[Breakout]) -> tuple[HelperLink, str]:
    """Make a link for somebody who helps at these tables, and return it with its secret, which is shown once.

    Raises HelperNeedsAName, HelperNeedsATable or SessionIsArchived.
    """
    refuse_archived(gathering.session_id)
    kept = typed_line(name, LONGEST_NAME)
    if not kept:
        raise HelperNeedsAName
    tables = [table for table in breakouts if table.gathering_id == gathering.pk]
    if not tables:
        raise HelperNeedsATable
    link = HelperLink(gathering=gathering, name=kept)
    # The key in front lets the browser that has opened it come back by the same address.
    token = link.key + cookies.new_token()
    link.token_hash = hash_of(token)
    link.save()
    link.breakouts.set(tables)
    stir_desk(gathering)
    return link, token


def key_of(token: str) -> str:
    """The key of the link that a secret belongs to, if it belongs to one."""
    return token[:KEY_LENGTH]


def unopened_link(token: str) -> HelperLink | None:
    """The link this secret would open, with gathering, session and organisation; None as for `open_helper_link`."""
    links = HelperLink.objects.select_related("gathering__session__organisation")
    return links.filter(token_hash=hash_of(token), opened=False, **_standing()).first()


@transaction.atomic
def open_helper_link(*, token: str) -> tuple[HelperLink, str] | None:
    """Open a link, once: its secret is exchanged for the browser's own. None: unknown, used, ended or removed."""
    unopened = HelperLink.objects.select_for_update(of=("self",)).select_related("gathering")
    link = unopened.filter(token_hash=hash_of(token), opened=False, **_standing()).first()
    if link is None:
        return None
    own = cookies.new_token()
    link.opened, link.token_hash = True, hash_of(own)
    link.save(update_fields=["opened", "token_hash"])
    stir_desk(link.gathering)
    return link, own


@transaction.atomic
def end_helper_link(*, link: HelperLink) -> None:
    """End a link at once: its pages answer 404 from now on and its stream is closed."""
    HelperLink.objects.filter(pk=link.pk).update(ended=True)
    link.ended = True
    revoke(listener_of(link))
    stir_desk(link.gathering)


@transaction.atomic
def go_on(*, link: HelperLink) -> None:
    """Undo `end_helper_link`."""
    HelperLink.objects.filter(pk=link.pk).update(ended=False)
    link.ended = False
    stir_desk(link.gathering)


def helper_for(request: HttpRequest, key: str) -> HelperLink:
    """Return the helper link this browser holds, with gathering, session and organisation, or raise Http404."""
    link = helper_of_cookies(request.COOKIES, key)
    if link is None:
        raise Http404
    return link


def helper_of_cookies(sent: Mapping[str, str], key: str) -> HelperLink | None:
    """The helper link `key` that the cookies `sent` hold, or None; the live lane asks this way, too."""
    token = sent.get(cookie_name(key), "")
    if not token:
        return None
    links = HelperLink.objects.select_related("gathering__session__organisation")
    return links.filter(key=key, opened=True, token_hash=hash_of(token), **_standing()).first()


def listener_of(link: HelperLink) -> str:
    """The name under which a helper's streams can be ended."""
    return f"helper:{link.key}"


def cookie_name(key: str) -> str:
    """The cookie of a helper link, as `breakouts.access.cookie_name` is for seats."""
    return cookies.name_for("helper", key)


def hand_out(response: HttpResponseBase, key: str, token: str) -> None:
    """Bind a helper link to this browser."""
    cookies.hand_out(response, cookie_name(key), token, seconds=KEPT_SECONDS)


def _standing() -> dict[str, bool]:
    return {
        "ended": False,
        "gathering__removed_at__isnull": True,
        "gathering__session__archived_at__isnull": True,
    }
