#!/usr/bin/env python3
"""Joins the vendored Lucide icons into the one file that pages draw from.

    python tools/icons.py           write static/icons/sprite.svg from static/vendor/lucide-static-*/
    python tools/icons.py check     say whether the sprite is what this would write

An icon comes into the house by `python tools/vendor.py add lucide-static@VERSION ISC icons/NAME.svg`, then this.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
SPRITE = STATIC / "icons" / "sprite.svg"
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
HEAD = '<svg xmlns="http://www.w3.org/2000/svg">\n<!-- Lucide icons, ISC licence: see vendor/{} -->\n'


def symbol(name: str, source: str) -> str:
    """One icon as a line: the drawing alone, since colour and stroke come from the page."""
    found = DRAWING.search(source)
    if found is None:
        raise SystemExit(f"{name} is not an icon.")
    drawing = re.sub(r"\s+", " ", found[1]).strip().replace(" />", "/>").replace("> <", "><")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawing}</symbol>\n'


def sprite() -> str:
    """The whole file, icons in the order of their names."""
    folder = max(STATIC.glob("vendor/lucide-static-*"))
    icons = sorted(folder.glob("*.svg"))
    return HEAD.format(folder.name) + "".join(symbol(i.stem, i.read_text("utf-8")) for i in icons) + "</svg>\n"


def main(arguments: list[str]) -> int:
    """Exit status 1 when a check finds another file."""
    if arguments == ["check"]:
        return 0 if SPRITE.exists() and SPRITE.read_text("utf-8") == sprite() else 1
    SPRITE.parent.mkdir(exist_ok=True)
    SPRITE.write_text(sprite(), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
