"""What could be voted on in a room, and what came out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from gapsessions.gatherings.models import Gathering
from gapsessions.themes.ballot.models import Ballot, BallotOption
from gapsessions.themes.models import Placement, Role, Theme

MOST_OPTIONS = 12
LONGEST_QUOTE = 160


@dataclass(frozen=True)
class Candidate:
    """A theme that people of this gathering raised: on how many of its sheets, and in whose words."""

    theme: Theme
    sheets: int
    quote: str


def candidates_of(gathering: Gathering) -> list[Candidate]:
    """Themes with answers from this gathering, the most widely raised first; ties by name."""
    placements = Placement.objects.filter(
        answer__sheet__gathering=gathering,
        answer__sheet__removed=False,
        answer__struck_out=False,
        role=Role.PRIMARY,
        theme__other=False,
    ).select_related("theme", "answer")
    sheets: defaultdict[int, set[object]] = defaultdict(set)
    quotes: dict[int, tuple[tuple[bool, bool, int, str], str]] = {}
    themes: dict[int, Theme] = {}
    for placement in placements:
        theme, answer = placement.theme, placement.answer
        themes[theme.pk] = theme
        sheets[theme.pk].add(answer.sheet_id)
        # The theme's own quote where this room said it, else what a table starred, else its shortest words.
        rank = (answer.pk != theme.quote_id, not answer.star, len(answer.text), answer.text)
        if theme.pk not in quotes or rank < quotes[theme.pk][0]:
            quotes[theme.pk] = (rank, answer.text)
    found = [Candidate(theme, len(sheets[pk]), quotes[pk][1]) for pk, theme in themes.items()]
    return sorted(found, key=lambda one: (-one.sheets, one.theme.name))


def open_ballot_of(gathering: Gathering) -> Ballot | None:
    """The vote that is under way, if any."""
    return Ballot.objects.filter(gathering=gathering, closed=False).first()


def last_ballot_of(gathering: Gathering) -> Ballot | None:
    """The newest vote that is closed, if any."""
    return Ballot.objects.filter(gathering=gathering, closed=True).order_by("-pk").first()


def results_of(ballot: Ballot) -> list[BallotOption]:
    """The list with its dots, most first; before the vote closes every option has none."""
    return list(ballot.options.order_by("-dots", "name"))
