"""What is asked at the door: a code that may be typed in any way, a table, a word to be mixed by."""

from __future__ import annotations

import re

from gapsessions.storage.constraints import CODE_LETTERS

LENGTH = 6
_IN_A_LINK = re.compile(r"/j/([A-Za-z]{6})(?:/|$|\?)")
_BETWEEN = re.compile(r"[\s\-_.·/]+")


def code_said(raw: str) -> str:
    """The six letters somebody meant: lower case, blanks, hyphens and the whole link are all fine.

    Returns "" for what cannot be a code; that is no guess, and costs nobody anything.
    """
    link = _IN_A_LINK.search(raw[:2000])
    letters = link.group(1) if link else _BETWEEN.sub("", raw[:60])
    code = letters.upper()
    return code if len(code) == LENGTH and set(code) <= set(CODE_LETTERS) else ""
