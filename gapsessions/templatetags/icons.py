"""Draws the small signs beside words; both tag libraries are built in, so no template has to load them."""

from __future__ import annotations

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()


@cache
def _sprite() -> str:
    """A page draws seventy of them, and the address of the file is the same as long as the server runs."""
    return static("icons/sprite.svg")


@register.simple_tag
def icon(name: str) -> str:
    """Draw one icon of static/icons/sprite.svg.

    It says nothing to a screen reader: the word beside it does, or the aria-label of the button around it.
    """
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', _sprite(), name)
