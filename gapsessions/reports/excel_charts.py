"""Native bar charts below the tables of the workbook: one bar per perspective, in its colour."""

from __future__ import annotations

from typing import Any

from .excel_cells import PALE_COLOURS, SIDE_COLOURS

ROWS_OF_A_CHART = 10


def share_chart(
    sheet: Any, *, title: str, head: int, rows: int, series: list[tuple[int, str, bool]], anchor: str
) -> None:
    """Shares of the first themes as horizontal bars.

    ``series`` are (column of the shares, perspective, whether these are single replies beside tables, which are
    drawn paler). Both axes are kept, because the library hides them in recent Excel otherwise.
    """
    from openpyxl.chart import BarChart, Reference
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    shown = min(rows, ROWS_OF_A_CHART)
    if not shown or not series:
        return
    chart = BarChart()
    chart.type, chart.grouping, chart.style = "bar", "clustered", 10
    chart.title, chart.gapWidth, chart.overlap = title, 60, 0
    for column, perspective, pale in series:
        chart.add_data(Reference(sheet, min_col=column, min_row=head, max_row=head + shown), titles_from_data=True)
        chart.series[-1].graphicalProperties = GraphicalProperties(
            solidFill=PALE_COLOURS[perspective] if pale else SIDE_COLOURS[perspective]
        )
    chart.set_categories(Reference(sheet, min_col=1, min_row=head + 1, max_row=head + shown))
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.number_format, chart.y_axis.majorUnit = "0%", 0.25
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9DFE5"))
    chart.legend.position = "b"
    chart.width, chart.height = 24, 3 + 0.9 * shown
    sheet.add_chart(chart, anchor)
