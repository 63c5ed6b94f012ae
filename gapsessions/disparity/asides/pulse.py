"""The pulse of each perspective: "2 of 9 leaders gave 9 or 10", people in rooms and people at links apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from gapsessions.disparity.content import PulseContent
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Perspective, Stage, Style
from gapsessions.sheets.models import HIGHEST_PULSE, PulseCount
from gapsessions.sheets.pulse import HIGH

FEWEST = 5
"""Below so many people the single scores stay out: who gave which could be told apart."""


def pulse_contents(gatherings: Iterable[Gathering]) -> tuple[PulseContent, ...]:
    """Count the scores of rooms that have closed, and of links as far as the comparison may show them. One query.

    A room that is open is left out: whoever watched it could see each phone's score arrive.
    """
    shown = {g.pk: g for g in gatherings if g.style == Style.OPEN_LINK or g.stage == Stage.CLOSED}
    counts: dict[tuple[Perspective, bool], list[int]] = defaultdict(lambda: [0] * (HIGHEST_PULSE + 1))
    rows = PulseCount.objects.filter(gathering__in=shown).values_list("gathering", "score", "people", "shown")
    for pk, score, people, let_in in rows:
        gathering = shown[pk]
        by_link = gathering.style == Style.OPEN_LINK
        closed = gathering.stage == Stage.CLOSED
        counts[Perspective(gathering.perspective), by_link][score] += people if closed else let_in
    found = (_content(perspective, by_link, scores) for (perspective, by_link), scores in counts.items())
    return tuple(sorted((each for each in found if each.people), key=_order))


def pulse_state(gatherings: Iterable[Gathering]) -> list[tuple[object, ...]]:
    """What tells that a pulse changed: scores of closed rooms, and for an open link how many fives wait. One query."""
    kept = {g.pk: g for g in gatherings if g.style == Style.OPEN_LINK or g.stage == Stage.CLOSED}
    rows = PulseCount.objects.filter(gathering__in=kept).order_by("gathering", "score")
    closed: list[tuple[object, ...]] = []
    links: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for pk, score, people, let_in in rows.values_list("gathering", "score", "people", "shown"):
        if kept[pk].stage != Stage.CLOSED:
            links[pk][0] += people
            links[pk][1] += let_in
        elif people:
            closed.append((pk, score, people))
    return [*closed, *((pk, let_in, (people - let_in) // FEWEST) for pk, (people, let_in) in links.items())]


def _content(perspective: Perspective, by_link: bool, scores: list[int]) -> PulseContent:
    people = sum(scores)
    return PulseContent(
        perspective=perspective,
        by_link=by_link,
        people=people,
        counts=tuple(scores) if people >= FEWEST else (),
        promoters=sum(scores[HIGH:]),
    )


def _order(pulse: PulseContent) -> tuple[int, bool]:
    return list(Perspective).index(pulse.perspective), pulse.by_link
