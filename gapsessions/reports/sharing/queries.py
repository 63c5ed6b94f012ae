"""The links of a session as its report page lists them, and what they lead to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.utils import timezone

from gapsessions.accounts.links import lasting_address, why_none
from gapsessions.reports.models import BuildState, ReportVersion
from gapsessions.reports.sharing.models import LinkKind, ShareLink
from gapsessions.sessions.models import GapSession

ENDED_SHOWN = 5
"""Links that are closed or over, beside the open ones: enough to see what became of the last."""


@dataclass(frozen=True)
class Links:
    """What the report page says of links. ``why_none`` is the reason why this machine makes none, or ""."""

    reports: list[ShareLink]
    previews: list[ShareLink]
    ended: list[ShareLink]
    newest: ReportVersion | None
    """The version that a new link opens; None where nothing was frozen yet."""
    why_none: str


def open_links() -> QuerySet[ShareLink]:
    """Links that open something now."""
    return ShareLink.objects.filter(closed_at__isnull=True, expires_at__gt=timezone.now())


def shareable_versions(session: GapSession) -> QuerySet[ReportVersion]:
    """Frozen versions that are ready, newest first."""
    ready = ReportVersion.objects.filter(
        session=session, draft=False, state=BuildState.READY, snapshot__isnull=False
    ).select_related("snapshot")
    return ready.defer("snapshot__payload").order_by("-created_at", "-pk")


def links_of(session: GapSession) -> Links:
    """Look them up, with what a new one would open; three queries, however many links."""
    over = _ours(session).filter(Q(closed_at__isnull=False) | Q(expires_at__lte=timezone.now()))
    return replace(open_links_of(session), ended=list(over[:ENDED_SHOWN]), newest=shareable_versions(session).first())


def open_links_of(session: GapSession) -> Links:
    """Only those that open something now; one query."""
    standing = list(_ours(session).filter(closed_at__isnull=True, expires_at__gt=timezone.now()))
    return Links(
        reports=[link for link in standing if link.kind == LinkKind.REPORT],
        previews=[link for link in standing if link.kind == LinkKind.PREVIEW],
        ended=[],
        newest=None,
        why_none="" if lasting_address() else why_none(),
    )


def _ours(session: GapSession) -> QuerySet[ShareLink]:
    ours = ShareLink.objects.filter(session=session).select_related("version__snapshot", "created_by")
    return ours.defer("version__snapshot__payload").order_by("-created_at", "-pk")
