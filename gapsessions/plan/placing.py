"""Where themes stand on the grid of impact and effort: put there by a person, or the impact by a room's vote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from gapsessions.method.priorities import MIDDLES, STEPS, Quadrant, impact_of_dots, order_of, quadrant_of
from gapsessions.plan.listening import stir_plan
from gapsessions.plan.models import Priority
from gapsessions.sessions.archive import refuse_archived
from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import Theme
from gapsessions.themes.queries import all_called, heirs_of

EFFORT_UNSAID = STEPS // 2
"""Where a vote puts what nobody has placed: it says how much a theme matters, nothing of the work."""


class NotOnTheGrid(Exception):
    """A place beside the grid, or of a theme that this session does not have."""


@dataclass(frozen=True)
class Place:
    """Where a theme stands, 1 to 6 each; ``voted`` while its impact is what a vote made it."""

    impact: int
    effort: int
    voted: bool = False

    @property
    def quadrant(self) -> Quadrant:
        """The quarter it stands in."""
        return quadrant_of(self.impact, self.effort)


Before = dict[str, tuple[int, int, bool] | None]
"""What an undo puts back: the place of each theme that was moved, by key; None where it had none."""


def places_of(session: GapSession) -> dict[str, Place]:
    """The place of every theme, by its key; one that was given none has the best of the themes that went up in it."""
    rows = Priority.objects.filter(session=session).values_list("theme_key", "impact", "effort", "voted")
    given = {key: Place(impact, effort, voted) for key, impact, effort, voted in rows}
    found = dict(given)
    for gone, heir in heirs_of(session).items() if given else ():
        if gone in given and heir not in given:
            found[heir] = min(found.get(heir, given[gone]), given[gone], key=lambda at: order_of(at.impact, at.effort))
    return found


@transaction.atomic
def place_theme(*, session: GapSession, theme: str, impact: int, effort: int) -> Before:
    """Put a theme (by key) on the grid, or move it there. Raises NotOnTheGrid or SessionIsArchived."""
    refuse_archived(session.pk)
    known = Theme.objects.filter(session=session, key=theme, other=False).exists()
    if not known or not (1 <= impact <= STEPS and 1 <= effort <= STEPS):
        raise NotOnTheGrid
    return _lay(session, {theme: Place(impact, effort)})


def place_in_quadrant(*, session: GapSession, theme: str, quadrant: Quadrant) -> Before:
    """The same where only the quarter was said: in the middle of it. Who stands there already stays."""
    place = places_of(session).get(theme)
    if place is not None and place.quadrant is quadrant:
        return {}
    impact, effort = MIDDLES[quadrant]
    return place_theme(session=session, theme=theme, impact=impact, effort=effort)


@transaction.atomic
def take_off(*, session: GapSession, theme: str) -> Before:
    """Take a theme off the grid, with the places that came to it by a merge. Raises SessionIsArchived."""
    refuse_archived(session.pk)
    return _lay(session, dict.fromkeys(all_called(theme, heirs_of(session))))


@transaction.atomic
def place_by_dots(*, session: GapSession, dots: Mapping[str, int]) -> Before:
    """Take the impact of these themes from their dots (method/priorities.py); their effort stays what people said.

    Raises SessionIsArchived.
    """
    refuse_archived(session.pk)
    most, here = max(dots.values(), default=0), places_of(session)
    known = Theme.objects.filter(session=session, key__in=dots, other=False).values_list("key", flat=True)
    wanted = {}
    for key in known:
        effort = here[key].effort if key in here else EFFORT_UNSAID
        wanted[key] = Place(impact_of_dots(dots[key], most), effort, voted=True)
    return _lay(session, {key: place for key, place in wanted.items() if here.get(key) != place})


@transaction.atomic
def put_places_back(*, session: GapSession, before: Before) -> None:
    """Undo any of the above. Raises SessionIsArchived."""
    refuse_archived(session.pk)
    _lay(session, {key: Place(*place) if place else None for key, place in before.items()})


def _lay(session: GapSession, wanted: Mapping[str, Place | None]) -> Before:
    GapSession.objects.select_for_update().get(pk=session.pk)
    rows = Priority.objects.filter(session=session, theme_key__in=wanted)
    here = {key: (i, e, voted) for key, i, e, voted in rows.values_list("theme_key", "impact", "effort", "voted")}
    rows.filter(theme_key__in=[key for key, place in wanted.items() if place is None]).delete()
    for key, place in wanted.items():
        if place is not None:
            said = {"impact": place.impact, "effort": place.effort, "voted": place.voted}
            Priority.objects.update_or_create(session=session, theme_key=key, defaults=said)
    if wanted:
        stir_plan(session)
    return {key: here.get(key) for key in wanted}
