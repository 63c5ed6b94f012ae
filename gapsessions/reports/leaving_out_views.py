"""The page where facilitators choose which themes stand in the report: left out with a press, put back with another."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.standing import standing_of
from gapsessions.disparity.worded.summary import by_theme, raised_by
from gapsessions.reports.access import session_to_run
from gapsessions.reports.leaving_out import LeftOut, leave_out, left_out_of, put_back
from gapsessions.themes.queries import present_theme_of
from gapsessions.themes.steps import steps_done
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

VERBS = {"leave-out": (leave_out, "put-back"), "put-back": (put_back, "leave-out")}
"""What a press does, and the verb that takes it back."""


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One theme of the comparison: who raised it, and whether the report shows it."""

    key: str
    name: str
    heading: str
    raised_by: str
    out: bool
    by_merge: bool
    """Only because a theme that was left out went up in it."""


@require_safe
def themes(request: HttpRequest, code: str) -> HttpResponse:
    """List the themes of the comparison as it stands, those that are left out first."""
    session = session_to_run(request, code)
    if session.themes_closed_at is None:
        return redirect("report", code)
    content = standing_of(session).content
    lines = []
    if content is not None:
        lines = theme_lines(content, left_out_of(session, {theme.key for theme in content.themes}))
    context = {"session": session, "done": steps_done(session), "lines": lines, "out": sum(line.out for line in lines)}
    return render_page(request, "reports/themes.html", context)


def theme_lines(content: SnapshotContent, out: LeftOut) -> list[ThemeLine]:
    """Every theme with who raised it at all; what is left out stands first, then what most wrote about."""
    found = by_theme(content)
    lines = [
        ThemeLine(
            theme.key,
            theme.name,
            theme.heading,
            raised_by(content, found[theme.theme]),
            theme.key in out.keys,
            theme.key in out.by_merge,
        )
        for theme in content.themes
        if theme.answers
    ]
    return sorted(lines, key=lambda line: not line.out)


@require_POST
def mark(request: HttpRequest, code: str, theme: str, verb: str) -> HttpResponse:
    """Leave a theme out of the next versions, or put it back; a second press changes nothing."""
    session = session_to_run(request, code)
    found = present_theme_of(session, theme)
    if verb not in VERBS or found is None or found.other:
        raise Http404
    act, back = VERBS[verb]
    act(session=session, theme=found)
    said = {
        "leave-out": _("“%(theme)s” is left out of the next version. Versions that are made stay as they are."),
        "put-back": _("“%(theme)s” stands in the next version again."),
    }[verb] % {"theme": found.name}
    undo = reverse("report-theme", args=[session.code, found.key, back])
    messages.success(request, said, extra_tags=f"undo:{undo}")
    return redirect("report-themes", code)
