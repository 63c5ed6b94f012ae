"""What a form says was picked on the board, held against what stands there now: nobody's move is overwritten unseen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import BoardChange, MoveLog, Placement, Role, Theme

MOST_ANSWERS = 2000


@dataclass(frozen=True, slots=True)
class Picked:
    """One answer that was picked; ``seen`` is the key of the theme it stood in, "" for none, None: not said."""

    answer: UUID
    seen: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """Picked answers that stand where they were seen, and those that somebody moved meanwhile."""

    answers: tuple[UUID, ...]
    stale: tuple[UUID, ...]
    places: dict[UUID, Theme]
    """Where each stands now; undecided ones are left out."""


class PickedField(forms.Field):
    """Any number of "id", "id@theme" or "id,id@theme"; what is none of these is left out, as if it were not marked."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[Picked]:
        """Give what was picked, each answer once."""
        found: dict[UUID, Picked] = {}
        for text in (value or [])[:MOST_ANSWERS]:
            ids, at, seen = str(text).partition("@")
            for one in ids.split(","):
                try:
                    answer = UUID(one)
                except ValueError:
                    continue
                found[answer] = Picked(answer, seen[:12] if at else None)
        return list(found.values())[:MOST_ANSWERS]


def hold(session: GapSession, picked: Sequence[Picked]) -> Held:
    """Look where picked answers stand, while holding the session's row; those of other sessions are left alone."""
    ids = [one.answer for one in picked]
    there = Placement.objects.filter(theme__session=session, answer__in=ids, role=Role.PRIMARY)
    places = {placement.answer_id: placement.theme for placement in there.select_related("theme")}
    stale = {one.answer for one in picked if one.seen is not None and one.seen != _key_of(places.get(one.answer))}
    return Held(tuple(a for a in ids if a not in stale), tuple(a for a in ids if a in stale), places)


def _key_of(theme: Theme | None) -> str:
    return theme.key if theme else ""


def where_they_went(held: Held) -> str:
    """Say of answers that were not moved what became of them: who moved the first of them, and where it stands."""
    first = held.stale[0]
    place = held.places.get(first)
    move = MoveLog.objects.filter(answer=first, undone=False).select_related("by").order_by("-pk").first()
    facts = {"n": len(held.stale), "theme": place.name if place else _("Undecided")}
    if move is not None and move.by is not None and move.to_theme_id == (place.pk if place else None):
        words = ngettext(
            "%(n)d note stays where it is: %(name)s moved it to “%(theme)s” meanwhile.",
            "%(n)d notes stay where they are: %(name)s moved them meanwhile, the first to “%(theme)s”.",
            len(held.stale),
        )
        return words % (facts | {"name": move.by.name or _("somebody")})
    words = ngettext(
        "%(n)d note stays where it is: it has come to “%(theme)s” meanwhile.",
        "%(n)d notes stay where they are: they were moved meanwhile, the first to “%(theme)s”.",
        len(held.stale),
    )
    return words % facts


def touched_since(session: GapSession, key: str, revision: int, *, me: int) -> BoardChange | None:
    """The latest act of somebody else on a theme since a revision of the board; None where there was none."""
    return _first(changes_since(session, revision).exclude(by=me), key)


def last_touch(session: GapSession, key: str) -> BoardChange | None:
    """The latest act that touched a theme, which may be gone since."""
    return _first(changes_since(session, 0), key)


def changes_since(session: GapSession, revision: int) -> Any:
    """Acts since a revision, the latest first, without the rows they changed."""
    changes = BoardChange.objects.filter(session=session, revision__gt=revision)
    return changes.select_related("by").defer("before", "again").order_by("-revision")


def _first(changes: Iterable[BoardChange], key: str) -> BoardChange | None:
    return next((change for change in changes if key in change.touched), None)
