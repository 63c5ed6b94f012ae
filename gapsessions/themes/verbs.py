"""What a press on a button of the themes page does: check, act, say so with an undo, and go back to the page."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gapsessions.sessions.models import GapSession
from gapsessions.themes.access import (
    change_of,
    may_run,
    proposal_of,
    session_for,
    session_to_run,
    set_sight,
    theme_of,
)
from gapsessions.themes.actions import (
    NameIsTaken,
    NotTheLastMove,
    ProposalIsNotReady,
    ThemeIsKept,
    accept_all,
    close_themes,
    create_theme,
    delete_theme,
    merge_themes,
    move_answers,
    note_sight,
    remember,
    rename_theme,
    reopen_themes,
    send_to_other,
    undo_change,
)
from gapsessions.themes.actions.undoing import Remembered
from gapsessions.themes.forms import OTHER, MergeForm, MoveForm, NameForm
from gapsessions.themes.models import Theme
from gapsessions.themes.queries import answers_of
from gapsessions.themes.tasks import place_new_answers, propose
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
        messages.error(request, _("Another theme has this name. Merge the two, or choose another."))
    except ThemeIsKept:
        messages.error(request, _("“Other” stays as it is."))
    except NotTheLastMove:
        messages.error(request, _("Somebody went on from there, so this can no longer be undone."))
    except ProposalIsNotReady:
        messages.error(request, _("This proposal was taken over or replaced before."))
    else:
        return False
    return True


@require_POST
def run(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the machine for a proposal."""
    session = session_to_run(request, code)
    propose(session=session)
    return redirect("themes", code)


@require_POST
def accept(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take a proposal over, around everything people pinned."""
    session = session_to_run(request, code)
    proposal = proposal_of(session, key)

    def act() -> None:
        answers: list[UUID] = list(answers_of(session).values_list("pk", flat=True))
        with remember(session=session, by=request.user, answers=answers, proposal=proposal) as done:
            themes = accept_all(proposal=proposal, by=request.user)
        words = ngettext("%(n)d theme is here now.", "%(n)d themes are here now.", len(themes))
        say_undoable(request, session, words % {"n": len(themes)}, done)

    refused(request, act)
    return back(request, code)


@require_POST
def create(request: HttpRequest, code: str) -> HttpResponse:
    """Make an empty theme with a name that stays."""
    session = session_to_run(request, code)

    def act(name: str) -> None:
        create_theme(session=session, name=name)

    _with_a_name(request, session, act, _("The theme is there, still empty."))
    return back(request, code)


@require_POST
def rename(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Give a theme the name that a person wants."""
    session = session_to_run(request, code)
    theme = theme_of(session, key)

    def act(name: str) -> None:
        rename_theme(theme=theme, name=name)

    _with_a_name(request, session, act, _("Renamed."))
    return back(request, code)


def _with_a_name(request: HttpRequest, session: GapSession, act: Callable[[str], None], words: str) -> None:
    """Do something with the name that was sent and say so, or say why it cannot be."""
    form = NameForm(request.POST)

    def named() -> None:
        with remember(session=session, by=request.user) as done:
            act(form.cleaned_data["name"])
        say_undoable(request, session, words, done)

    if form.is_valid():
        refused(request, named)
    else:
        messages.error(request, _("A theme needs a name of at most 120 characters."))


@require_POST
def merge(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put a theme's notes into another theme; the two stay together whatever run comes."""
    session = session_to_run(request, code)
    theme = theme_of(session, key)
    form = MergeForm(session, theme, request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the theme to merge into."))
        return back(request, code)
    into: Theme = form.cleaned_data["into"]

    def act() -> None:
        inside = list(_answers_in(theme, into))
        with remember(session=session, by=request.user, answers=inside) as done:
            merge_themes(into=into, others=[theme], by=request.user)
        say_undoable(request, session, _("Merged into “%(name)s”.") % {"name": into.name}, done)

    if refused(request, act):
        return back(request, code)
    if _from_the_list(request, code):
        return back(request, code)
    return redirect("theme", code, into.key)


def _from_the_list(request: HttpRequest, code: str) -> bool:
    """Whether it was pressed in the list of themes, which stays; a theme's own page is gone with it."""
    return request.POST.get("next", "").partition("?")[0] == reverse("themes", args=[code])


def _answers_in(*themes: Theme) -> list[UUID]:
    return list({answer for theme in themes for answer in theme.placements.values_list("answer", flat=True)})


@require_POST
def delete(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take a theme away; its notes are undecided again."""
    session = session_to_run(request, code)
    theme = theme_of(session, key)

    def act() -> None:
        with remember(session=session, by=request.user, answers=_answers_in(theme)) as done:
            delete_theme(theme=theme, by=request.user)
        say_undoable(request, session, _("“%(name)s” is gone. Its notes are undecided.") % {"name": theme.name}, done)

    refused(request, act)
    return back(request, code) if _from_the_list(request, code) else redirect("themes", code)


@require_POST
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Put marked notes into a theme that is there, into a new one, or into "other"."""
    session = session_to_run(request, code)
    form = MoveForm(request.POST)
    answers: list[UUID] = form.cleaned_data["answers"] if form.is_valid() else []
    to, name = form.cleaned_data.get("to", ""), form.cleaned_data.get("name", "").strip()
    if not answers or not (to or name):
        messages.error(request, _("Mark the notes, and say where they should go."))
        return back(request, code)
    target = theme_of(session, to) if to not in ("", OTHER) and not name else None

    def act() -> None:
        with remember(session=session, by=request.user, answers=answers) as done:
            if to == OTHER and not name:
                send_to_other(session=session, answers=answers, by=request.user)
            else:
                into = target or create_theme(session=session, name=name)
                move_answers(answers=answers, to=into, by=request.user)
        words = ngettext("%(n)d note moved.", "%(n)d notes moved.", len(answers)) % {"n": len(answers)}
        say_undoable(request, session, words, done)

    refused(request, act)
    return back(request, code)


@require_POST
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Leave the undecided notes to the machine; what it is unsure of stays undecided, with hints."""
    session = session_to_run(request, code)
    place_new_answers.enqueue(session.pk)
    messages.success(request, _("The machine places them now. Those it is unsure of stay here, with a hint."))
    return back(request, code)


@require_POST
def undo(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take one's own last act back."""
    session = session_to_run(request, code)
    change = change_of(session, key)
    if not refused(request, lambda: undo_change(change=change, by=request.user)):
        messages.success(request, _("Undone."))
    return back(request, code)


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
