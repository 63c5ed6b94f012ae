"""Puts words, bars and tables on a PowerPoint slide: plain text only, in the session's language and direction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from .excel_cells import FORBIDDEN, PALE_COLOURS, SIDE_COLOURS
from .slides import Bar

INK, INK_2, MUTED, LINE, WHITE = "14202B", "2B3A47", "52606D", "D9DFE5", "FFFFFF"
SERIF, SANS, COMPLEX = "Georgia", "Calibri", "Arial"
"""Fonts that every office has; the report's own cannot be embedded in an editable file."""
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The table style "no style, no grid": colours belong to the perspectives."""
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e]")
SCALE = '[=0]"{none}";[=0.5]"{half}";"{all}"'


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide of 13.33 by 7.5 inches."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Tone:
    """How a passage looks."""

    size: float = 16
    colour: str = INK
    bold: bool = False
    italic: bool = False
    font: str = SANS


@dataclass(frozen=True, slots=True)
class Tongue:
    """Language and direction of everything that is written."""

    language: str
    right_to_left: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """Words of a chart's scale: what is drawn, and its beginning, middle and end."""

    name: str
    none: str
    half: str
    all: str


def plain(text: str) -> str:
    """Text as a slide can hold it: on one line, without control characters, lone surrogates and overrides of direction.

    The isolates around names stay: without them a date beside an Arabic name falls apart.
    """
    return " ".join(DIRECTION.sub("", FORBIDDEN.sub("", text)).split())


def shortened(text: str, most: int) -> str:
    """At most so many characters; cut between words where there are any."""
    text = plain(text)
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip(" ,;:-") + "…"


def write(frame: Any, passages: Sequence[tuple[str, Tone]], tongue: Tongue, *, gap: float = 0) -> None:
    """Fill a text frame with paragraphs, ``gap`` points between them."""
    from lxml import etree
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    for number, (text, tone) in enumerate(passages):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if tongue.right_to_left else PP_ALIGN.LEFT
        if tongue.right_to_left:
            paragraph._p.get_or_add_pPr().set("rtl", "1")
        if number:
            paragraph.space_before = Pt(gap)
        run = paragraph.add_run()
        run.text = plain(text)
        run._r.get_or_add_rPr().set("lang", tongue.language)
        font = run.font
        font.size, font.bold, font.italic, font.name = Pt(tone.size), tone.bold, tone.italic, tone.font
        font.color.rgb = RGBColor.from_string(tone.colour)
        # Arabic, Hebrew and Indic words have a typeface of their own, and boxes where none is named.
        etree.SubElement(run._r.rPr, f"{DRAWING}cs", typeface=COMPLEX)


def words_at(slide: Any, box: Box, passages: Sequence[tuple[str, Tone]], tongue: Tongue, *, gap: float = 0) -> Any:
    """A text box without margins."""
    from pptx.util import Inches

    shape = slide.shapes.add_textbox(*(Inches(value) for value in (box.left, box.top, box.width, box.height)))
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write(frame, passages, tongue, gap=gap)
    return shape


def rectangle(slide: Any, box: Box, colour: str) -> Any:
    """A filled rectangle without a line, told to assistive technology as decoration."""
    from pptx.dml.color import RGBColor
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Inches

    place = (Inches(value) for value in (box.left, box.top, box.width, box.height))
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place)
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour)
    shape.line.fill.background()
    shape.shadow.inherit = False
    shape._element.nvSpPr.cNvPr.set("descr", "")
    return shape


def bar_chart(slide: Any, box: Box, bars: Sequence[Bar], said: str, axis: Axis, tongue: Tongue) -> None:
    """A native bar chart, one bar for each count, with its data in a workbook that can be edited.

    No answer and no theme's name goes into it: the labels are sides and counts, so that its workbook holds nothing
    that a spreadsheet might run. ``said`` is its text for those who do not see it.
    """
    from pptx.chart.data import CategoryChartData
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.util import Inches, Pt

    data = CategoryChartData(number_format="0%")
    data.categories = [plain(f"{bar.label}: {bar.reach}") for bar in bars]
    data.add_series(plain(axis.name), [bar.part for bar in bars])
    place = (Inches(value) for value in (box.left, box.top, box.width, box.height))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", plain(said))
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.font.size, chart.font.name = Pt(14 if len(bars) < 7 else 11), SANS
    chart.font.color.rgb = RGBColor.from_string(INK)
    plot = chart.plots[0]
    plot.gap_width = 55
    for number, bar in enumerate(bars):
        fill = plot.series[0].points[number].format.fill
        fill.solid()
        colours = PALE_COLOURS if bar.pale else SIDE_COLOURS
        fill.fore_color.rgb = RGBColor.from_string(colours[bar.perspective.value])
    sides, shares = chart.category_axis, chart.value_axis
    sides.reverse_order = True
    sides.format.line.color.rgb = RGBColor.from_string(MUTED)
    sides.major_tick_mark = XL_TICK_MARK.NONE
    shares.minimum_scale, shares.maximum_scale, shares.major_unit = 0, 1, 0.5
    shares.major_gridlines.format.line.color.rgb = RGBColor.from_string(LINE)
    shares.format.line.fill.background()
    shares.major_tick_mark = XL_TICK_MARK.NONE
    # The sides are listed from the top, which would turn the scale over to the top as well.
    shares.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    none, half, every = (part.replace('"', "") for part in (axis.none, axis.half, axis.all))
    shares.tick_labels.number_format = SCALE.format(none=none, half=half, all=every)
    shares.tick_labels.number_format_is_linked = False
    shares.tick_labels.font.size = Pt(11)
    shares.tick_labels.font.color.rgb = RGBColor.from_string(MUTED)
    if tongue.right_to_left:
        shares.reverse_order = True


def table_at(
    slide: Any, box: Box, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], tongue: Tongue
) -> None:
    """A native table with a head row; ``widths`` are shares of the box."""
    from pptx.dml.color import RGBColor
    from pptx.util import Inches, Pt

    place = (Inches(value) for value in (box.left, box.top, box.width, box.height))
    frame = slide.shapes.add_table(len(rows) + 1, len(head), *place)
    table = frame.table
    properties = frame._element.graphic.graphicData.tbl.tblPr
    properties.find(f"{DRAWING}tableStyleId").text = NO_STYLE
    table.horz_banding = False
    if tongue.right_to_left:
        properties.set("rtl", "1")
    for column, part in enumerate(widths):
        table.columns[column].width = Inches(box.width * part / sum(widths))
    for number, line in enumerate([head, *rows]):
        table.rows[number].height = Inches(0.36 if number == 0 else (box.height - 0.36) / max(1, len(rows)))
        for column, text in enumerate(line):
            cell = table.cell(number, column)
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(INK if number == 0 else WHITE)
            cell.margin_top = cell.margin_bottom = Pt(4)
            tone = Tone(12, WHITE, bold=True) if number == 0 else Tone(13, INK, bold=column == 0)
            write(cell.text_frame, [(text, tone)], tongue)
            _underlined(cell)


def _underlined(cell: Any) -> None:
    """A hairline below a cell; lines come before the fill, or the file would need repair."""
    from lxml import etree

    properties = cell._tc.get_or_add_tcPr()
    line = etree.SubElement(properties, f"{DRAWING}lnB", w="9525")
    etree.SubElement(etree.SubElement(line, f"{DRAWING}solidFill"), f"{DRAWING}srgbClr", val=LINE)
    properties.insert(0, line)


def picture_at(slide: Any, box: Box, png: bytes, said: str) -> None:
    """A picture with its text for those who do not see it."""
    from pptx.util import Inches

    place = (Inches(value) for value in (box.left, box.top, box.width, box.height))
    shape = slide.shapes.add_picture(BytesIO(png), *place)
    shape._element.nvPicPr.cNvPr.set("descr", plain(said))
