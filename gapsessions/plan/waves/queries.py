"""What two waves have in common: their themes, which of them were matched, and the comparison of last time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from django.db.models import QuerySet

from gapsessions.disparity.actions import SnapshotIsDamaged, read_snapshot
from gapsessions.disparity.codec import SnapshotIsUnreadable
from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.models import Snapshot
from gapsessions.disparity.standing import standing_of
from gapsessions.method.encoder import Vectors
from gapsessions.plan.waves.models import MatchState, ThemeMatch
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import AnswerVector
from gapsessions.themes.encoding import unpack
from gapsessions.themes.models import Placement, Role, Theme
from gapsessions.themes.queries import themes_of


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A theme of this wave, its match so far, and who stands behind it."""

    theme: Theme
    earlier: int | None
    state: str


def earlier_sessions(session: GapSession) -> QuerySet[GapSession]:
    """Sessions of the same organisation that this one may repeat: opened before it, no rehearsals, the last first."""
    sessions = GapSession.objects.filter(organisation=session.organisation_id, rehearsal_of=None)
    return sessions.filter(created_at__lte=session.created_at).exclude(pk=session.pk).order_by("-created_at", "-pk")


def matches_of(session: GapSession) -> QuerySet[ThemeMatch]:
    """Matches of a session's themes with those of the wave it repeats."""
    return ThemeMatch.objects.filter(theme__session=session, earlier__session=session.wave_of_id)


def match_lines(session: GapSession) -> list[MatchLine]:
    """The themes of this wave, largest first, each with its confirmed match, else with the proposed one."""
    found: dict[int, ThemeMatch] = {}
    for match in matches_of(session).exclude(state=MatchState.REFUSED.value):
        if match.theme_id not in found or match.state == MatchState.CONFIRMED:
            found[match.theme_id] = match
    lines = []
    for theme in themes_of(session):
        match = found.get(theme.pk)
        lines.append(MatchLine(theme, match.earlier_id if match else None, match.state if match else ""))
    return lines


def comparison_of(session: GapSession) -> SnapshotContent | None:
    """What was compared in a session: its last snapshot, else what stands; None where nothing was.

    Without anybody's words: two waves are put side by side by names and counts.
    """
    last = session.snapshots.order_by("-number").values_list("pk", "sha256").first()
    return _frozen(*last) if last is not None else standing_of(session).content


@lru_cache(maxsize=8)
def _frozen(snapshot: int, _digest: str) -> SnapshotContent | None:
    """A snapshot without its words, read once: twelve thousand answers take half a second, and none is needed."""
    try:
        content = read_snapshot(Snapshot.objects.get(pk=snapshot))
    except (SnapshotIsDamaged, SnapshotIsUnreadable):
        return None
    themes = tuple(replace(theme, quote="") for theme in content.themes)
    return replace(content, answers=(), quotes=(), predictions=(), themes=themes)


def mean_vectors(session: GapSession, themes: list[Theme], encoder: str) -> Vectors:
    """The mean vector of each theme's notes, one row per theme; zeros where a theme has none by this encoder."""
    rows = AnswerVector.objects.filter(answer__sheet__gathering__session=session, encoder=encoder)
    vectors = {answer: unpack(vector) for answer, vector in rows.values_list("answer", "vector").iterator(2000)}
    width = len(next(iter(vectors.values()))) if vectors else 1
    place = {theme.pk: number for number, theme in enumerate(themes)}
    sums = np.zeros((len(themes), width), np.float32)
    placed = Placement.objects.filter(theme__session=session, role=Role.PRIMARY, answer__struck_out=False)
    for answer, theme in placed.values_list("answer", "theme"):
        if answer in vectors and theme in place:
            sums[place[theme]] += vectors[answer]
    return sums


def shared_encoder(session: GapSession, earlier: GapSession) -> str:
    """The encoder by which both waves have vectors; "" where there is none."""
    used = [
        set(AnswerVector.objects.filter(answer__sheet__gathering__session=one).values_list("encoder", flat=True))
        for one in (session, earlier)
    ]
    return min(used[0] & used[1], default="")
