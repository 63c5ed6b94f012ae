"""Words that a spreadsheet program would run: kept as words wherever answers leave the house."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a cell begins with when spreadsheet programs read it as a formula."""


def inert(cell: str) -> str:
    """The text with an apostrophe before it where it would be run; "-3.5" and other numbers stay numbers."""
    if not cell.startswith(FORMULA_STARTS):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell
