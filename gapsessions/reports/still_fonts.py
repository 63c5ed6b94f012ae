"""Gives the PDF engine its variable fonts in the weights and sizes of a page: by HarfBuzz where it can.

The engine does this in Python, font by font, a fifteenth of the time of a report. HarfBuzz is loaded anyway and needs
milliseconds for the same outlines, to a rounding.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

CALLS = """
    hb_blob_t * hb_blob_create (const char *data, unsigned int length, int mode, void *user_data, void *destroy);
    hb_face_t * hb_face_create (hb_blob_t *blob, unsigned int index);
    void hb_set_add_range (hb_set_t *set, hb_codepoint_t first, hb_codepoint_t last);
    int hb_subset_input_pin_axis_location (hb_subset_input_t *input, hb_face_t *face, hb_tag_t axis, float value);
"""
_once = threading.Lock()
COPIED = 0
"""HB_MEMORY_MODE_DUPLICATE."""
FLAGS = 0x02 | 0x10 | 0x20 | 0x40
"""Glyphs keep their numbers, outlines may overlap, tables it does not know and the sign for "no glyph" stay."""


def hold_still(engine_fonts: Any) -> None:
    """Let the engine's module of fonts ask HarfBuzz first; once is enough, and what HarfBuzz cannot the engine does."""
    with _once:
        by_engine = engine_fonts.instantiateVariableFont
        if not getattr(by_engine, "asks_harfbuzz", False):
            engine_fonts.ffi.cdef(CALLS)
            engine_fonts.instantiateVariableFont = _asking(by_engine)


def _asking(by_engine: Callable[..., Any]) -> Callable[..., Any]:
    def instantiate(font: Any, limits: Mapping[str, float], **how: Any) -> Any:
        try:
            return _Held(_pinned(font.reader.file.getvalue(), limits))
        except (AttributeError, OSError, ValueError):  # a HarfBuzz before version 6, or one that refuses this font
            return by_engine(font, limits, **how)

    instantiate.asks_harfbuzz = True  # type: ignore[attr-defined]
    return instantiate


class _Held:
    """All that the engine asks of a font then: to be written."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def save(self, file: Any) -> None:
        file.write(self.data)


def _pinned(data: bytes, limits: Mapping[str, float]) -> bytes:
    """The font with every axis at its place, all glyphs at theirs. Raises ValueError where HarfBuzz refuses."""
    from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
    from weasyprint.text.fonts import get_hb_object_data

    blob = ffi.gc(harfbuzz.hb_blob_create(data, len(data), COPIED, ffi.NULL, ffi.NULL), harfbuzz.hb_blob_destroy)
    face = ffi.gc(harfbuzz.hb_face_create(blob, 0), harfbuzz.hb_face_destroy)
    wanted = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    glyphs = harfbuzz_subset.hb_subset_input_glyph_set(wanted)
    harfbuzz.hb_set_add_range(glyphs, 0, harfbuzz.hb_face_get_glyph_count(face) - 1)
    harfbuzz_subset.hb_subset_input_set_flags(wanted, FLAGS)
    for name, value in limits.items():
        axis = int.from_bytes(name.encode("ascii"), "big")
        if not harfbuzz_subset.hb_subset_input_pin_axis_location(wanted, face, axis, value):
            raise ValueError(name)
    held = harfbuzz_subset.hb_subset_or_fail(face, wanted)
    if held == ffi.NULL:
        raise ValueError
    made: bytes = get_hb_object_data(ffi.gc(held, harfbuzz.hb_face_destroy))
    return made
