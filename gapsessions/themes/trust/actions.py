"""Sorting notes a second time: drawing them, placing them one by one, changing one's mind."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from gapsessions.accounts.models import User
from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import Placement, Role, Theme
from gapsessions.themes.queries import answers_of
from gapsessions.themes.stirring import stir_board
from gapsessions.themes.trust.drawing import draw
from gapsessions.themes.trust.models import SecondPlacing, SecondSorting
from gapsessions.themes.trust.queries import choices_for, has_sorted, latest_sorting, placings_of

NOTES = 30
FEWEST = 10
"""Placed notes below which there is nothing to compare."""


class SortedBefore(Exception):
    """Whoever had a hand in the themes cannot be their second sorter."""


class TooLittleToSort(Exception):
    """It takes two themes and a few placed notes."""


class SortingIsGoingOn(Exception):
    """Somebody else is in the middle of it."""


@transaction.atomic
def begin_sorting(*, session: GapSession, by: User, seed: int | None = None) -> SecondSorting:
    """Draw notes for this person; an unfinished sorting of one's own goes on.

    Raises SortedBefore, TooLittleToSort, or SortingIsGoingOn.
    """
    GapSession.objects.select_for_update().get(pk=session.pk)
    latest = latest_sorting(session)
    if latest is not None and latest.finished_at is None:
        if latest.by == by:
            return latest
        raise SortingIsGoingOn
    if has_sorted(session, by):
        raise SortedBefore
    readable = answers_of(session).values("pk")
    placed = Placement.objects.filter(theme__session=session, role=Role.PRIMARY, answer__in=readable)
    themes = dict(placed.values_list("answer", "theme"))
    if choices_for(session).count() < 2 or len(themes) < FEWEST:
        raise TooLittleToSort
    seed = secrets.randbits(32) if seed is None else seed
    sorting = SecondSorting.objects.create(session=session, seed=seed, by=by)
    SecondPlacing.objects.bulk_create(
        SecondPlacing(sorting=sorting, answer_id=answer, place=place, first_id=themes[answer])
        for place, answer in enumerate(draw(themes, NOTES, seed), 1)
    )
    return sorting


@transaction.atomic
def place_again(*, sorting: SecondSorting, place: int, theme: Theme | None, by: User) -> bool:
    """Put the note at this place into a theme, or into none; the last one ends the sorting.

    False where it is not this person's sorting, is over, or has no such note.
    """
    held = SecondSorting.objects.select_for_update().filter(pk=sorting.pk, by=by, finished_at__isnull=True).first()
    if held is None or not placings_of(held).filter(place=place).update(second=theme, decided=True):
        return False
    if not placings_of(held).filter(decided=False).exists():
        SecondSorting.objects.filter(pk=held.pk).update(finished_at=timezone.now())
        stir_board(held.session)
    return True


@transaction.atomic
def step_back(*, sorting: SecondSorting, by: User) -> bool:
    """Take one's own last placing back, also the one that ended the sorting; False where there is none."""
    held = SecondSorting.objects.select_for_update().filter(pk=sorting.pk, by=by).first()
    last = placings_of(held).filter(decided=True).last() if held is not None else None
    if held is None or last is None:
        return False
    SecondPlacing.objects.filter(pk=last.pk).update(second=None, decided=False)
    if held.finished_at is not None:
        SecondSorting.objects.filter(pk=held.pk).update(finished_at=None)
        stir_board(held.session)
    return True


@transaction.atomic
def leave_off(*, sorting: SecondSorting) -> bool:
    """Give an unfinished sorting up, so that somebody else can begin; False where it is finished."""
    found = SecondSorting.objects.select_for_update().filter(pk=sorting.pk, finished_at__isnull=True)
    return bool(found.delete()[0])
