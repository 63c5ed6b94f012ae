"""What a report holds beside the comparison: the plan as it stands when the snapshot is taken."""

from __future__ import annotations

from gapsessions.disparity.content import SnapshotContent
from gapsessions.plan.content import with_plan
from gapsessions.plan.waves.content import with_wave
from gapsessions.sessions.models import GapSession


def complete(session: GapSession, content: SnapshotContent) -> SnapshotContent:
    """A comparison with what later steps know of the session; every report, draft or final, is made of this."""
    return with_wave(session, with_plan(session, content))
