"""The board of a session's themes, each theme alone with all its notes, and how one comes apart."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.access import session_for, session_to_run, theme_of
from gapsessions.themes.actions import NameIsTaken, ThemeIsKept, remember, split_theme
from gapsessions.themes.board import wording
from gapsessions.themes.board.page import alone_context, board_context, empty_context, frame
from gapsessions.themes.forms import MarkedForm, MergeForm, NameForm
from gapsessions.themes.models import Placement, Role, Theme
from gapsessions.themes.queries import answers_of
from gapsessions.themes.splitting import suggest_split
from gapsessions.themes.stirring import revision_of
from gapsessions.themes.verbs import is_late, say_undoable
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

PAGE = 100
"""Notes on one page of a list."""
MOST_ANSWERS = 500
"""Notes that the page for splitting shows."""


@require_safe
def themes(request: HttpRequest, code: str) -> HttpResponse:
    """Show the board: every theme with its first notes, beside them what stands in none."""
    session = session_for(request, code)
    context = board_context(request, session)
    if context["changing"] and context["may_run"]:
        context["change"] = theme_of(session, context["changing"])
    return render_page(request, "themes/board.html", context, parts=("board",))


@require_safe
def theme(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show all notes of one theme, with everything that can be done with it."""
    session = session_for(request, code)
    shown = theme_of(session, key)
    context = alone_context(request, session, shown, rows=PAGE)
    context |= {"rename": NameForm(initial={"name": shown.name}), "merge": MergeForm(session, shown)}
    return render_page(request, "themes/alone.html", context, parts=("board",))


@require_safe
def undecided(request: HttpRequest, code: str) -> HttpResponse:
    """Show the notes that stand in no theme yet, each with up to two themes it might belong to."""
    session = session_for(request, code)
    context = alone_context(request, session, None, rows=PAGE) | {"list": "undecided"}
    return render_page(request, "themes/alone.html", context, parts=("board",))


@require_safe
def other(request: HttpRequest, code: str) -> HttpResponse:
    """Show the notes of which a person said that they fit no theme."""
    session = session_for(request, code)
    found = Theme.objects.filter(session=session, other=True).first()
    context = alone_context(request, session, found, rows=PAGE) if found else empty_context(request, session)
    return render_page(request, "themes/alone.html", context | {"list": "other"}, parts=("board",))


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take some notes of a theme out into a new one; the machine marks those it would take."""
    session = session_to_run(request, code)
    shown = theme_of(session, key)
    inside = Placement.objects.filter(theme=shown, role=Role.PRIMARY).values("answer")
    answers = list(answers_of(session).filter(pk__in=inside)[:MOST_ANSWERS])
    name, marked = NameForm(request.POST or None), MarkedForm(request.POST or None)
    if request.method == "POST" and name.is_valid() and not is_late(request, session, shown):
        chosen = [picked.answer for picked in marked.picked()]
        if not chosen:
            name.add_error(None, _("Mark the notes that should go into the new theme."))
        else:
            try:
                with remember(session=session, by=request.user, answers=chosen, verb=wording.SPLIT) as done:
                    new = split_theme(theme=shown, answers=chosen, name=name.cleaned_data["name"], by=request.user)
                    done.about |= {"from": shown.name, "to": new.name, "n": len(chosen)}
                say_undoable(request, session, _("%(n)d notes have a theme of their own.") % {"n": len(chosen)}, done)
                return redirect("themes", code)
            except NameIsTaken:
                name.add_error("name", _("Another theme has this name."))
            except ThemeIsKept:
                messages.error(request, _("“Other” stays as it is."))
    context = _split_context(request, session, shown, answers, name, marked)
    return render_page(request, "themes/split.html", context)


def _split_context(
    request: HttpRequest, session: GapSession, shown: Theme, answers: list[Answer], name: NameForm, marked: MarkedForm
) -> dict[str, Any]:
    unshown = Placement.objects.filter(theme=shown, role=Role.PRIMARY, answer__struck_out=False).count() - len(answers)
    context = frame(request, session) | {"theme": shown, "answers": answers, "unshown": unshown, "name": name}
    context["revision"] = revision_of(session)
    if marked.is_bound:
        return context | _marked_first(answers, {picked.answer for picked in marked.picked()})
    suggested = suggest_split(session, answers)
    if suggested is None:
        return context | {"marked": set()}
    named = NameForm(initial={"name": suggested.name})
    return context | _marked_first(answers, suggested.answers) | {"suggested": True, "name": named}


def _marked_first(answers: list[Answer], marked: Collection[UUID]) -> dict[str, Any]:
    """What goes together stands together: one look tells whether the split is right."""
    return {"answers": sorted(answers, key=lambda answer: answer.pk not in marked), "marked": marked}
