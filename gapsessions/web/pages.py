"""The page rule: one template serves the whole page, and each of its named parts to htmx."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import unquote

from django.http import HttpResponse
from django.shortcuts import render

from gapsessions.web.requests import HttpRequest


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    parts: Collection[str] = (),
    status: int = 200,
) -> HttpResponse:
    """Render `template`, or `template#part` when htmx asks to fill the element whose id is one of `parts`.

    The word in `parts` is the partial's name, the element's id and the target at once. A target that is not
    listed gets the whole page, so a request can never choose what is rendered.
    """
    part = wanted_part(request)
    if part in parts:
        response = render(request, f"{template}#{part}", dict(context or {}), status=status)
        response.shows_toasts = True  # type: ignore[attr-defined]
        return response
    return render(request, template, dict(context or {}), status=status)


def wanted_part(request: HttpRequest) -> str:
    """Return the id htmx wants to fill, or "" for a whole page.

    htmx 4 sends the target as `div#columns`, percent-encoded; htmx 2 sent the id alone.
    """
    if request.headers.get("HX-Request") != "true" or request.headers.get("HX-Boosted") == "true":
        return ""
    return unquote(request.headers.get("HX-Target", "")).rpartition("#")[2]
