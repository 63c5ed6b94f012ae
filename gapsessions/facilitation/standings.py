"""Where sessions stand: everything the desk's list and overview count, in as many queries for one as for fifty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Q

from gapsessions.breakouts.models import Seat
from gapsessions.disparity.models import Snapshot
from gapsessions.facilitation.afterwards import afterwards_of
from gapsessions.facilitation.next_step import Afterwards, Standing
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Perspective, Question, SheetKind, Stage, Style
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, Sheet
from gapsessions.themes.models import UNDER_WAY, MoveLog, Placement, Proposal, ProposalState, Role

HELD = (Stage.WRITE.value, Stage.READ_BACK.value)
"""Stages at which a gathering is live."""


@dataclass
class Counts:
    """What was counted in one session; filled query by query."""

    sheets: dict[Perspective, int] = field(default_factory=dict)
    people: dict[Perspective, int] = field(default_factory=dict)
    about: set[Perspective] = field(default_factory=set)
    """Perspectives with a table whose heads nobody counted: it stands for six, so that `people` is a guess."""
    notes: dict[tuple[Perspective, Question], int] = field(default_factory=dict)
    notes_at: dict[int, int] = field(default_factory=dict)
    """Notes by the gathering's primary key."""
    placed: int = 0
    gatherings: list[Gathering] = field(default_factory=list)
    proposals: set[str] = field(default_factory=set)
    snapshots: int = 0
    after: Afterwards = Afterwards()
    changed_at: datetime | None = None

    @property
    def note_count(self) -> int:
        """Notes that stand."""
        return sum(self.notes.values())

    def seen_at(self, when: datetime | None) -> None:
        """Move the last change forward."""
        if when is not None and (self.changed_at is None or when > self.changed_at):
            self.changed_at = when


def shown(gathering: Gathering, count: int) -> int:
    """The count as screens may show it: of an open link that is open, the last full five.

    Who watches such a link live could otherwise tell which note came with which sheet (spec.md section 9).
    """
    open_link = gathering.style == Style.OPEN_LINK and gathering.stage != Stage.CLOSED
    return count - count % 5 if open_link else count


def counts_of(sessions: Collection[GapSession]) -> dict[int, Counts]:
    """Count for every session, by its primary key."""
    found: dict[int, Counts] = {session.pk: Counts() for session in sessions}
    for session in sessions:
        found[session.pk].seen_at(session.created_at)
        found[session.pk].seen_at(session.themes_closed_at)
    gatherings = {g.pk: g for g in Gathering.objects.filter(session__in=found).order_by("held_on", "pk")}
    for gathering in gatherings.values():
        found[gathering.session_id].gatherings.append(gathering)
        found[gathering.session_id].seen_at(gathering.closed_at)
    _count_sheets(found, gatherings)
    _count_notes(found, gatherings)
    placed = Placement.objects.filter(theme__session__in=found, role=Role.PRIMARY, answer__struck_out=False)
    for session_id, n in placed.values_list("theme__session").annotate(n=Count("pk")):
        found[session_id].placed = n
    _look_at_work(found)
    for session_id, after in afterwards_of(sessions).items():
        found[session_id].after = after
    return found


def _count_sheets(found: dict[int, Counts], gatherings: dict[int, Gathering]) -> None:
    totals: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    rows = Sheet.objects.filter(gathering__in=gatherings).values_list("gathering", "kind", "head_count")
    for gathering_id, kind, heads, n in rows.annotate(n=Count("pk")):
        totals[gathering_id][0] += n
        totals[gathering_id][1] += n * Sheet(kind=kind, head_count=heads).contributors
        if kind == SheetKind.TABLE and heads is None:
            gathering = gatherings[gathering_id]
            found[gathering.session_id].about.add(Perspective(gathering.perspective))
    for gathering_id, (sheets, people) in totals.items():
        gathering = gatherings[gathering_id]
        counts, perspective = found[gathering.session_id], Perspective(gathering.perspective)
        counts.sheets[perspective] = counts.sheets.get(perspective, 0) + shown(gathering, sheets)
        counts.people[perspective] = counts.people.get(perspective, 0) + shown(gathering, people)


def _count_notes(found: dict[int, Counts], gatherings: dict[int, Gathering]) -> None:
    rows = Answer.objects.filter(sheet__gathering__in=gatherings, struck_out=False)
    for gathering_id, kind, n in rows.values_list("sheet__gathering", "question").annotate(n=Count("pk")):
        gathering = gatherings[gathering_id]
        counts, key = found[gathering.session_id], (Perspective(gathering.perspective), Question(kind))
        counts.notes[key] = counts.notes.get(key, 0) + shown(gathering, n)
        counts.notes_at[gathering_id] = counts.notes_at.get(gathering_id, 0) + shown(gathering, n)


def _look_at_work(found: dict[int, Counts]) -> None:
    proposals = Proposal.objects.filter(session__in=found).values_list("session", "state")
    for session_id, state, last in proposals.annotate(last=Max("created_at")):
        found[session_id].seen_at(last)
        if state in (*UNDER_WAY, ProposalState.READY.value):
            found[session_id].proposals.add(state)
    snapshots = Snapshot.objects.filter(session__in=found).values_list("session")
    for session_id, n, last in snapshots.annotate(n=Max("number"), last=Max("created_at")):
        found[session_id].snapshots = n
        found[session_id].seen_at(last)
    for session_id, last in MoveLog.objects.filter(session__in=found).values_list("session").annotate(last=Max("at")):
        found[session_id].seen_at(last)


def standing_of(session: GapSession, counts: Counts) -> Standing:
    """Put the counts of a session in the words the next step is found from."""
    return Standing(
        sheets=counts.sheets,
        notes=counts.note_count,
        undecided=max(0, counts.note_count - counts.placed) if counts.placed else 0,
        gatherings=len(counts.gatherings),
        live=next((gathering.key for gathering in counts.gatherings if gathering.stage in HELD), ""),
        lobby=next((gathering.key for gathering in counts.gatherings if gathering.stage == Stage.LOBBY), ""),
        placed=counts.placed > 0,
        proposal_runs=bool(counts.proposals & set(UNDER_WAY)),
        proposal_waits=ProposalState.READY.value in counts.proposals,
        themes_closed=session.themes_closed_at is not None,
        snapshots=counts.snapshots,
        archived=session.archived_at is not None,
        after=counts.after,
    )


@dataclass(frozen=True)
class LiveGathering:
    """A gathering that is being held right now, with what the list says about it."""

    gathering: Gathering
    people: int
    groups: int
    notes: int


def live_gatherings(sessions: Iterable[GapSession]) -> list[LiveGathering]:
    """The gatherings of these sessions that are being held, with how many are there."""
    live = Gathering.objects.filter(session__in=list(sessions), stage__in=HELD).select_related("session__organisation")
    held = list(live.order_by("session", "pk")[:5])
    seats = dict(Seat.objects.filter(gathering__in=held).values_list("gathering").annotate(n=Count("pk")))
    sheets: dict[int, int] = defaultdict(int)
    notes: dict[int, int] = defaultdict(int)
    for gathering_id, count, written in (
        Sheet.objects.filter(gathering__in=held)
        .values_list("gathering")
        .annotate(count=Count("pk", distinct=True), written=Count("answers", filter=Q(answers__struck_out=False)))
    ):
        sheets[gathering_id], notes[gathering_id] = count, written
    return [LiveGathering(g, shown(g, seats.get(g.pk, 0)), shown(g, sheets[g.pk]), shown(g, notes[g.pk])) for g in held]
