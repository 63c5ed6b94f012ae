"""Agreement as a triangle: of the things one side raised most, how many the other raised among its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.disparity.worded import words
from gapsessions.method.findings import Comparison, TopTen
from gapsessions.method.vocabulary import Perspective

L, S, C = Perspective
CORNERS = {L: (200, 34), S: (88, 152), C: (312, 152)}
"""Where the sides stand in a drawing of 400 by 196 units."""
MUCH, SOME = 0.7, 0.4
"""Shares from which an edge is drawn thick, or solid at all: the line repeats the number."""


@dataclass(frozen=True, slots=True)
class Corner:
    """A side in the drawing."""

    perspective: Perspective
    name: str


@dataclass(frozen=True, slots=True)
class Edge:
    """Two sides, how many of ten they share, and the class of the line between them."""

    line: str
    strength: str
    x: int
    y: int
    label: str


@dataclass(frozen=True, slots=True)
class Triangle:
    """The drawing and its twin in words."""

    corners: tuple[Corner, ...]
    edges: tuple[Edge, ...]
    sentences: tuple[str, ...]


def triangle_of(comparison: Comparison) -> Triangle | None:
    """The triangle; None where nothing can be compared."""
    if not comparison.top_tens:
        return None
    there = {side for top in comparison.top_tens for side in (top.of, top.by)}
    return Triangle(
        corners=tuple(Corner(side, words.perspective_name(side)) for side in Perspective if side in there),
        edges=tuple(_edge(top) for top in comparison.top_tens),
        sentences=tuple(_sentences(comparison.top_tens)),
    )


def _edge(top: TopTen) -> Edge:
    (x1, y1), (x2, y2) = CORNERS[top.of], CORNERS[top.by]
    share = top.shared / top.length if top.length else 0.0
    strength = "much" if share >= MUCH else "some" if share >= SOME else "little"
    label = _("%(k)d of %(n)d") % {"k": top.shared, "n": top.length}
    return Edge(f"M{x1} {y1}L{x2} {y2}", strength, (x1 + x2) // 2, (y1 + y2) // 2, label)


def _sentences(tops: tuple[TopTen, ...]) -> list[str]:
    """ "Of the 10 things customers raised most, staff raised 7, leadership 3."; one per side that was compared with."""
    found = []
    for of in Perspective:
        own = sorted((top for top in tops if top.of is of), key=lambda top: -top.shared)
        if not own:
            continue
        raised = [
            _("%(side)s raised %(n)d") % {"side": words.perspective_in_sentence(own[0].by), "n": own[0].shared},
            *(f"{words.perspective_in_sentence(top.by)} {top.shared}" for top in own[1:]),
        ]
        most = ngettext(
            "Of the one thing %(of)s raised most, %(raised)s.",
            "Of the %(n)d things %(of)s raised most, %(raised)s.",
            own[0].length,
        )
        found.append(most % {"n": own[0].length, "of": words.perspective_in_sentence(of), "raised": ", ".join(raised)})
    return sorted(found, key=lambda sentence: words.perspective_in_sentence(C) not in sentence)
