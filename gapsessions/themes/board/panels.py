"""What a board shows of a reading: panels under their headings, the tray, and the few notes in sight with their why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.themes.board.filters import UNDECIDED
from gapsessions.themes.board.picking import MOST_ANSWERS
from gapsessions.themes.board.reading import BoardReading, Placed, fold
from gapsessions.themes.models import Heading, Placement, Role, Suggestion, Theme
from gapsessions.themes.sureness import WORDS_SHOWN, in_words, level_of

AT_FIRST, MORE = 6, 60
"""Rows of a panel at first, and once it was opened; all of them stand on the theme's own page."""
IN_TRAY, IN_WIDE_TRAY = 8, 60
# Plain rows are written here: a board has hundreds of them, and a template takes three times as long for each.
ROW = """<li class="tc" data-note="{}"><label><input type="checkbox" form="picked" name="answers" value="{}">\
<span class="grow" dir="auto">{}</span></label>{}</li>"""
STACK = """<a class="x" href="?unfold={}" data-unfold="{}" title="{}">×{}<span class="vh"> {}</span></a>"""
NUMBERS = {kind.value: kind.number for kind in Question}


@dataclass(slots=True)
class Note:
    """A row of a panel: one note, or several that say the same. ``side`` is "" while sorting is blind."""

    key: str
    theme: str
    text: str
    question: int
    side: str
    said: int = 1
    also: bool = False
    level: int = 0
    """How sure the machine is, 1 to 3; 0 where a person decided."""
    shared: tuple[str, ...] = ()
    """What a guess rests on."""
    elsewhere: tuple[str, ...] = ()
    """Themes that it is also in."""
    hints: tuple[Theme, ...] = ()
    members: tuple[Note, ...] = ()
    """The notes of an unfolded stack."""
    fresh: bool = False
    """Just moved here."""
    laid: tuple[str, ...] = ()
    """Ids of the notes of a stack."""

    @property
    def token(self) -> str:
        """What a form sends for it: which note, or all that say the same, and where it was seen."""
        return f"{','.join(self.laid) or self.key}@{self.theme}"

    @property
    def plain(self) -> bool:
        """Nothing to say but its words and how often: most rows, which the panel writes without further ado."""
        return self.level != 1 and not (self.side or self.also or self.elsewhere or self.fresh or self.members)

    @property
    def times(self) -> str:
        """How often it was said, in words."""
        return ngettext("said %(n)d time: show each", "said %(n)d times: show each", self.said) % {"n": self.said}

    @property
    def row(self) -> str:
        """A plain row of whoever may move it."""
        stack = format_html(STACK, self.key, self.key, self.times, self.said, self.times) if self.said > 1 else ""
        return format_html(ROW, self.key, self.token, self.text, stack)

    @property
    def sure(self) -> str:
        """How sure, in words."""
        return in_words(self.level)


@dataclass(slots=True)
class Panel:
    """A theme on the board. ``same`` panels are named only: the page has them already."""

    theme: Theme
    held: int
    notes: list[Note] = field(default_factory=list)
    found: int = 0
    """Notes that the filters let through."""
    rest: int = 0
    """Rows that are not in sight."""
    sides: tuple[tuple[Perspective, int], ...] = ()
    opened: bool = False
    same: bool = False
    filtered: bool = False

    @property
    def size(self) -> str:
        """How many notes, and how many of them pass the filters."""
        if self.filtered and self.found != self.held:
            return _("%(found)d of %(held)d notes") % {"found": self.found, "held": self.held}
        return ngettext("%(n)d note", "%(n)d notes", self.held) % {"n": self.held}

    @property
    def all(self) -> str:
        """What the link says where a narrow screen shows three rows: not how many more, which a wide one counts."""
        return ngettext("All %(n)d note", "All %(n)d notes", self.found) % {"n": self.found}

    @property
    def more(self) -> str:
        """What the link to the rest says."""
        if self.opened:
            return ngettext("%(n)d more on its own page", "%(n)d more on its own page", self.rest) % {"n": self.rest}
        return ngettext("%(n)d more", "%(n)d more", self.rest) % {"n": self.rest}


@dataclass(slots=True)
class Group:
    """Panels under a heading, or those without one."""

    heading: Heading | None
    panels: list[Panel]


@dataclass(slots=True)
class Tray:
    """Notes that stand in no theme."""

    notes: list[Note]
    found: int
    rest: int


@dataclass(slots=True)
class View:
    """What of the board is in sight: panels that are opened, stacks that are unfolded, notes that were just moved.

    ``only`` names the panels whose rows are wanted; None: all. ``alone`` shows one panel with ``rows`` from ``start``.
    """

    opened: Collection[str] = ()
    unfolded: Collection[str] = ()
    fresh: Collection[str] = ()
    only: Collection[str] | None = None
    alone: str = ""
    start: int = 0
    rows: int = 100
    who: bool = False


class Shower:
    """Turns placed answers into rows, and looks up what the rows in sight need in three queries."""

    def __init__(self, reading: BoardReading, view: View) -> None:
        self.reading, self.view = reading, view
        self.side_of = {room.pk: room.perspective for room in reading.rooms} if view.who else {}
        self.shown: list[Note] = []

    def panel(self, theme: Theme) -> Panel:
        """One theme with the rows in sight."""
        held = self.reading.held.get(theme.pk, 0)
        if self.view.only is not None and theme.key not in self.view.only:
            return Panel(theme, held, same=True)
        inside = self.reading.inside.get(theme.pk, [])
        stacks = fold(inside, self.reading.answers)
        opened, start = theme.key in self.view.opened, 0
        first = MORE if opened else AT_FIRST
        if self.view.alone:
            start, first = self.view.start, self.view.rows
        if self.view.fresh:
            # What was moved is in sight where it went, whatever else stands there.
            stacks.sort(key=lambda stack: not any(placed.answer in self.view.fresh for placed in stack))
        rows = stacks[start : start + first]
        return Panel(
            theme=theme,
            held=held,
            notes=[self._stack(stack, theme.key) for stack in rows],
            found=len(inside),
            rest=len(stacks) - start - len(rows),
            sides=self._sides(theme),
            opened=opened,
            filtered=bool(self.reading.filters),
        )

    def _sides(self, theme: Theme) -> tuple[tuple[Perspective, int], ...]:
        """How many notes of each perspective; nothing while sorting is blind."""
        if not self.view.who:
            return ()
        found: Counter[str] = Counter()
        for gathering, count in self.reading.sides.get(theme.pk, {}).items():
            found[self.side_of.get(gathering, "")] += count
        return tuple((side, found[side.value]) for side in Perspective)

    def tray(self) -> Tray:
        """The undecided notes: some of them, or many where only they are asked for."""
        many = self.reading.filters.show == UNDECIDED
        start, first = 0, IN_WIDE_TRAY if many else IN_TRAY
        if self.view.alone:
            start, first = self.view.start, self.view.rows
        waiting = self.reading.undecided
        rows = waiting[start : start + first]
        notes = [self.row(Placed(answer), "") for answer in rows]
        return Tray(notes, len(waiting), len(waiting) - start - len(rows))

    def _stack(self, stack: Sequence[Placed], theme: str) -> Note:
        note = self.row(stack[0], theme)
        note.said = len(stack)
        if note.said > 1:
            note.laid = tuple(placed.answer for placed in stack[:MOST_ANSWERS])
            if any(self._side(placed) != note.side for placed in stack):
                note.side = ""  # said by several sides: no mark speaks for all of them
        note.fresh = any(placed.answer in self.view.fresh for placed in stack)
        if note.said > 1 and note.key in self.view.unfolded:
            note.members = tuple(self.row(placed, theme) for placed in stack[: self.view.rows])
        return note

    def _side(self, placed: Placed) -> str:
        return self.side_of.get(self.reading.answers[placed.answer][2], "")

    def row(self, placed: Placed, theme: str) -> Note:
        """One note in sight."""
        _answer, question, _gathering, text = self.reading.answers[placed.answer]
        note = Note(
            key=str(UUID(placed.answer)),
            theme=theme,
            text=text,
            question=NUMBERS[question],
            side=self._side(placed),
            also=placed.also,
            level=level_of(placed.sure) if placed.sure <= 1 else 0,
        )
        self.shown.append(note)
        return note

    def explain(self) -> None:
        """Fill in why the notes in sight stand where they do, where else they stand, and where they might."""
        name_of = {theme.pk: theme.name for theme in self.reading.themes}
        elsewhere: dict[str, list[str]] = defaultdict(list)
        also = Placement.objects.filter(role=Role.ALSO_IN, theme__in=name_of)
        for answer, theme in also.values_list("answer", "theme"):
            elsewhere[str(answer)].append(name_of[theme])
        guessed = [note.key for note in self.shown if note.level == 1]
        reasons = Placement.objects.filter(role=Role.PRIMARY, answer__in=guessed).values_list("answer", "why")
        why = {str(answer): tuple(reason.get("words", ())[:WORDS_SHOWN]) for answer, reason in reasons}
        hints: dict[str, list[Theme]] = defaultdict(list)
        waiting = [note.key for note in self.shown if not note.theme]
        for hint in Suggestion.objects.filter(answer__in=waiting).order_by("rank").select_related("theme"):
            hints[str(hint.answer_id)].append(hint.theme)
        for note in self.shown:
            note.shared = why.get(note.key, ()) if note.level == 1 else ()
            note.elsewhere = () if note.also else tuple(elsewhere[note.key])
            note.hints = tuple(hints[note.key])


def groups_of(reading: BoardReading, shower: Shower) -> list[Group]:
    """All themes but "other" as panels: under their headings by name, largest first, those without a heading last."""
    themes = sorted(
        (theme for theme in reading.themes if not theme.other),
        key=lambda theme: (-reading.held.get(theme.pk, 0), theme.name),
    )
    under: dict[int | None, list[Theme]] = defaultdict(list)
    for theme in themes:
        under[theme.heading_id].append(theme)
    groups = [
        Group(heading, [shower.panel(theme) for theme in under.get(heading.pk, [])]) for heading in reading.headings
    ]
    if under.get(None) or not groups:
        groups.append(Group(None, [shower.panel(theme) for theme in under.get(None, [])]))
    return groups
