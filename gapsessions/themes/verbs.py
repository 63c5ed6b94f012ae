"""What a press on a button of the themes page does: check, act, say so with an undo, and go back to the page."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gapsessions.sessions.models import GapSession
from gapsessions.themes.access import may_run, session_for, session_to_run, set_sight, theme_of
from gapsessions.themes.actions import (
    HeadingIsGone,
    NameIsTaken,
    NotTheLastMove,
    ProposalIsNotReady,
    ThemeIsKept,
    close_themes,
    create_theme,
    delete_theme,
    merge_themes,
    note_sight,
    remember,
    rename_theme,
    reopen_themes,
)
from gapsessions.themes.actions.undoing import Remembered
from gapsessions.themes.board import wording
from gapsessions.themes.board.picking import last_touch, touched_since
from gapsessions.themes.forms import MergeForm, NameForm, SeenForm
from gapsessions.themes.merging import told_of_merge
from gapsessions.themes.models import Theme
from gapsessions.web.requests import HttpRequest


def say_undoable(request: HttpRequest, session: GapSession, words: str, done: Remembered) -> None:
    """Say what was done, with a button that takes it back."""
    tags = ""
    if done.change is not None:
        tags = "undo:" + reverse("themes-undo", args=[session.code, done.change.key])
    messages.success(request, words, extra_tags=tags)


def back(request: HttpRequest, code: str) -> HttpResponse:
    """Go to where the form says it came from, within this host, else to the themes page."""
    wanted = request.POST.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return redirect(wanted)
    return redirect("compare" if wanted == "compare" else "themes", code)


def refused(request: HttpRequest, act: Callable[[], None]) -> bool:
    """Do it; where a rule of the themes stands against it, say which and give True."""
    try:
        act()
    except NameIsTaken:
        messages.error(request, _("Something else has this name. Merge the two, or choose another."))
    except ThemeIsKept:
        messages.error(request, _("“Other” stays as it is."))
    except HeadingIsGone:
        messages.error(request, _("This heading is gone or has another name now."))
    except NotTheLastMove:
        messages.error(request, _("Somebody went on from there, so this can no longer be undone."))
    except ProposalIsNotReady:
        messages.error(request, _("This proposal was taken over or replaced before."))
    else:
        return False
    return True


def theme_still(request: HttpRequest, session: GapSession, key: str) -> Theme | None:
    """The theme, or None where it is gone and the page has been told by whose act; 404 where there never was one."""
    try:
        return theme_of(session, key)
    except Http404:
        change = last_touch(session, key)
        if change is None:
            raise
        said = wording.who_did(change, request.user.pk)
        messages.error(request, _("This theme is gone. %(meanwhile)s") % {"meanwhile": said})
        return None


def _is_there(request: HttpRequest, session: GapSession, key: str) -> bool:
    """Whether nobody took away the theme that was chosen; if somebody did, the page has been told so."""
    try:
        return theme_still(request, session, key) is not None
    except Http404:
        return True


def is_late(request: HttpRequest, session: GapSession, *themes: Theme) -> bool:
    """Whether somebody else changed one of the themes since the page was drawn; if so, say what happened."""
    seen = SeenForm(request.POST).seen()
    for theme in themes if seen is not None else ():
        change = touched_since(session, theme.key, seen or 0, me=request.user.pk)
        if change is not None:
            said = wording.who_did(change, request.user.pk)
            messages.error(
                request, _("Not done yet. %(meanwhile)s Look again, and press once more.") % {"meanwhile": said}
            )
            return True
    return False


@require_POST
def create(request: HttpRequest, code: str) -> HttpResponse:
    """Make an empty theme with a name that stays."""
    session = session_to_run(request, code)

    def act(name: str) -> dict[str, Any]:
        return {"to": create_theme(session=session, name=name).name}

    return with_a_name(request, session, act, wording.CREATE, _("The theme is there, still empty."))


@require_POST
def rename(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Give a theme the name that a person wants."""
    session = session_to_run(request, code)
    theme = theme_still(request, session, key)
    if theme is None or is_late(request, session, theme):
        return back(request, code)

    def act(name: str) -> dict[str, Any]:
        was = theme.name
        rename_theme(theme=theme, name=name)
        return {"from": was, "to": theme.name}

    return with_a_name(request, session, act, wording.RENAME, _("Renamed."))


def with_a_name(
    request: HttpRequest, session: GapSession, act: Callable[[str], dict[str, Any]], verb: str, words: str
) -> HttpResponse:
    """Do something with the name that was sent and say so, or say why it cannot be; go back to the page."""
    form = NameForm(request.POST)

    def named() -> None:
        with remember(session=session, by=request.user, verb=verb) as done:
            done.about |= act(form.cleaned_data["name"])
        say_undoable(request, session, words, done)

    if form.is_valid():
        refused(request, named)
    else:
        messages.error(request, _("It needs a name of at most 120 characters."))
    return back(request, session.code)


@require_POST
def merge(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put a theme's notes into another theme; the two stay together whatever run comes."""
    session = session_to_run(request, code)
    theme = theme_still(request, session, key)
    if theme is None:
        return back(request, code)
    form = MergeForm(session, theme, request.POST)
    if not form.is_valid():
        if _is_there(request, session, request.POST.get("into", "")[:12]):
            messages.error(request, _("Choose the theme to merge into."))
        return back(request, code)
    into: Theme = form.cleaned_data["into"]
    if is_late(request, session, theme, into):
        return back(request, code)

    def act() -> None:
        about = {"from": theme.name, "to": into.name}
        inside = answers_in(theme, into)
        with remember(session=session, by=request.user, answers=inside, verb=wording.MERGE, about=about) as done:
            merge_themes(into=into, others=[theme], by=request.user)
        said = _("Merged into “%(name)s”.") % {"name": into.name} + told_of_merge(session, into)
        say_undoable(request, session, said, done)

    refused(request, act)
    return _from_its_page(request, code, key) or back(request, code)


def _from_its_page(request: HttpRequest, code: str, key: str) -> HttpResponse | None:
    """The way on where the page that was left is that of a theme which is gone."""
    here = request.POST.get("next", "").partition("?")[0]
    gone = here == reverse("theme", args=[code, key])
    return redirect("themes", code) if gone else None


def answers_in(*themes: Theme) -> Collection[UUID]:
    """Every answer that stands in one of the themes."""
    return list({answer for theme in themes for answer in theme.placements.values_list("answer", flat=True)})


@require_POST
def delete(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take a theme away; its notes are undecided again."""
    session = session_to_run(request, code)
    theme = theme_still(request, session, key)
    if theme is None or is_late(request, session, theme):
        return back(request, code)
    about = {"from": theme.name}

    def act() -> None:
        inside = answers_in(theme)
        with remember(session=session, by=request.user, answers=inside, verb=wording.DELETE, about=about) as done:
            delete_theme(theme=theme, by=request.user)
        words = _("“%(name)s” is gone. Its notes are undecided.") % {"name": about["from"]}
        say_undoable(request, session, words, done)

    if refused(request, act):
        return back(request, code)
    return _from_its_page(request, code, key) or back(request, code)


@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Call the themes done: the comparison may be seen."""
    session = session_to_run(request, code)
    close_themes(session=session)
    messages.success(
        request, _("The themes are closed."), extra_tags="undo:" + reverse("themes-reopen", args=[session.code])
    )
    return back(request, code)


@require_POST
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Go back to sorting."""
    session = session_to_run(request, code)
    reopen_themes(session=session)
    messages.success(request, _("The themes are open again."))
    return back(request, code)


@require_POST
def who(request: HttpRequest, code: str) -> HttpResponse:
    """Show or hide who said what, for this person in this browser."""
    session = session_for(request, code)
    wanted = "show" in request.POST
    set_sight(request, session, who=wanted)
    if wanted and may_run(request, session) and session.themes.exists():
        # Whoever may sort and sees who said what could sort by it: moves are counted from now on.
        note_sight(session=session)
    return back(request, code)
