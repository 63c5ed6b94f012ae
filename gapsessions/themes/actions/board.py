"""What people do to themes: make, name, join, part, move, send to other, close.

Move, split and "other" pin the answer, merge pins the pair together, rename pins the name. Whoever does any of
it holds the session's row, so that two facilitators act one after the other.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from gapsessions.accounts.models import User
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.models import (
    KeptTogether,
    MergedTheme,
    MoveLog,
    Placement,
    Role,
    Standing,
    Suggestion,
    Theme,
    free_name,
)
from gapsessions.themes.moves import UNDECIDED, Before, log_moves
from gapsessions.themes.stirring import stir_board


class NameIsTaken(Exception):
    """Another theme of the session has that name, in whatever case."""


class ThemeIsKept(Exception):
    """ "Other" can be neither renamed, merged nor deleted."""


def _hold(session_id: int) -> GapSession:
    return GapSession.objects.select_for_update().get(pk=session_id)


def _own(theme: Theme) -> None:
    if theme.other:
        raise ThemeIsKept


def _standings(placements: QuerySet[Placement]) -> dict[UUID, Before]:
    rows = placements.values_list("answer", "theme", "standing")
    return {answer: (theme, standing) for answer, theme, standing in rows}


@transaction.atomic
def create_theme(*, session: GapSession, name: str) -> Theme:
    """Make an empty theme with a name that stays; raises NameIsTaken."""
    _hold(session.pk)
    try:
        with transaction.atomic():
            return Theme.objects.create(session=session, name=name.strip(), name_pinned=True, made_by_hand=True)
    except IntegrityError as error:
        raise NameIsTaken from error


@transaction.atomic
def rename_theme(*, theme: Theme, name: str) -> None:
    """Give a theme the name that a person wants, and keep it; raises NameIsTaken or ThemeIsKept."""
    _own(theme)
    _hold(theme.session_id)
    try:
        with transaction.atomic():
            Theme.objects.filter(pk=theme.pk).update(name=name.strip(), name_pinned=True)
    except IntegrityError as error:
        raise NameIsTaken from error
    theme.refresh_from_db()


@transaction.atomic
def move_answers(*, answers: Collection[UUID], to: Theme, by: User | None) -> list[MoveLog]:
    """Put answers into a theme and pin them there; answers of another session are left alone.

    An answer that was *also* in the theme stands there fully now.
    """
    session = _hold(to.session_id)
    ours = Answer.objects.filter(pk__in=answers, sheet__gathering__session=session).values_list("pk", flat=True)
    before = _standings(Placement.objects.filter(answer__in=ours, role=Role.PRIMARY))
    moving = {
        answer: before.get(answer, UNDECIDED) for answer in ours if before.get(answer) != (to.pk, Standing.PINNED)
    }
    # A person's decision, without confidence or reason.
    Placement.objects.filter(Q(role=Role.PRIMARY) | Q(theme=to), answer__in=moving).delete()
    Placement.objects.bulk_create(Placement(answer_id=a, theme=to, standing=Standing.PINNED) for a in moving)
    Suggestion.objects.filter(answer__in=moving).delete()
    return log_moves(session, moving, to.pk, by)


@transaction.atomic
def confirm_places(*, session: GapSession, answers: Collection[UUID]) -> int:
    """Say that answers stand right where they are, and pin them there; gives how many were not pinned before.

    That is no move: nothing is logged, and after the themes were closed nothing is counted.
    """
    _hold(session.pk)
    there = Placement.objects.filter(theme__session=session, answer__in=answers, role=Role.PRIMARY)
    return there.exclude(standing=Standing.PINNED).update(standing=Standing.PINNED, confidence=None)


@transaction.atomic
def send_to_other(*, session: GapSession, answers: Collection[UUID], by: User | None) -> list[MoveLog]:
    """Say that answers fit no theme. That is a decision, unlike leaving them undecided."""
    _hold(session.pk)
    other = Theme.objects.filter(session=session, other=True).first()
    if other is None:
        # Names are unique: somebody may have called a theme "Other" before.
        taken = {name.casefold() for name in session.themes.values_list("name", flat=True)}
        other = Theme.objects.create(session=session, name=free_name(gettext("Other"), taken), other=True)
    return move_answers(answers=answers, to=other, by=by)


@transaction.atomic
def also_in(*, answer: Answer, theme: Theme) -> None:
    """Let an answer count in a second theme too; nothing happens where it stands there already."""
    _own(theme)
    _hold(theme.session_id)
    Placement.objects.get_or_create(
        answer=answer, theme=theme, defaults={"role": Role.ALSO_IN, "standing": Standing.PINNED}
    )


@transaction.atomic
def not_also_in(*, answer: Answer, theme: Theme) -> None:
    """Take the answer out of its second theme again; its own stays."""
    _hold(theme.session_id)
    Placement.objects.filter(answer=answer, theme=theme, role=Role.ALSO_IN).delete()


@transaction.atomic
def split_theme(*, theme: Theme, answers: Collection[UUID], name: str, by: User | None) -> Theme:
    """Take some answers of a theme out into a new one; raises NameIsTaken."""
    inside = theme.placements.filter(role=Role.PRIMARY, answer__in=answers).values_list("answer", flat=True)
    chosen = list(inside)
    new = create_theme(session=theme.session, name=name)
    Theme.objects.filter(pk=new.pk).update(heading=theme.heading)
    move_answers(answers=chosen, to=new, by=by)
    return new


@transaction.atomic
def merge_themes(*, into: Theme, others: Collection[Theme], by: User | None) -> Theme:
    """Join themes into one. Their answers are not pinned, but whatever run comes leaves the pair together."""
    session = _hold(into.session_id)
    for theme in (into, *others):
        _own(theme)
    for theme in others:
        if theme.session_id != session.pk or theme.pk == into.pk:
            continue
        first, second = _voice(into), _voice(theme)
        if first is not None and second is not None:
            KeptTogether.objects.get_or_create(session=session, first_id=first, second_id=second)
        log_moves(session, _standings(theme.placements.filter(role=Role.PRIMARY)), into.pk, by)
        # An answer stands in a theme once: where it is in both, the fuller placement stays.
        both = Placement.objects.filter(answer__in=into.placements.values("answer"))
        for placement in both.filter(theme=theme):
            there = into.placements.get(answer=placement.answer_id)
            (there if placement.role == Role.PRIMARY else placement).delete()
        Placement.objects.filter(theme=theme).update(theme=into)
        MergedTheme.objects.update_or_create(session=session, gone=theme.key, defaults={"into": into.key})
        theme.delete()
    into.refresh_from_db()
    return into


def _voice(theme: Theme) -> UUID | None:
    """The answer that speaks for a theme: its quote where that stands in it, else any of its answers."""
    inside = theme.placements.filter(role=Role.PRIMARY).order_by("pk")
    chosen = inside.filter(answer=theme.quote_id).first() or inside.first()
    return chosen.answer_id if chosen else None


@transaction.atomic
def delete_theme(*, theme: Theme, by: User | None) -> None:
    """Take a theme away; its answers are undecided again, and the log says whence they came."""
    _own(theme)
    session = _hold(theme.session_id)
    log_moves(session, _standings(theme.placements.filter(role=Role.PRIMARY)), None, by)
    theme.delete()


def close_themes(*, session: GapSession) -> None:
    """Call the themes done: readings may be seen, and moves from now on are counted in the report."""
    GapSession.objects.filter(pk=session.pk, themes_closed_at__isnull=True).update(themes_closed_at=timezone.now())
    note_sight(session=session)
    stir_board(session)


def note_sight(*, session: GapSession) -> None:
    """Note that who differs from whom can be seen from now on: sorting is no longer blind."""
    GapSession.objects.filter(pk=session.pk, readings_seen_at__isnull=True).update(readings_seen_at=timezone.now())
    session.refresh_from_db()


def reopen_themes(*, session: GapSession) -> None:
    """Go back to sorting. Readings have been seen, so moves go on being counted in the report."""
    GapSession.objects.filter(pk=session.pk).update(themes_closed_at=None)
    session.refresh_from_db()
    stir_board(session)
