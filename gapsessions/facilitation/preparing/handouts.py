"""What is printed before a gathering: a card and a paper sheet for each table, through the report's own engine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from gapsessions.accounts.links import lasting_address
from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings.joining import Door, Qr, qr_of, spoken
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.method.wording import GROUND_RULES
from gapsessions.reports.pdf import print_pages, printable
from gapsessions.sessions.queries import wording_of
from gapsessions.web.languages import worded_in

LINES, FEWEST = 20, 8
"""Lines on one page for all questions together, where each question is short; and where they are very long."""
LETTERS_IN_A_ROW = 70
"""Of a question's wording; a second row of it takes about two thirds of a line to write on."""
WIDTH, STEP, BOX, BOX_STEP = 178, 8.6, 2.6, 13
"""Millimetres: a line, the way to the next, a box to tick, and the way to the next box."""


@dataclass(frozen=True)
class PaperQuestion:
    """A question as it stands on paper, with its ruled lines as one drawing; `tags` head the columns of boxes.

    Drawn, because the engine lays a hundred lines out for each table in a third of a second otherwise.
    """

    number: int
    wording: str
    tags: tuple[str, ...]
    height: float
    lines: str
    boxes: str


@dataclass(frozen=True)
class Handout:
    """One page: whose table, and the way in; no code where nobody joins by phone."""

    name: str
    code: str
    address: str
    link: str

    @property
    def qr(self) -> Qr | None:
        """Drawn when the page is printed, not before: two hundred of them take a second."""
        return qr_of(self.link) if self.link else None


@dataclass(frozen=True)
class Layout:
    """Everything that handouts of one kind say, before they are drawn."""

    template: str
    language: str
    organisation: str
    gathering: str
    ground_rules: str
    questions: tuple[PaperQuestion, ...]
    pages: tuple[Handout, ...]
    after: str = ""
    """Where people hear what came of it, as it is read aloud; "" where the address would die with this machine."""

    @property
    def digest(self) -> str:
        """SHA-256 of it all: another one means that something on the pages has changed."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def table_cards(gathering: Gathering, tables: Sequence[Breakout], door: Door) -> Layout:
    """A card for each table, to be folded and stood up: its name, QR, code and address."""
    named = [(table.name, table.key) for table in tables]
    return _layout("gatherings/table_cards.html", gathering, named or [(gathering.name, "")], door)


def paper_sheets(gathering: Gathering, tables: Sequence[Breakout], door: Door) -> Layout:
    """A sheet to write on for each table: the four questions in this perspective's own words.

    Where everybody has an own sheet they are all alike, so there is one page, to be printed as often as needed.
    """
    named = [(table.name, table.key) for table in tables]
    return _layout("gatherings/paper_sheets.html", gathering, named or [("", "")], door)


def html_of(layout: Layout) -> str:
    """The pages as HTML, in the language of the session."""
    with translation.override(layout.language):
        return render_to_string(layout.template, {"layout": layout, "right_to_left": translation.get_language_bidi()})


def printed(layout: Layout) -> bytes:
    """The pages as a PDF; takes about a tenth of a second for each table. Raises PdfUnavailable."""
    html = html_of(layout)
    return print_pages(lambda missing: printable(html, missing))


def _layout(template: str, gathering: Gathering, named: Sequence[tuple[str, str]], door: Door) -> Layout:
    session, code = gathering.session, gathering.code
    with translation.override(worded_in(session.language)):
        return Layout(
            template=template,
            language=worded_in(session.language),
            organisation=session.organisation.name,
            gathering=gathering.name,
            ground_rules=session.ground_rules or gettext(GROUND_RULES),
            questions=tuple(_questions(gathering)),
            pages=tuple(
                Handout(name, spoken(code), f"{door.short}/join", door.link(code, key) if code else "")
                for name, key in named
            ),
            after=_after(gathering),
        )


def _after(gathering: Gathering) -> str:
    lasting = lasting_address()
    path = reverse("you-said-we-did", args=[gathering.session.follow_up_key])
    return lasting.partition("://")[2] + path if lasting else ""


def _questions(gathering: Gathering) -> list[PaperQuestion]:
    wording = wording_of(gathering.session)
    who = Perspective(gathering.perspective)
    tags = {
        Question.COMPETITOR: (gettext("good"), gettext("bad"), gettext("mixed")),
        Question.ACTION: (gettext("keep"), gettext("start")),
    }
    asked = {kind: wording[who, kind] for kind in Question if (who, kind) in wording}
    lines = _lines(asked)
    return [_ruled(kind, words, tags.get(kind, ()), lines[kind]) for kind, words in asked.items()]


def _lines(asked: Mapping[Question, str]) -> dict[Question, int]:
    """Share the lines out so that everything stands on one page; the first questions get what does not go even."""
    rows = sum((len(words) - 1) // LETTERS_IN_A_ROW for words in asked.values())
    fit = max(FEWEST, LINES - ceil(rows * 2 / 3))
    each, over = divmod(fit, max(1, len(asked)))
    return {kind: each + (place < over) for place, kind in enumerate(asked)}


def _ruled(kind: Question, wording: str, tags: tuple[str, ...], lines: int) -> PaperQuestion:
    feet = [round(STEP * line, 1) for line in range(1, lines + 1)]
    corners = [WIDTH - BOX_STEP * (len(tags) - place) + (BOX_STEP - BOX) / 2 for place in range(len(tags))]
    square = f"h{BOX}v{BOX}h-{BOX}z"
    return PaperQuestion(
        kind.number,
        wording,
        tags,
        height=feet[-1] + 1,
        lines="".join(f"M0 {foot}h{WIDTH}" for foot in feet),
        boxes="".join(f"M{corner:.1f} {foot - BOX - 1.4:.1f}{square}" for foot in feet for corner in corners),
    )
