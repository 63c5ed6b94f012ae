"""Pages for trust in the themes: notes sorted by somebody else, and what was moved once readings could be seen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gapsessions.sessions.models import GapSession
from gapsessions.themes.access import may_run, session_for, session_to_run
from gapsessions.themes.queries import moves_after_closing
from gapsessions.themes.steps import steps_done
from gapsessions.themes.trust.actions import (
    NOTES,
    SortedBefore,
    SortingIsGoingOn,
    TooLittleToSort,
    begin_sorting,
    leave_off,
    place_again,
    step_back,
)
from gapsessions.themes.trust.models import SecondSorting
from gapsessions.themes.trust.queries import (
    agreement_in,
    choices_for,
    has_sorted,
    is_alike,
    late_moves,
    latest_sorting,
    placings_of,
)
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest, object_or_404

PAGE = 100
NONE = "none"
"""In place of a theme's key: it fits none of them."""


@require_safe
def second(request: HttpRequest, code: str) -> HttpResponse:
    """Show the note to sort next, how far somebody else is, or how far the two agree."""
    session = session_for(request, code)
    sorting = latest_sorting(session)
    mine = sorting is not None and sorting.by == request.user and may_run(request, session)
    context: dict[str, Any] = {
        "session": session,
        "done": steps_done(session),
        "may_run": may_run(request, session),
        "sorting": sorting,
        "notes": NOTES,
        "mine": mine,
        "sorted_before": has_sorted(session, request.user),
    }
    if sorting is not None:
        context |= _progress(session, sorting, mine=mine)
    return render_page(request, "themes/second_sorter.html", context, parts=("second",))


def _progress(session: GapSession, sorting: SecondSorting, *, mine: bool) -> dict[str, Any]:
    rows = list(placings_of(sorting))
    decided = sum(row.decided for row in rows)
    if sorting.finished_at is None:
        # Only the sorter sees the note, and nobody the first placing.
        upcoming = next((row for row in rows if not row.decided), None)
        return {
            "total": len(rows),
            "decided": decided,
            "note": {"place": upcoming.place, "text": upcoming.answer.text} if mine and upcoming else None,
            "choices": list(choices_for(session)) if mine else [],
        }
    unlike = [row for row in rows if row.first is not None and not is_alike(row)]
    return {"agreement": agreement_in(sorting), "unlike": unlike}


@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Draw notes for the second sorter."""
    session = session_to_run(request, code)
    try:
        begin_sorting(session=session, by=request.user)
    except SortedBefore:
        messages.error(request, _("You had a hand in these themes. Ask somebody who has not sorted them."))
    except TooLittleToSort:
        messages.error(request, _("It takes two themes and ten placed notes."))
    except SortingIsGoingOn:
        messages.error(request, _("Somebody else is sorting already."))
    return redirect("second-sorter", code)


@require_POST
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Put one note into a theme, or into none."""
    session = session_to_run(request, code)
    sorting = latest_sorting(session)
    wanted, number = request.POST.get("theme", "")[:12], request.POST.get("place", "")
    if sorting is None or not wanted or not (number.isascii() and number.isdecimal()) or len(number) > 4:
        return redirect("second-sorter", code)
    theme = None if wanted == NONE else object_or_404(choices_for(session), key=wanted)
    if not place_again(sorting=sorting, place=int(number), theme=theme, by=request.user):
        messages.info(request, _("This note is not yours to place now."))
    return redirect("second-sorter", code)


@require_POST
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Go one note back."""
    session = session_to_run(request, code)
    sorting = latest_sorting(session)
    if sorting is None or not step_back(sorting=sorting, by=request.user):
        messages.info(request, _("There is nothing to undo."))
    return redirect("second-sorter", code)


@require_POST
def stop(request: HttpRequest, code: str) -> HttpResponse:
    """Give an unfinished sorting up."""
    session = session_to_run(request, code)
    sorting = latest_sorting(session)
    if sorting is not None and leave_off(sorting=sorting):
        messages.success(request, _("Stopped. Anybody who has not sorted the themes can begin anew."))
    return redirect("second-sorter", code)


@require_safe
def moves(request: HttpRequest, code: str) -> HttpResponse:
    """List what was moved after the readings could be seen."""
    session = session_for(request, code)
    context = {
        "session": session,
        "done": steps_done(session),
        "page": Paginator(late_moves(session), PAGE).get_page(request.GET.get("page")),
        "counted": moves_after_closing(session),
        "seen_at": session.readings_seen_at,
    }
    return render_page(request, "themes/moves.html", context)
