"""What stands in which theme, what is undecided, and which proposal is the latest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.models import MergedTheme, MoveLog, Placement, Proposal, ProposalState, Role, Standing, Theme


def answers_of(session: GapSession) -> QuerySet[Answer]:
    """Every answer of a session that still stands and may be read, by its random id: no order of arrival.

    What phones write in the silent minutes is nobody's to read before the reveal, the sorter's neither.
    """
    return Answer.objects.filter(sheet__gathering__session=session, struck_out=False, pen_hash="").order_by("pk")


def themes_of(session: GapSession) -> QuerySet[Theme]:
    """The themes of a session without "other", largest first, each with `answers` it holds."""
    standing = Q(placements__answer__struck_out=False)
    return (
        Theme.objects.filter(session=session, other=False)
        .annotate(answers=Count("placements", filter=standing))
        .order_by("-answers", "name")
    )


def heirs_of(session: GapSession) -> dict[str, str]:
    """For the key of every theme that was merged away the key of the theme that holds its notes now; two queries.

    A theme that came back by an undo is its own, and one whose heir is gone, too, is left out.
    """
    went = dict(MergedTheme.objects.filter(session=session).values_list("gone", "into"))
    there = set(Theme.objects.filter(session=session).values_list("key", flat=True)) if went else set()
    found = {}
    for gone in went.keys() - there:
        key, passed = gone, set[str]()
        while key in went and key not in there and key not in passed:
            passed.add(key)
            key = went[key]
        if key in there:
            found[gone] = key
    return found


def now_called(theme: str, heirs: Mapping[str, str], there: Collection[str] = ()) -> str:
    """The key of a theme, or of the one that it went up in; ``heirs`` are those of `heirs_of`.

    A comparison may be older than a merge: a theme that is still ``there`` goes by its own key.
    """
    return theme if theme in there else heirs.get(theme, theme)


def all_called(theme: str, heirs: Mapping[str, str]) -> set[str]:
    """The key of a theme with those of the themes that went up in it: whatever names one of them names it."""
    return {theme, *(gone for gone, heir in heirs.items() if heir == theme)}


def present_theme_of(session: GapSession, key: str) -> Theme | None:
    """The theme of that key, or the one it was merged into; None where neither is there."""
    themes = Theme.objects.filter(session=session)
    return themes.filter(key=key).first() or themes.filter(key=heirs_of(session).get(key, "")).first()


def placements_of(session: GapSession) -> QuerySet[Placement]:
    """All placements of answers that still stand; primary ones first."""
    return Placement.objects.filter(theme__session=session, answer__struck_out=False).order_by("-role", "theme")


def undecided_of(session: GapSession) -> QuerySet[Answer]:
    """Answers that stand in no theme yet. Those sent to "other" are decided."""
    placed = Placement.objects.filter(answer=OuterRef("pk"), role=Role.PRIMARY)
    return answers_of(session).filter(~Exists(placed))


def newcomers_of(session: GapSession) -> QuerySet[Answer]:
    """Undecided answers that neither the machine nor a person has looked at: written since the themes were made."""
    return undecided_of(session).filter(suggestions__isnull=True, moves__isnull=True)


def latest_proposal(session: GapSession, *states: ProposalState) -> Proposal | None:
    """The newest proposal, of the given states where there are any.

    Its result is read when it is asked for: that of a big session is a megabyte.
    """
    found = Proposal.objects.filter(session=session).defer("result")
    if states:
        found = found.filter(state__in=states)
    return found.order_by("-created_at", "-pk").first()


def proposal_behind(session: GapSession) -> Proposal | None:
    """The machine's share in the themes as they stand: what was taken over whole, or is being taken over in parts."""
    states = (ProposalState.ACCEPTED, ProposalState.READY)
    found = Proposal.objects.filter(session=session, state__in=states).defer("result")
    newest = found.order_by("state", "-created_at", "-pk").first()  # "accepted" comes before "ready"
    if newest is None or newest.state == ProposalState.ACCEPTED:
        return newest
    by_machine = placements_of(session).filter(role=Role.PRIMARY, confidence__isnull=False)
    return newest if by_machine.exists() else None


def is_reviewed(session: GapSession) -> bool:
    """Whether people stand behind the themes: they closed them, or accepted or placed every answer."""
    if session.themes_closed_at is not None:
        return True
    primary = placements_of(session).filter(role=Role.PRIMARY)
    return primary.exists() and not primary.filter(standing=Standing.PROPOSED).exists()


def moves_after_closing(session: GapSession) -> int:
    """Answers that people moved when the readings could already be seen; the report says how many."""
    return MoveLog.objects.filter(session=session, after_closing=True, undone=False).count()


def theme_of_each(session: GapSession) -> dict[UUID, int]:
    """The primary theme of every answer that has one."""
    return dict(placements_of(session).filter(role=Role.PRIMARY).values_list("answer", "theme"))
