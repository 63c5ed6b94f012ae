"""Writes the reveal as a PowerPoint file: real titles, editable native charts and tables, notes for the presenter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from gapsessions.disparity.worded.reveal_parts import StepKind
from gapsessions.disparity.worded.words import in_words_of

from .archive import still
from .document import ReportDocument
from .excel_cells import SIDE_COLOURS
from .powerpoint_shapes import (
    INK,
    INK_2,
    MUTED,
    SERIF,
    WHITE,
    Axis,
    Box,
    Tone,
    Tongue,
    bar_chart,
    picture_at,
    rectangle,
    shortened,
    table_at,
    words_at,
    write,
)
from .slides import Deck, Slide, deck_of

WIDE, HIGH = 13.333, 7.5
"""Inches; the library's own template is 4 by 3."""
LEFT, ACROSS = 0.75, 11.83
TITLE_ONLY = 5
LONGEST_QUOTE, LONGEST_CELL, LONGEST_LINE = 170, 110, 170
ACTION_CELLS = (100, 40, 24, 60)
"""Characters of an action in the columns of its table: two lines each."""
LONGEST_PROPERTY = 255
"""Characters that the format allows."""


def powerpoint_bytes(document: ReportDocument) -> bytes:
    """The slides as bytes; the same document always gives the same ones.

    Nothing in the file runs, links or is fetched, and its properties name no person.
    """
    deck = deck_of(document)
    with in_words_of(document.content):
        saved = BytesIO()
        _presentation(deck, document).save(saved)
    return still(saved.getvalue(), document.content.held_on)


def _presentation(deck: Deck, document: ReportDocument) -> Any:
    # Imported here: python-pptx takes a third of a second to load and only this file needs it.
    from pptx import Presentation
    from pptx.util import Inches

    shown = Presentation()
    _widened(shown)
    shown.slide_width, shown.slide_height = Inches(WIDE), Inches(HIGH)
    _dressed(shown)
    tongue = Tongue(deck.language, deck.right_to_left)
    for number, slide in enumerate(deck.slides, 1):
        _Page(shown, deck, slide, tongue).draw(number, len(deck.slides))
    properties = shown.core_properties
    properties.author = properties.last_modified_by = shortened(deck.organisation, LONGEST_PROPERTY)
    properties.title = shortened(f"{deck.organisation}: {deck.title}", LONGEST_PROPERTY)
    properties.subject = properties.keywords = properties.comments = properties.category = ""
    properties.language = deck.language
    properties.created = properties.modified = datetime.combine(document.content.held_on, time(12))
    properties.revision = 1
    return shown


def _widened(shown: Any) -> None:
    """Stretch the places of the template to 16:9, so that slides that people add fit, too."""
    for page in (shown.slide_master, *shown.slide_layouts):
        for shape in page.placeholders:
            if shape._element.spPr.find("{http://schemas.openxmlformats.org/drawingml/2006/main}xfrm") is not None:
                shape.left, shape.width = round(shape.left * WIDE / 10), round(shape.width * WIDE / 10)


def _dressed(shown: Any) -> None:
    """The report's colours and fonts as the file's own theme, without picture and printer of the template's author."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    theme = shown.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    blob = theme.blob.decode()
    for name, colour in zip(("accent1", "accent2", "accent3"), SIDE_COLOURS.values(), strict=True):
        start = blob.index(f"<a:{name}>")
        end = blob.index(f"</a:{name}>", start)
        blob = f'{blob[:start]}<a:{name}><a:srgbClr val="{colour}"/>{blob[end:]}'
    head, major, rest = blob.partition("<a:majorFont>")
    rest = rest.replace('typeface="Calibri"', f'typeface="{SERIF}"', 1)
    theme._blob = f"{head}{major}{rest}".encode()
    for rels in (shown.part.package._rels, shown.part.rels):
        for key, relation in list(rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/printerSettings")):
                rels.pop(key)


class _Page:
    """One slide while it is drawn."""

    def __init__(self, shown: Any, deck: Deck, slide: Slide, tongue: Tongue) -> None:
        self.deck, self.slide, self.step, self.tongue = deck, slide, slide.step, tongue
        self.page = shown.slides.add_slide(shown.slide_layouts[TITLE_ONLY])

    def draw(self, number: int, of: int) -> None:
        """Title, body, footer, and what the presenter alone sees."""
        if self.slide.kind is StepKind.OPENING:
            self._cover()
        else:
            self._heading()
            body: dict[StepKind, Callable[[], None]] = {
                StepKind.EXPECTED: self._lines,
                StepKind.RAISED: self._raised,
                StepKind.ROOM: self._room,
                StepKind.DECISIONS: self._decisions,
            }
            body.get(self.slide.kind, self._finding)()
            footer = [part for part in (self.deck.draft, self.deck.footer) if part]
            self._words(Box(LEFT, 7.0, 10.5, 0.3), [(" · ".join(footer), Tone(10, MUTED))])
            self._words(Box(11.6, 7.0, 1, 0.3), [(f"{number} / {of}", Tone(10, MUTED, bold=True))])
        notes = self.page.notes_slide.notes_text_frame
        write(notes, [(line, Tone(12)) for line in self.step.notes] or [("", Tone(12))], self.tongue)

    def _words(self, box: Box, passages: list[tuple[str, Tone]], gap: float = 0) -> None:
        if any(text for text, _tone in passages):
            words_at(self.page, box, passages, self.tongue, gap=gap)

    def _title(self, box: Box, text: str, tone: Tone) -> None:
        from pptx.enum.text import MSO_ANCHOR
        from pptx.util import Inches

        shape = self.page.shapes.title
        shape.left, shape.top, shape.width, shape.height = (
            Inches(value) for value in (box.left, box.top, box.width, box.height)
        )
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.TOP
        write(frame, [(text, tone)], self.tongue)

    def _cover(self) -> None:
        from pptx.dml.color import RGBColor

        ground = self.page.background.fill
        ground.solid()
        ground.fore_color.rgb = RGBColor.from_string(self.deck.brand.ground[1:].upper())
        across, down = self.deck.brand.fitted(2.6, 0.9)
        if across:
            rectangle(self.page, Box(LEFT, 0.7, across + 0.4, down + 0.3), WHITE)
            box = Box(LEFT + 0.2, 0.85, across, down)
            picture_at(self.page, box, self.deck.brand.logo, self.deck.organisation)
        top = 0.8 if not across else 0.7 + down + 0.5
        self._words(Box(LEFT, top, ACROSS, 0.5), [(shortened(self.deck.organisation, 120), Tone(20, WHITE, bold=True))])
        if self.deck.draft:
            self._words(Box(LEFT, top + 0.45, ACROSS, 0.4), [(self.deck.draft, Tone(16, "F6CD8C", bold=True))])
        self._title(Box(LEFT, 2.6, 10.5, 1.9), shortened(self.slide.title, 120), Tone(44, WHITE, bold=True, font=SERIF))
        lines = [shortened(self.step.kicker, LONGEST_LINE), *self.step.lines]
        self._words(Box(LEFT, 4.7, ACROSS, 1.6), [(line, Tone(18, "D3DDE6")) for line in lines], gap=3)
        self._words(Box(LEFT, 6.7, ACROSS, 0.4), [(self.step.wording, Tone(16, "D3DDE6", italic=True, font=SERIF))])

    def _heading(self) -> None:
        kicker = self.step.kicker
        if self.step.chip is not None:
            kicker = f"{kicker} · {self.step.chip.words}"
        self._words(Box(LEFT, 0.45, ACROSS, 0.3), [(shortened(kicker, 130), Tone(13, MUTED, bold=True))])
        title = shortened(self.slide.title, 190)
        size = 32 if len(title) < 75 else 26 if len(title) < 130 else 22
        self._title(Box(LEFT, 0.8, ACROSS, 1.15), title, Tone(size, INK, bold=True, font=SERIF))
        self._words(Box(LEFT, 1.98, ACROSS, 0.35), [(shortened(self.step.wording, 140), Tone(14, MUTED))])

    def _finding(self) -> None:
        axis = Axis(_("Share of sheets"), _("none"), _("half"), _("all"))
        tall = min(3.0, 0.9 + 0.6 * len(self.slide.bars))
        across = 7.3 if self.step.quotes else ACROSS
        if self.slide.bars:
            said = self.step.row.plot.title if self.step.row else self.slide.title
            bar_chart(self.page, Box(LEFT, 2.45, across, tall), self.slide.bars, said, axis, self.tongue)
        top = 2.55
        for quote in self.step.quotes:
            rectangle(self.page, Box(8.45, top, 0.06, 1.45), SIDE_COLOURS[quote.perspective.value])
            said_by = (quote.side, Tone(12, MUTED, bold=True))
            text = _("“%(text)s”") % {"text": shortened(quote.text, LONGEST_QUOTE)}
            self._words(Box(8.68, top, 3.9, 1.5), [(text, Tone(15, INK_2, italic=True, font=SERIF)), said_by], gap=4)
            top += 1.7
        below = [
            (line, Tone(12, INK_2)) for line in (*self.slide.counted, *self.step.expected, self.step.caveat) if line
        ]
        self._words(Box(LEFT, 2.5 + tall, across, 0.5), below, gap=2)
        decided = [(_decision(start), Tone(14, INK)) for start in self.slide.actions or self.step.decided]
        self._words(Box(LEFT, 6.1, ACROSS, 0.8), [(self.step.asks, Tone(18, INK, bold=True)), *decided[:2]], gap=3)

    def _lines(self) -> None:
        lines = [(shortened(line, LONGEST_LINE), Tone(20)) for line in self.step.lines]
        self._words(Box(LEFT, 2.4, ACROSS, 4.3), lines, gap=10)

    def _raised(self) -> None:
        width = ACROSS / max(1, len(self.step.most))
        for place, most in enumerate(self.step.most):
            left = LEFT + place * width
            rectangle(self.page, Box(left, 2.4, width - 0.3, 0.06), SIDE_COLOURS[most.side.perspective.value])
            passages = [(most.side.name, Tone(18, bold=True))]
            for name, reach in most.themes:
                passages += [(shortened(name, 70), Tone(18)), (reach, Tone(13, MUTED))]
            self._words(Box(left, 2.6, width - 0.3, 4), passages, gap=6)

    def _room(self) -> None:
        rows = [
            (
                shortened(question.theme, LONGEST_CELL),
                shortened(question.chip.words, LONGEST_CELL),
                shortened(" ".join((question.facts, question.caveat)), LONGEST_LINE),
            )
            for question in self.slide.room
        ]
        head = (_("Theme"), _("Reading"), _("Who raised it"))
        table_at(self.page, Box(LEFT, 2.45, ACROSS, 0.36 + 0.75 * len(rows)), head, rows, (3, 4, 5), self.tongue)

    def _decisions(self) -> None:
        rows = [
            tuple(
                shortened(text, most)
                for text, most in zip((start.what, start.owner, start.due, start.measure), ACTION_CELLS, strict=True)
            )
            for start in self.slide.actions
        ] or [("", "", "", "")] * 4
        head = (_("What"), _("Owner"), _("By"), _("Measure of success"))
        box = Box(LEFT, 2.35, ACROSS, min(3.5, 0.36 + 0.62 * len(rows)))
        table_at(self.page, box, head, rows, (5, 2.4, 1.8, 3), self.tongue)
        passages = [(self.step.asks, Tone(18, INK, bold=True))]
        if self.step.unproposed:
            named = ", ".join(shortened(name, 60) for name in self.step.unproposed)
            passages.append((_("No one proposed a start for: %(themes)s.") % {"themes": named}, Tone(14, INK_2)))
        self._words(Box(LEFT, 6.05, ACROSS, 0.9), passages, gap=3)


def _decision(start: Any) -> str:
    parts = (start.what, start.owner, start.due)
    return shortened(" · ".join(part for part in parts if part), LONGEST_LINE)
