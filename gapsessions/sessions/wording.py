"""How the four questions are asked unless a session words them otherwise."""

from __future__ import annotations

from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from gapsessions.method.vocabulary import Perspective, Question

INSIDE: dict[Question, str] = {
    Question.STRENGTH: _("What do we do well for our customers?"),
    Question.IMPROVE: _("What could we do better for our customers?"),
    Question.COMPETITOR: _("What do others do differently? Is that good or bad for customers?"),
    Question.ACTION: _("What should we keep doing, or start doing, for our customers?"),
}
"""For leadership and staff."""
CUSTOMERS: dict[Question, str] = {
    Question.STRENGTH: _("What does {organisation} do well?"),
    Question.IMPROVE: _("What could {organisation} do better?"),
    Question.COMPETITOR: _("What do others do differently? Is that good or bad for you?"),
    Question.ACTION: _("What should {organisation} keep doing, or start doing?"),
}


def default_wording(perspective: Perspective, kind: Question, *, organisation: str, language: str) -> str:
    """One question in a language of the product, with the organisation's name where customers are asked."""
    words = CUSTOMERS if perspective is Perspective.CUSTOMERS else INSIDE
    with override(language):
        return gettext(words[kind]).replace("{organisation}", organisation)
