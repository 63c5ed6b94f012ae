"""The plan as a snapshot holds it: actions in their order, and where themes stand on the grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gapsessions.disparity.content import PlannedAction, PriorityContent, SnapshotContent, ThemeContent
from gapsessions.plan.placing import places_of
from gapsessions.plan.queries import actions_of
from gapsessions.sessions.models import GapSession
from gapsessions.themes.queries import heirs_of, now_called


def planned_of(session: GapSession, themes: Sequence[ThemeContent] = ()) -> tuple[PlannedAction, ...]:
    """The actions of a session, those with a date first, by date; ``theme`` is a number among ``themes``, or None."""
    numbers, heirs = {theme.key: theme.theme for theme in themes}, heirs_of(session)
    return tuple(
        PlannedAction(
            what=action.what,
            owner=action.owner.name if action.owner else "",
            sponsor=action.sponsor,
            departments=action.departments,
            due=action.due,
            measure=action.measure,
            status=action.status,
            theme=numbers.get(now_called(action.theme_key, heirs, numbers)),
        )
        for action in actions_of(session)
    )


def priorities_of(session: GapSession, themes: Sequence[ThemeContent]) -> tuple[PriorityContent, ...]:
    """Where these themes were put on the grid, in the order of their numbers; those nobody placed are missing."""
    numbers = {theme.key: theme.theme for theme in themes}
    places = places_of(session).items()
    found = [PriorityContent(numbers[key], place.impact, place.effort) for key, place in places if key in numbers]
    return tuple(sorted(found, key=lambda place: place.theme))


def with_plan(session: GapSession, content: SnapshotContent) -> SnapshotContent:
    """A comparison together with the session's plan as it stands now."""
    return replace(
        content,
        actions=planned_of(session, content.themes),
        priorities=priorities_of(session, content.themes),
    )
