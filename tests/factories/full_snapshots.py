"""Snapshots with all that a session may hold beside its answers: pulse, predictions, votes and places on the grid."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from typing import Any

from gapsessions.disparity.content import (
    ForeseenContent,
    PartContent,
    PartCount,
    PredictionContent,
    PriorityContent,
    PulseContent,
    SnapshotContent,
    VoteContent,
)
from gapsessions.method.vocabulary import Perspective, Scope
from gapsessions.reports.brand import Brand
from tests.factories.snapshots import make_snapshot

L, S, C = Perspective


def full_snapshot(**sizes: Any) -> SnapshotContent:
    """The usual session after a pulse, predictions, a vote and an hour at the grid."""
    content = make_snapshot(**sizes)
    themes = [theme.theme for theme in content.themes]
    places = [(6, 1), (6, 2), (5, 5), (4, 2), (2, 2), (2, 6), (6, 1)]
    return replace(
        content,
        segments=tuple(_segment(content, name, sheets) for name, sheets in (("north", 20), ("south", 12))),
        quotes=tuple(replace(q, segment="north" if q.perspective is C else "") for q in content.quotes),
        pulse=(
            PulseContent(L, False, 9, (0, 0, 0, 0, 0, 0, 1, 2, 4, 1, 1), 2),
            PulseContent(S, False, 54, (1, 2, 3, 5, 6, 8, 9, 8, 6, 4, 2), 6),
            PulseContent(C, False, 4, (), 0),
            PulseContent(C, True, 50, (4, 3, 5, 6, 7, 8, 6, 5, 2, 3, 1), 4),
        ),
        predictions=(PredictionContent(L, "They will say we are slow", tuple(themes[:1])),),
        foreseen=(ForeseenContent(L, 1, 3), ForeseenContent(S, 2, 3, waiting=1)),
        votes=tuple(
            VoteContent(theme, dots, 20, side)
            for theme, dots, side in zip(themes, (12, 9, 7, 5, 3, 2), (S, C, S, L, C, S), strict=False)
        ),
        priorities=tuple(PriorityContent(theme, *place) for theme, place in zip(themes, places, strict=False)),
    )


def _segment(content: SnapshotContent, name: str, sheets: int) -> PartContent:
    """A part of the customers' single replies, with a share of their counts."""
    counts = [PartCount(None, scope, 0, sheets) for scope in (Scope.IMPROVE, Scope.STRENGTH)]
    counts += [
        PartCount(found.theme, scope, 0, min(sheets, count.singles_raising * sheets // 50))
        for found in content.comparison.themes
        for scope in (Scope.IMPROVE, Scope.STRENGTH)
        if (count := found.counts.get((C, scope))) and count.singles_raising * sheets // 50
    ]
    return PartContent(C, name, "", 0, sheets, tuple(counts))


def brand() -> Brand:
    """A small logo, drawn here, and an accent on which white words can be read."""
    return Brand(_png(120, 40, (0x0B, 0x5C, 0x4A)), "#0b5c4a")


def _png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    rows = b"".join(b"\0" + bytes(colour) * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def one_table_a_question() -> SnapshotContent:
    """Only one leader answered what is done well or could be better; all of them answered what to keep or start."""
    content = full_snapshot()
    themes = []
    for found in content.comparison.themes:
        counts = dict(found.counts)
        for scope in (Scope.STRENGTH, Scope.IMPROVE):
            if (L, scope) in counts and not counts[L, scope].raising:
                counts[L, scope] = replace(counts[L, scope], singles=1)
        themes.append(replace(found, counts=counts))
    return replace(content, comparison=replace(content.comparison, themes=tuple(themes)))
