"""Writes values, and only values, into spreadsheet cells: text stays text whatever it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from gapsessions.method.formulas import FORMULA_STARTS

LONGEST_CELL = 32_767
"""Excel's limit, in UTF-16 units."""
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

INK, MUTED, LINE, HEAD = "FF14202B", "FF52606D", "FFD9DFE5", "FF0B1F33"
SIDE_COLOURS = {"leadership": "0072B2", "staff": "D55E00", "customers": "009E73"}
PALE_COLOURS = {"leadership": "9CC9E3", "staff": "F0B98F", "customers": "8FD3BF"}
FAMILY_FILLS = {
    "shared": "FFE3F0E8",
    "not_raised": "FFFBE6E4",
    "seen_differently": "FFFBEFCF",
    "leadership_only": "FFEFE7F9",
    "no_start": "FFE6EBF0",
}


def clean_text(text: str) -> str:
    """Text that a workbook can hold without repair: no control characters, no lone surrogates, not too long.

    A literal ``_x0041_`` is escaped, because readers would otherwise decode it.
    """
    cleaned = ESCAPE_LOOKALIKE.sub("_x005F_", FORBIDDEN.sub("", text))
    if len(cleaned) * 2 > LONGEST_CELL and len(cleaned.encode("utf-16-le")) // 2 > LONGEST_CELL:
        cleaned = cleaned.encode("utf-16-le")[: LONGEST_CELL * 2].decode("utf-16-le", "ignore")
    return cleaned


def put(cell: Any, value: object) -> None:
    """Set a value; text is marked as text after it is set, so that ``=1+1`` stays what somebody wrote."""
    if not isinstance(value, str):
        cell.value = value
        return
    text = clean_text(value)
    cell.value = text
    cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True


def put_row(sheet: Any, row: int, values: Iterable[object], *, column: int = 1) -> None:
    """Set one row of values, starting at ``column``."""
    for offset, value in enumerate(values):
        put(sheet.cell(row=row, column=column + offset), value)


class Styles:
    """Styles shared by all cells of one workbook; made once, because making them is what costs time."""

    def __init__(self) -> None:
        # Imported here: openpyxl takes a fifth of a second to load and only the spreadsheet needs it.
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self.title = Font(name="Calibri", size=18, bold=True, color=INK)
        self.lead = Font(name="Calibri", size=11, color=MUTED)
        self.head = Font(name="Calibri", size=10, bold=True, color="FFFFFFFF")
        self.head_fill = PatternFill("solid", fgColor=HEAD)
        self.section = Font(name="Calibri", size=13, bold=True, color=INK)
        self.bold = Font(name="Calibri", size=11, bold=True, color=INK)
        self.wrap = Alignment(wrap_text=True, vertical="top")
        self.centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self.line = Border(bottom=Side(style="thin", color=LINE))
        self.families = {name: PatternFill("solid", fgColor=colour) for name, colour in FAMILY_FILLS.items()}


def _tint(colour: str, step: int) -> str:
    """A fifth to five fifths of half the colour on white, so that dark text stays readable."""
    weight = 0.11 * step
    parts = [round(255 + (int(colour[i : i + 2], 16) - 255) * weight) for i in (0, 2, 4)]
    return "FF" + "".join(f"{part:02X}" for part in parts)


def head_row(sheet: Any, row: int, names: Sequence[str], styles: Styles) -> None:
    """A header row with an explicit style and height."""
    put_row(sheet, row, names)
    for column in range(1, len(names) + 1):
        cell = sheet.cell(row=row, column=column)
        cell.font, cell.fill, cell.alignment = styles.head, styles.head_fill, styles.centre
    sheet.row_dimensions[row].height = 46


def title_rows(sheet: Any, title: str, note: str, styles: Styles) -> None:
    """Rows 1 and 2: what this sheet is."""
    put(sheet.cell(row=1, column=1), title)
    sheet.cell(row=1, column=1).font = styles.title
    sheet.row_dimensions[1].height = 28
    put(sheet.cell(row=2, column=1), note)
    sheet.cell(row=2, column=1).font = styles.lead
    sheet.row_dimensions[2].height = 18


def make_table(sheet: Any, name: str, head: int, last: int, columns: int) -> None:
    """A real table with filters from the header row to the last row; a table needs at least one row."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    if last <= head:
        return
    table = Table(displayName=name, ref=f"A{head}:{get_column_letter(columns)}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)


def widths(sheet: Any, sizes: Sequence[float]) -> None:
    """Column widths in characters."""
    from openpyxl.utils import get_column_letter

    for index, size in enumerate(sizes, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = size


def print_setup(sheet: Any, *, head: int | None, letter: bool, landscape: bool = True) -> None:
    """Fit to the width of the paper, header row on every page, page numbers."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 1 if letter else 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddFooter.right.text = "&P / &N"
    if head:
        sheet.print_title_rows = f"{head}:{head}"


def data_bars(sheet: Any, column: int, first: int, last: int, colour: str, *, most: float | None = None) -> None:
    """Bars behind the numbers of a column, from nought to ``most`` or to the largest; a rule, so they follow edits."""
    from openpyxl.formatting.rule import DataBarRule
    from openpyxl.utils import get_column_letter

    if last < first:
        return
    end = {"end_type": "max"} if most is None else {"end_type": "num", "end_value": most}
    rule = DataBarRule(start_type="num", start_value=0, color=f"FF{colour}", **end)
    letter = get_column_letter(column)
    sheet.conditional_formatting.add(f"{letter}{first}:{letter}{last}", rule)


def shades(sheet: Any, column: int, first: int, last: int, colour: str, most: int) -> None:
    """Shades of a side's colour behind counts, white for none and strongest for all of ``most`` sheets."""
    from openpyxl.formatting.rule import ColorScaleRule
    from openpyxl.utils import get_column_letter

    if last < first or most < 1:
        return
    rule = ColorScaleRule(
        start_type="num",
        start_value=0,
        start_color="FFFFFFFF",
        end_type="num",
        end_value=most,
        end_color=_tint(colour, 5),
    )
    letter = get_column_letter(column)
    sheet.conditional_formatting.add(f"{letter}{first}:{letter}{last}", rule)
