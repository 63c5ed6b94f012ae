"""What a press does to headings: make, rename, take away, and put a theme under one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gapsessions.themes.access import session_to_run
from gapsessions.themes.actions import create_heading, put_under, remember, remove_heading, rename_heading
from gapsessions.themes.board import wording
from gapsessions.themes.forms import HeadingForm
from gapsessions.themes.verbs import back, is_late, refused, say_undoable, theme_still, with_a_name
from gapsessions.web.requests import HttpRequest


@require_POST
def create(request: HttpRequest, code: str) -> HttpResponse:
    """Make an empty heading."""
    session = session_to_run(request, code)

    def act(name: str) -> dict[str, Any]:
        return {"to": create_heading(session=session, name=name).name}

    return with_a_name(request, session, act, wording.HEADING_NEW, _("The heading is there. Put themes under it."))


@require_POST
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Give a heading another name."""
    session = session_to_run(request, code)
    old = request.POST.get("heading", "")

    def act(name: str) -> dict[str, Any]:
        rename_heading(session=session, old=old, name=name)
        return {"from": old, "to": name}

    return with_a_name(request, session, act, wording.HEADING_NAME, _("Renamed."))


@require_POST
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Take a heading away; its themes stay."""
    session = session_to_run(request, code)
    name = request.POST.get("heading", "")

    def act() -> None:
        with remember(session=session, by=request.user, verb=wording.HEADING_AWAY, about={"from": name}) as done:
            remove_heading(session=session, name=name)
        say_undoable(request, session, _("The heading is gone; its themes stay."), done)

    refused(request, act)
    return back(request, code)


@require_POST
def under(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put a theme under a heading, which is made where there is none of that name, or under none."""
    session = session_to_run(request, code)
    theme = theme_still(request, session, key)
    form = HeadingForm(request.POST)
    if theme is None or not form.is_valid() or is_late(request, session, theme):
        return back(request, code)
    name: str = form.cleaned_data["heading"]

    def act() -> None:
        about = {"from": theme.name, "to": name}
        with remember(session=session, by=request.user, verb=wording.HEADING, about=about) as done:
            put_under(theme=theme, name=name)
        words = _("“%(theme)s” stands under “%(heading)s”.") if name else _("“%(theme)s” stands under no heading.")
        say_undoable(request, session, words % {"theme": theme.name, "heading": name}, done)

    refused(request, act)
    return back(request, code)
