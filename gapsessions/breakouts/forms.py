"""What is asked at the door: a code that may be typed in any way, and where one sits or belongs."""

from __future__ import annotations

import re

from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Seating, Style
from gapsessions.storage.constraints import CODE_LETTERS

LENGTH = 6
_IN_A_LINK = re.compile(r"/j/([A-Za-z]{6})(?:/|$|\?|\s)")
_BETWEEN = re.compile(r"[\s\-_.·/]+")


def code_said(raw: str) -> str:
    """The six letters somebody meant: lower case, blanks, hyphens and the whole link are all fine.

    Returns "" for what cannot be a code; that is no guess, and costs nobody anything.
    """
    link = _IN_A_LINK.search(raw[:2000])
    letters = link.group(1) if link else _BETWEEN.sub("", raw[:60])
    code = letters.upper()
    return code if len(code) == LENGTH and set(code) <= set(CODE_LETTERS) else ""


def words_to_pick(gathering: Gathering) -> list[str]:
    """The words one of which is picked at the door: to be mixed by, or the segment of an open link; often none."""
    if gathering.style == Style.OPEN_LINK:
        return list(gathering.session.segments)
    if gathering.style == Style.TABLES and gathering.seating == Seating.SHUFFLE:
        return list(gathering.mix_by)
    return []


NONE_OF_THESE = "-"


def word_picked(gathering: Gathering, said: str) -> str | None:
    """The word somebody picked; "" for none of these and where none is asked for; None while nothing was picked."""
    words = words_to_pick(gathering)
    if not words or said == NONE_OF_THESE:
        return ""
    return said if said in words else None
