"""How sure the machine is, in the three steps that screens show, and how many of its reasons they name."""

from __future__ import annotations

VERY_SURE, FAIRLY_SURE = 0.75, 0.5
"""From here on it is very or fairly sure; below, it guessed, and a person had better look."""
WORDS_SHOWN = 4
"""Shared words named as a reason."""
