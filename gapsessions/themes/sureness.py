"""How sure the machine is, in the three steps that screens show, and how many of its reasons they name."""

from __future__ import annotations

from django.utils.translation import gettext as _

VERY_SURE, FAIRLY_SURE = 0.75, 0.5
"""From here on it is very or fairly sure; below, it guessed, and a person had better look."""
WORDS_SHOWN = 4
"""Shared words named as a reason."""


def level_of(confidence: float) -> int:
    """How many of three bars are on: 3 where it is very sure, 1 where it guessed."""
    return 1 + (confidence >= FAIRLY_SURE) + (confidence >= VERY_SURE)


def in_words(level: int) -> str:
    """The words beside the bars; none at level 0, where a person decided."""
    return ("", _("A guess"), _("Fairly sure"), _("Very sure"))[level]
