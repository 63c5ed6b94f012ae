"""What the desk's templates say again and again: the five steps of a session, and who is signed in."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_noop

register = template.Library()

NO_ITALICS = re.compile(
    "[\u0530-\u1c7f\u2e80-\ua63f\ua840-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufefc\U00020000-\U0003ffff]"
)
"""Letters from Armenian to the last Chinese one; Latin, Greek and Cyrillic stand outside."""

STEPS = (
    ("gather", "session", gettext_noop("Gather")),
    ("themes", "themes", gettext_noop("Themes")),
    ("compare", "compare", gettext_noop("Compare")),
    ("plan", "plan", gettext_noop("Plan")),
    ("report", "report", gettext_noop("Report")),
)
"""Key, name of the page in the URLconf, and word of each step, in the order of the exercise."""


@dataclass(frozen=True)
class Step:
    """One step in the bar; `href` is "" while there is no such page."""

    key: str
    label: str
    href: str
    current: bool
    done: bool


@register.inclusion_tag("components/steps.html")
def step_bar(session: Any, current: str = "", done: Collection[str] = ()) -> dict[str, list[Step]]:
    """Show the five steps of `session`; `current` is the key of this page's, `done` holds keys of finished ones."""
    return {
        "steps": [
            Step(key, gettext(label), _page(name, session), current=key == current, done=key in done)
            for key, name, label in STEPS
        ]
    }


@register.filter
def initials(person: object) -> str:
    """ "Ruth Adeyemi" becomes "RA"; an e-mail address gives its first letter."""
    words = str(person).partition("@")[0].split()
    letters = [words[0], words[-1]] if len(words) > 1 else words[:1]
    return "".join(word[0] for word in letters).upper()


def _page(name: str, session: Any) -> str:
    try:
        return reverse(name, args=[session.code])
    except NoReverseMatch:
        return ""


@register.filter
def upright(text: str) -> bool:
    """Whether a quote has letters of a script that knows no italics: slanted ones come from whatever font has them."""
    return NO_ITALICS.search(text) is not None
