"""Waves at the desk: the next one is opened, themes are matched, and what has moved is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from gapsessions.disparity.standing import standing_of
from gapsessions.disparity.worded.wave_told import wave_told
from gapsessions.plan.queries import counts_of
from gapsessions.plan.waves import actions
from gapsessions.plan.waves.content import with_wave
from gapsessions.plan.waves.forms import RepeatForm
from gapsessions.plan.waves.queries import comparison_of, earlier_sessions, match_lines
from gapsessions.sessions.access import may_run, session_for, session_to_run
from gapsessions.sessions.models import GapSession
from gapsessions.themes.queries import themes_of
from gapsessions.themes.steps import steps_done
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_POST
def next_wave(request: HttpRequest, code: str) -> HttpResponse:
    """Open the session in which the exercise is held again."""
    session = session_to_run(request, code, archived=True)
    made = actions.open_next_wave(session=session, title=actions.suggested_title(session))
    said = gettext("Planned as last time: questions, gatherings, segments and run times. No answers came along.")
    messages.success(request, said)
    return redirect("session-settings", code=made.code)


@require_safe
def wave(request: HttpRequest, code: str) -> HttpResponse:
    """What has moved since the wave before, and which of its themes were found again."""
    session = session_for(request, code)
    earlier = session.wave_of
    context: dict[str, Any] = {
        "session": session,
        "earlier": earlier,
        "done": steps_done(session),
        "counts": counts_of(session, timezone.localdate()),
        "may_run": may_run(request, session),
        "repeat": RepeatForm(sessions=earlier_sessions(session), initial={"earlier": earlier.code if earlier else ""}),
    }
    if earlier is not None:
        context |= _told(session, earlier)
    return render_page(request, "plan/wave.html", context)


def _told(session: GapSession, earlier: GapSession) -> dict[str, Any]:
    lines = match_lines(session)
    content = standing_of(session).content if session.themes_closed_at or session.readings_seen_at else None
    return {
        "lines": lines,
        "before": list(themes_of(earlier)),
        "proposed": sum(line.state == "proposed" for line in lines),
        "confirmed": sum(line.state == "confirmed" for line in lines),
        "compared_before": comparison_of(earlier) is not None,
        "told": wave_told(with_wave(session, replace(content, wave=None))) if content is not None else None,
    }


@require_POST
def repeat(request: HttpRequest, code: str) -> HttpResponse:
    """Say which session this one repeats."""
    session = session_to_run(request, code)
    form = RepeatForm(request.POST, sessions=earlier_sessions(session))
    if form.is_valid():
        actions.repeat(session=session, earlier=form.cleaned_data["earlier"])
        messages.success(request, gettext("Saved."))
    else:
        messages.error(request, gettext("Please choose one of the sessions."))
    return redirect("wave", code=code)


@require_POST
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Have the machine propose which themes are the same."""
    session = session_to_run(request, code)
    found = actions.propose_matches(session=session)
    words = ngettext("%(n)d theme might be one of last time.", "%(n)d themes might be ones of last time.", found)
    said = (
        words % {"n": found} if found else gettext("No theme looks like one of last time. You can match them by hand.")
    )
    messages.success(request, said)
    return redirect("wave", code=code)


@require_POST
def settle(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the matches as they were chosen; what was proposed and not chosen does not come again."""
    session = session_to_run(request, code)
    chosen = {key[6:]: value for key, value in request.POST.items() if key.startswith("match-")}
    settled = actions.settle_matches(session=session, chosen=chosen)
    words = ngettext("%(n)d theme is matched with last time.", "%(n)d themes are matched with last time.", settled)
    messages.success(request, words % {"n": settled})
    return redirect("wave", code=code)
