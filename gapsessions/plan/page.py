"""The plan page in records: the grid with its places, the two lists, and the actions that answer them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.utils.translation import gettext

from gapsessions.disparity.content import SnapshotContent
from gapsessions.method.priorities import STEPS, Quadrant
from gapsessions.plan.lists import PlanLine, lists_of
from gapsessions.plan.models import Action
from gapsessions.plan.placing import Place
from gapsessions.plan.wording import EFFORTS, IMPACTS, QUADRANTS
from gapsessions.themes.queries import now_called

FIRST_LINES = 10
"""Lines of a list before the rest folds away, unless they were placed or somebody acts on them."""
MOST_FOLDED = 10
"""A fold with more lines than this is asked for by itself: themes may be a hundred."""
MOST_WAITING = 20
"""More numbers do not wait beside the grid."""


START, KEEP = "start", "keep"
LINES_A_PAGE = 30
"""Lines of a list that is shown whole, as on the compare page."""


@dataclass(frozen=True, slots=True)
class Unfolded:
    """Which list is wanted whole, and which page of it; "" where the long ones fold away."""

    of: str = ""
    page: int = 1

    def cut(self, rows: Sequence[Row]) -> list[Row]:
        """The rows of the page; the last page where there is none of that number."""
        at = min(self.page, pages_of(rows))
        return list(rows[(at - 1) * LINES_A_PAGE : at * LINES_A_PAGE])

    @property
    def query(self) -> str:
        """The end of an address that shows the same."""
        return f"?all={self.of}&page={self.page}" if self.of else ""


def pages_of(rows: Sequence[object]) -> int:
    """How many pages a list has; one where it is empty."""
    return max(1, -(-len(rows) // LINES_A_PAGE))


@dataclass(frozen=True, slots=True)
class Todo:
    """An action as a line of the plan shows it."""

    action: Action
    overdue: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A theme of a list with its actions."""

    line: PlanLine
    todos: tuple[Todo, ...]
    quadrant: str
    """The quarter in words; "" where it has no place."""
    menu: str
    """The buttons by which it is put into a quarter."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One of the 36 places of the grid, with the lines that stand there."""

    impact: int
    effort: int
    lines: tuple[PlanLine, ...]
    says: str
    """Where that is, for whoever does not see it."""


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything on the plan page."""

    spots: tuple[Spot, ...]
    unplaced: tuple[PlanLine, ...]
    start: tuple[Row, ...]
    later: tuple[Row, ...]
    keep: tuple[Row, ...]
    kept_besides: tuple[Row, ...]
    others: tuple[Todo, ...]
    """Actions that answer no theme of the lists."""
    themes: int
    voted: bool
    """There are dots from which impact can be taken."""
    draft: bool
    more_later: int = 0
    more_to_keep: int = 0
    more_unplaced: int = 0
    """How many are not on the page."""
    unfolded: str = ""
    """The list that is shown whole, and which of its pages this is."""
    page: int = 1
    pages: int = 1


def plan_page(
    content: SnapshotContent | None,
    places: Mapping[str, Place],
    actions: Iterable[Action],
    heirs: Mapping[str, str],
    *,
    today: date,
    menus: Mapping[str, str] = MappingProxyType({}),
    unfolded: Unfolded = Unfolded(),
) -> PlanPage:
    """Arrange the plan. Without a comparison to show there are no themes on it, only actions.

    ``heirs`` names for each theme that was merged away the one that has its notes (themes/queries.py), ``menus``
    holds the buttons that stand beside a theme by the quarter it is in. A list
    that is ``unfolded`` is shown whole, page by page, and the numbers of its page wait beside the grid.
    """
    if content is None:
        return PlanPage((), (), (), (), (), (), todos_of(actions, today), 0, False, True)
    lists = lists_of(content, places)
    todos = _todos(actions, today, heirs, {theme.key for theme in content.themes})
    start = [_row(line, todos, menus) for line in lists.start]
    keep = [_row(line, todos, menus) for line in lists.keep]
    now, later = (unfolded.cut(start), []) if unfolded.of == START else _now_and_later(start)
    kept, besides = (unfolded.cut(keep), []) if unfolded.of == KEEP else (keep[:FIRST_LINES], keep[FIRST_LINES:])
    waiting = [row.line for row in now] if unfolded.of == START else lists.start
    unplaced = tuple(line for line in waiting if line.place is None)
    later_there, besides_there = len(later) <= MOST_FOLDED, len(besides) <= MOST_FOLDED
    pages = pages_of(keep if unfolded.of == KEEP else start) if unfolded.of else 1
    listed = {line.key for line in (*lists.start, *lists.keep)}
    return PlanPage(
        spots=_spots(lists.start),
        unplaced=unplaced[: LINES_A_PAGE if unfolded.of == START else MOST_WAITING],
        start=tuple(now),
        later=tuple(later) if later_there else (),
        keep=tuple(kept),
        kept_besides=tuple(besides) if besides_there else (),
        others=tuple(todo for key, own in todos.items() if key not in listed for todo in own),
        themes=len(lists.start),
        voted=any(line.dots for line in lists.start),
        draft=content.draft,
        more_later=0 if later_there else len(later),
        more_to_keep=0 if besides_there else len(besides),
        more_unplaced=0 if unfolded.of == START else max(0, len(unplaced) - MOST_WAITING),
        unfolded=unfolded.of,
        page=min(unfolded.page, pages),
        pages=pages,
    )


def dots_by_theme(content: SnapshotContent) -> dict[str, int]:
    """All dots of the themes that the lists show with any, over the sides that voted."""
    lists = lists_of(content, {})
    return {line.key: sum(vote.dots for vote in line.dots) for line in lists.start if line.dots}


def _now_and_later(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """What folds away is to be left, or was not placed and nobody has acted on it, after the first few."""
    now: list[Row] = []
    later: list[Row] = []
    for row in rows:
        aside = row.line.quadrant is Quadrant.LEAVE or (row.line.place is None and len(now) >= FIRST_LINES)
        (later if aside and not row.todos else now).append(row)
    return now, later


def todos_of(actions: Iterable[Action], today: date) -> tuple[Todo, ...]:
    """The actions with what is overdue on that day, in their order."""
    return tuple(Todo(action, action.is_overdue(today)) for action in actions)


def _todos(
    actions: Iterable[Action], today: date, heirs: Mapping[str, str], there: Collection[str]
) -> dict[str, tuple[Todo, ...]]:
    """The actions by the key of their theme, or of the theme that it went up in."""
    found: dict[str, tuple[Todo, ...]] = {}
    for todo in todos_of(actions, today):
        key = now_called(todo.action.theme_key, heirs, there)
        found[key] = (*found.get(key, ()), todo)
    return found


def _row(line: PlanLine, todos: dict[str, tuple[Todo, ...]], menus: Mapping[str, str]) -> Row:
    quarter = line.quadrant
    words = str(QUADRANTS[quarter]) if quarter else ""
    return Row(line, todos.get(line.key, ()), words, menus.get(quarter.value if quarter else "", ""))


def _spots(lines: Iterable[PlanLine]) -> tuple[Spot, ...]:
    """The grid row by row, most impact first, least effort first."""
    standing: dict[tuple[int, int], list[PlanLine]] = {}
    for line in lines:
        if line.place:
            standing.setdefault((line.place.impact, line.place.effort), []).append(line)
    return tuple(
        Spot(impact, effort, tuple(standing.get((impact, effort), ())), said_place(Place(impact, effort)))
        for impact in range(STEPS, 0, -1)
        for effort in range(1, STEPS + 1)
    )


def said_place(place: Place) -> str:
    """ "Do first (large impact, little effort)"."""
    return gettext("%(quarter)s (%(impact)s, %(effort)s)") % {
        "quarter": QUADRANTS[place.quadrant],
        "impact": IMPACTS[place.impact],
        "effort": EFFORTS[place.effort],
    }
