"""Whether a version's files still say what its snapshot says: not after somebody's words were withdrawn."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from gapsessions.disparity.quoting.marks import withdrawn_in
from gapsessions.reports.models import BuildState, ReportFile, ReportVersion
from gapsessions.sessions.models import GapSession


def stamp_of(version: ReportVersion) -> str:
    """What files made now are made from: the snapshot's digest, which a withdrawal changes; of a draft their number."""
    return version.snapshot.sha256 if version.snapshot else draft_stamp(version.session)


def draft_stamp(session: GapSession) -> str:
    """The same for a draft, which has no snapshot to change."""
    return f"draft with {withdrawn_in(session)} withdrawn"


def fresh(session: GapSession, *, version: str = "") -> Q:
    """The condition that a version is as fresh as its snapshot; ``version`` leads to it, such as "version__".

    One that was made before this was noted counts as fresh: nothing could be withdrawn then.
    """
    return (
        Q(**{f"{version}made_from": ""})
        | Q(**{f"{version}snapshot__sha256": F(f"{version}made_from")})
        | Q(**{f"{version}snapshot": None, f"{version}made_from": draft_stamp(session)})
    )


def fresh_files(session: GapSession) -> QuerySet[ReportFile]:
    """The files of a session's versions that may be handed out."""
    ready = ReportFile.objects.filter(version__session=session, version__state=BuildState.READY)
    return ready.filter(fresh(session, version="version__"))


def stale_versions(session: GapSession) -> list[ReportVersion]:
    """Versions whose files still hold what was withdrawn."""
    ready = ReportVersion.objects.filter(session=session, state=BuildState.READY)
    current = ready.filter(fresh(session)).values("pk")
    stale = ready.exclude(pk__in=current).select_related("snapshot", "session__organisation")
    return list(stale.defer("snapshot__payload"))
