"""Finishes a printed PDF: the few tags that the engine leaves out, and nothing that changes between two runs."""

from __future__ import annotations

from io import BytesIO
from typing import Any

PRINTED = 4
"""Annotation flag: a link is printed with its page."""


def finish(data: bytes) -> bytes:
    """The same pages with complete tags for assistive technology (PDF/UA-1).

    Header cells say whether they head a row or a column, links are marked as printed, and pages are walked in
    the order of their structure.
    """
    # Imported here: only printing needs it.
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        for item in pdf.objects:
            if not isinstance(item, pikepdf.Dictionary):
                continue
            if item.get("/S") == "/TH" and "/P" in item:
                _scope(item)
            elif item.get("/Subtype") == "/Link":
                item.F = int(item.get("/F", 0)) | PRINTED
        for page in pdf.pages:
            page.obj.Tabs = pikepdf.Name.S
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _scope(cell: Any) -> None:
    """A cell in the table's head heads its column, one in the body its row."""
    import pikepdf

    row = cell.P
    heads_column = "/P" in row and row.P.get("/S") == "/THead"
    attributes = cell.get("/A")
    if not isinstance(attributes, pikepdf.Dictionary):
        attributes = pikepdf.Dictionary(O=pikepdf.Name.Table)
        cell.A = attributes
    attributes.Scope = pikepdf.Name.Column if heads_column else pikepdf.Name.Row
