"""The dots that each perspective gave in its closed votes; they never make evidence (disparity.md 1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from gapsessions.disparity.content import VoteContent
from gapsessions.gatherings.models import Gathering
from gapsessions.method.themes_found import Votes
from gapsessions.method.vocabulary import Perspective
from gapsessions.themes.ballot.models import Ballot


def vote_contents(gatherings: Iterable[Gathering], theme_numbers: Mapping[int, int]) -> tuple[VoteContent, ...]:
    """Dots per theme and perspective of each room's last closed vote; two queries.

    A vote that is open tells nothing. A theme that was deleted since, or holds no answers, is left out.
    """
    side_of = {gathering.pk: Perspective(gathering.perspective) for gathering in gatherings}
    closed = Ballot.objects.filter(gathering__in=side_of, closed=True).order_by("pk").prefetch_related("options")
    last = {ballot.gathering_id: ballot for ballot in closed}
    dots: dict[tuple[Perspective, int], list[int]] = defaultdict(lambda: [0, 0])
    for gathering, ballot in last.items():
        for option in ballot.options.all():
            if option.theme_id in theme_numbers:
                given = dots[side_of[gathering], theme_numbers[option.theme_id]]
                given[0] += option.dots
                given[1] += ballot.papers_counted
    places = sorted(dots, key=lambda key: (list(Perspective).index(key[0]), key[1]))
    return tuple(VoteContent(theme, *dots[side, theme], side) for side, theme in places)


def votes_of(contents: Iterable[VoteContent]) -> Votes:
    """The same as the comparison takes it."""
    votes: dict[Perspective, dict[int, int]] = defaultdict(dict)
    for vote in contents:
        votes[vote.perspective][vote.theme] = vote.dots
    return dict(votes)
