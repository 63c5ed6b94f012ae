"""Making, closing and renewing links, and counting that one was opened."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gapsessions.accounts.links import lasting_address
from gapsessions.accounts.models import User
from gapsessions.method.cleaning import typed_line
from gapsessions.reports.models import BuildState, ReportVersion
from gapsessions.reports.sharing.models import LinkKind, ShareLink
from gapsessions.sessions.archive import refuse_archived
from gapsessions.sessions.models import GapSession
from gapsessions.storage.codes import address_code, hash_of

TOKEN_BYTES = 16
"""128 bits, from the system's generator."""
LONGEST_LABEL = 80
DAYS = {LinkKind.REPORT: 30, LinkKind.PREVIEW: 7}
"""How long a link of a kind stays open where nobody says otherwise."""
LONGEST_DAYS = 366
TWICE = timedelta(seconds=10)
"""A form that is sent again within it was pressed twice."""
_ENTRY = re.compile(r"[A-Za-z0-9_-]{12}")


class NoLastingAddress(Exception):
    """The link would stop working with this machine, so none is made (decision 0026)."""


class DraftsAreNotShared(Exception):
    """A draft is replaced by the next one: what is passed on stands still."""


class MadeAlready(Exception):
    """The form was sent again later: its link is there, and its secret was shown then."""


class DayIsNotInReach(Exception):
    """A link stays open until a day from today on, and no longer than a year."""


def usual_last_day(kind: LinkKind) -> date:
    """The last day of a link that is made today, where nobody chooses another."""
    return timezone.localdate() + timedelta(days=DAYS[kind])


@transaction.atomic
def make_link(
    *,
    session: GapSession,
    kind: LinkKind,
    version: ReportVersion | None,
    last_day: date,
    by: User | None,
    label: str = "",
    downloads: bool = False,
    entry: str = "",
) -> tuple[ShareLink, str]:
    """Make a link and return it with its token, which nobody can look up again.

    Raises NoLastingAddress, DraftsAreNotShared, DayIsNotInReach, MadeAlready or SessionIsArchived. A preview without a
    version shows the comparison as it stands, and is never for taking files. ``entry`` names the form: pressed twice,
    it makes one link, with the secret that is shown last.
    """
    if not lasting_address():
        raise NoLastingAddress
    refuse_archived(session.pk)
    if version is not None and (version.draft or version.state != BuildState.READY or version.session_id != session.pk):
        raise DraftsAreNotShared
    if version is None and kind is LinkKind.REPORT:
        raise DraftsAreNotShared
    token = secrets.token_urlsafe(TOKEN_BYTES)
    facts = {
        "session": session,
        "version": version,
        "kind": kind.value,
        "token_hash": hash_of(token),
        "label": typed_line(label, LONGEST_LABEL),
        "downloads": downloads and kind is LinkKind.REPORT,
        "expires_at": _end_of(last_day),
        "created_by": by,
    }
    key = entry if _ENTRY.fullmatch(entry) else address_code()
    link, made = ShareLink.objects.get_or_create(key=key, defaults=facts)
    if made:
        return link, token
    fresh = timezone.now() - TWICE
    again = ShareLink.objects.filter(
        pk=link.pk, session=session, created_at__gt=fresh, closed_at__isnull=True, opened=0
    )
    if not again.update(token_hash=hash_of(token)):
        raise MadeAlready
    return link, token


def close_link(*, link: ShareLink) -> None:
    """Close a link at once and for good: whoever opens it next finds nothing."""
    ShareLink.objects.filter(pk=link.pk, closed_at__isnull=True).update(closed_at=timezone.now())


@transaction.atomic
def renew_link(*, link: ShareLink, by: User | None) -> tuple[ShareLink, str]:
    """Make another link to the same, with a secret of its own and the usual days, and close this one.

    For whoever has lost the address, and for one that came into wrong hands. Raises what `make_link` raises.
    """
    kind = LinkKind(link.kind)
    last_day = max(link.last_day, usual_last_day(kind))
    made = make_link(
        session=link.session,
        kind=kind,
        version=link.version,
        last_day=last_day,
        by=by,
        label=link.label,
        downloads=link.downloads,
    )
    close_link(link=link)
    return made


def change_last_day(*, link: ShareLink, last_day: date) -> None:
    """Let a link that is not closed stay open until another day; raises DayIsNotInReach."""
    ShareLink.objects.filter(pk=link.pk, closed_at__isnull=True).update(expires_at=_end_of(last_day))


def count_opening(*, link: ShareLink) -> None:
    """One more: all that is kept of somebody who reads."""
    ShareLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1)


def _end_of(day: date) -> datetime:
    today = timezone.localdate()
    if not today <= day <= today + timedelta(days=LONGEST_DAYS):
        raise DayIsNotInReach
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
