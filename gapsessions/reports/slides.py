"""The reveal on 16:9 pages: the same steps in the same words for the PDF of the slides and for PowerPoint."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.parts import Cell, RoomQuestion, Start
from gapsessions.disparity.worded.reveal import reveal_of
from gapsessions.disparity.worded.reveal_parts import RevealStep, SideSaid, StepKind
from gapsessions.method.vocabulary import Perspective

from .brand import Brand
from .document import LONGEST_RUNNING, ReportDocument
from .one_page import cut

ACTIONS_OF_A_SLIDE = 6
"""More actions go on over the next slide."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a slide: how many sheets of a side raised the theme; ``part`` is None where nothing was counted."""

    perspective: Perspective
    label: str
    reach: str
    part: float | None
    pale: bool = False
    """Single replies of a side that also has tables."""

    @property
    def width(self) -> str:
        """The bar's length in the drawing of 200 units."""
        return f"{200 * (self.part or 0.0):.1f}"


@dataclass(frozen=True, slots=True)
class Slide:
    """One page: a step of the reveal, its bars, and of a long plan the actions that fit."""

    kind: StepKind
    title: str
    step: RevealStep
    bars: tuple[Bar, ...] = ()
    actions: tuple[Start, ...] = ()
    room: tuple[RoomQuestion, ...] = ()
    counted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """The slides with what stands on every one of them."""

    title: str
    organisation: str
    language: str
    right_to_left: bool
    draft: str
    """The word on every slide of a draft; "" otherwise."""
    footer: str
    brand: Brand
    slides: tuple[Slide, ...]


def deck_of(document: ReportDocument) -> Deck:
    """The deck of a report, in its language; the same document always gives the same deck."""
    content = document.content
    reveal = reveal_of(content)
    with words.in_words_of(content):
        footer = [words.isolated(cut(name, LONGEST_RUNNING)) for name in (content.organisation, content.title)]
        footer = [*dict.fromkeys(footer), date_format(content.held_on, "j F Y"), document.version]
        if not document.reviewed:
            footer.append(_("themes proposed by machine, not reviewed"))
        return Deck(
            title=content.title,
            organisation=content.organisation,
            language=document.language,
            right_to_left=document.right_to_left,
            draft=_("DRAFT") if content.draft else "",
            footer=" · ".join(part for part in footer if part),
            brand=document.brand,
            slides=tuple(slide for step in reveal.steps for slide in _slides_of(step)),
        )


def _slides_of(step: RevealStep) -> list[Slide]:
    """One slide, or several for a plan that is longer than a slide; a finding has its sentence as the title."""
    if step.kind is not StepKind.DECISIONS or len(step.decided) <= ACTIONS_OF_A_SLIDE:
        bars = tuple(bar for said in step.sides for bar in _bars(said))
        title = step.sentence or step.title
        return [Slide(step.kind, title, step, bars, step.decided, step.room, _counted(step))]
    starts = range(0, len(step.decided), ACTIONS_OF_A_SLIDE)
    return [
        Slide(
            step.kind,
            _("%(title)s (%(n)d of %(all)d)") % {"title": step.title, "n": n, "all": len(starts)},
            step,
            actions=step.decided[start : start + ACTIONS_OF_A_SLIDE],
        )
        for n, start in enumerate(starts, 1)
    ]


def _counted(step: RevealStep) -> tuple[str, ...]:
    """Where each side was counted, where the finding looks at another place for one side than for the others."""
    if any(len(said.counts) != 1 for said in step.sides):
        return ()
    sides: dict[str, list[str]] = {}
    for said in step.sides:
        sides.setdefault(said.counts[0][0], []).append(said.side.name)
    if len(sides) < 2:
        return ()
    parts = [
        _("%(sides)s: %(where)s") % {"sides": words.listed(names), "where": where} for where, names in sides.items()
    ]
    return (_("Counted for %(sides)s.") % {"sides": "; ".join(parts)},)


def _bars(said: SideSaid) -> list[Bar]:
    """The bars of a side; each says where it was counted only if the side has several."""
    bars = []
    for where, cell in said.counts:
        name = said.side.name
        if len(said.counts) > 1:
            name = _("%(side)s, %(where)s") % {"side": name, "where": where}
        bars += _bars_of_cell(name, cell)
    return bars


def _bars_of_cell(name: str, cell: Cell) -> list[Bar]:
    if cell.state != "counted":
        return [Bar(cell.perspective, name, cell.words, None)]
    if not cell.singles_n:
        return [Bar(cell.perspective, name, cell.words, cell.part)]
    of = _("%(k)s of %(n)s")
    return [
        Bar(
            cell.perspective,
            _("%(side)s, tables") % {"side": name},
            of % {"k": cell.k, "n": cell.n},
            cell.part,
        ),
        Bar(
            cell.perspective,
            _("%(side)s, single replies") % {"side": name},
            of % {"k": cell.singles_k, "n": cell.singles_n},
            cell.singles_part,
            pale=True,
        ),
    ]
