"""The themes page: what the machine proposes beside what is there, and the notes of each theme."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gapsessions.background.presence import worker_is_there
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.access import may_run, sees_who, session_for, session_to_run, theme_of
from gapsessions.themes.actions import NameIsTaken, ThemeIsKept, remember, split_theme
from gapsessions.themes.forms import MOST_ANSWERS, MarkedForm, MergeForm, NameForm
from gapsessions.themes.models import UNDER_WAY, Placement, Proposal, ProposalState, Role, Theme
from gapsessions.themes.notices import notice_sentence
from gapsessions.themes.overview import notes_of, theme_list
from gapsessions.themes.proposed import Found
from gapsessions.themes.queries import answers_of, found_in, latest_proposal, undecided_of
from gapsessions.themes.splitting import suggest_split
from gapsessions.themes.steps import steps_done
from gapsessions.themes.verbs import say_undoable
from gapsessions.web.pages import render_page, wanted_part
from gapsessions.web.requests import HttpRequest

PAGE = 100
"""Notes on one page of a list."""
PATIENCE = 6.0
"""Seconds after which a page that waits says whether anybody is at work."""
NAMES_SHOWN = 12


@require_safe
def themes(request: HttpRequest, code: str) -> HttpResponse:
    """List the themes, beside them what the machine proposes and what is undecided."""
    session = session_for(request, code)
    newest = latest_proposal(session)
    context = _frame(request, session) | _proposed(newest) | {"has_run": newest is not None}
    if wanted_part(request) != "proposal":
        at_hand, whole = request.GET.get("change", "")[:12], "all" in request.GET
        context |= {
            "list": theme_list(session, who=context["who"], whole=whole),
            "whole": whole,
            "new": NameForm(),
            "at": request.GET.get("at", ""),
            "changing": at_hand,
            "merge": MergeForm(session, theme_of(session, at_hand)) if at_hand and context["may_run"] else None,
        }
        if wanted_part(request) == "board" and not context["list"].themes:
            # The first or last theme changes the bar above the board, too: the page comes anew.
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render_page(request, "themes/themes.html", context, parts=("board", "proposal"))


def _frame(request: HttpRequest, session: GapSession) -> dict[str, Any]:
    """What every page of this step shows around its list."""
    return {
        "session": session,
        "done": steps_done(session),
        "may_run": may_run(request, session),
        "closed": session.themes_closed_at is not None,
        "who": sees_who(request, session),
    }


def _proposed(newest: Proposal | None) -> dict[str, Any]:
    """A run of the machine in words: on its way, there to be taken over, or failed; older ones are history."""
    if newest is None or newest.state in (ProposalState.ACCEPTED, ProposalState.SUPERSEDED):
        return {"proposal": None}
    under_way = newest.state in UNDER_WAY
    waited = (timezone.now() - newest.created_at).total_seconds()
    found = found_in(newest) if newest.state == ProposalState.READY else Found((), ())
    return {
        "proposal": newest,
        "under_way": under_way,
        "nobody_works": under_way and not newest.progress and waited > PATIENCE and not worker_is_there(),
        "found": len(found.names),
        "found_names": found.names[:NAMES_SHOWN],
        "found_more": max(0, len(found.names) - NAMES_SHOWN),
        "found_notices": [notice_sentence(key) for key in found.notices],
    }


@require_safe
def theme(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show the notes of one theme, with everything that can be done with it."""
    session = session_for(request, code)
    shown = theme_of(session, key)
    answers = answers_of(session).filter(placements__theme=shown)
    context = _notes(request, session, answers, shown) | {
        "theme": shown,
        "rename": NameForm(initial={"name": shown.name}),
        "merge": MergeForm(session, shown),
    }
    return render_page(request, "themes/notes.html", context, parts=("notes",))


@require_safe
def undecided(request: HttpRequest, code: str) -> HttpResponse:
    """Show the notes that stand in no theme yet, each with up to two themes it might belong to."""
    session = session_for(request, code)
    context = _notes(request, session, undecided_of(session), None) | {"list": "undecided"}
    return render_page(request, "themes/notes.html", context, parts=("notes",))


@require_safe
def other(request: HttpRequest, code: str) -> HttpResponse:
    """Show the notes of which a person said that they fit no theme."""
    session = session_for(request, code)
    context = _notes(request, session, _others(session), None) | {"list": "other"}
    return render_page(request, "themes/notes.html", context, parts=("notes",))


def _others(session: GapSession) -> QuerySet[Answer]:
    return answers_of(session).filter(placements__theme__other=True)


def _notes(request: HttpRequest, session: GapSession, answers: QuerySet[Answer], shown: Theme | None) -> dict[str, Any]:
    frame = _frame(request, session)
    page = Paginator(answers, PAGE).get_page(request.GET.get("page"))
    rows = notes_of(page.object_list, who=frame["who"], theme=shown)  # type: ignore[arg-type]
    targets = Theme.objects.filter(session=session, other=False).order_by("name")
    if shown is not None:
        targets = targets.exclude(pk=shown.pk)
    return frame | {"page": page, "notes": rows, "targets": list(targets)}


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take some notes of a theme out into a new one; the machine marks those it would take."""
    session = session_to_run(request, code)
    shown = theme_of(session, key)
    inside = Placement.objects.filter(theme=shown, role=Role.PRIMARY).values("answer")
    answers = list(answers_of(session).filter(pk__in=inside)[:MOST_ANSWERS])
    name, marked = NameForm(request.POST or None), MarkedForm(request.POST or None)
    if request.method == "POST" and name.is_valid() and marked.is_valid():
        chosen = marked.cleaned_data["answers"]
        if not chosen:
            name.add_error(None, _("Mark the notes that should go into the new theme."))
        else:
            try:
                with remember(session=session, by=request.user, answers=chosen) as done:
                    split_theme(theme=shown, answers=chosen, name=name.cleaned_data["name"], by=request.user)
                say_undoable(request, session, _("%(n)d notes have a theme of their own.") % {"n": len(chosen)}, done)
                return redirect("theme", code, key)
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
    context = _frame(request, session) | {"theme": shown, "answers": answers, "unshown": unshown, "name": name}
    if marked.is_bound:
        marks = marked.cleaned_data.get("answers", ()) if marked.is_valid() else ()
        return context | {"marked": set(marks)}
    suggested = suggest_split(session, answers)
    if suggested is None:
        return context | {"marked": set()}
    return context | {
        "marked": suggested.answers,
        "suggested": True,
        "name": NameForm(initial={"name": suggested.name}),
    }
