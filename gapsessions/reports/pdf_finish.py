"""Finishes a printed PDF before it is written: the few tags that the engine leaves out."""

from __future__ import annotations

from typing import Any

PRINTED = 4
"""Annotation flag: a link is printed with its page."""


def finish(_document: Any, pdf: Any) -> None:
    """Complete the tags for assistive technology (PDF/UA-1); the engine calls this with its objects (pydyf).

    Header cells say whether they head a row or a column, and links are marked as printed.
    """
    for item in pdf.objects:
        if not isinstance(item, dict):
            continue
        if item.get("S") == "/TH":
            item["A"]["Scope"] = "/Column" if _heads_column(item, pdf) else "/Row"
        elif item.get("Subtype") == "/Link":
            item["F"] = int(item.get("F", 0)) | PRINTED


def _heads_column(cell: Any, pdf: Any) -> bool:
    """A cell in the table's head heads its column, one in the body its row."""
    row = _behind(cell["P"], pdf)
    return bool(_behind(row["P"], pdf).get("S") == "/THead")


def _behind(reference: bytes, pdf: Any) -> Any:
    """The object that "12 0 R" refers to."""
    return pdf.objects[int(reference.split()[0])]
