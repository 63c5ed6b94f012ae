"""Deciding about a theme where it is read: on the compare page, which shows at once that it stands in the plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from gapsessions.accounts.access import person_of
from gapsessions.disparity.decided import Decided, tell_decided
from gapsessions.disparity.wishes import Wishes, wishes_of
from gapsessions.plan.actions import add_action
from gapsessions.plan.forms import DecideForm
from gapsessions.plan.page import Todo, todos_of
from gapsessions.plan.queries import actions_about, owner_names
from gapsessions.plan.ways_back import from_compare, way_back
from gapsessions.sessions.models import GapSession
from gapsessions.themes.access import session_to_run, theme_of
from gapsessions.themes.steps import steps_done
from gapsessions.web.pages import render_page, wanted_part
from gapsessions.web.requests import HttpRequest

PART = "in-plan"


@tell_decided
def decided(session: GapSession, wishes: Wishes) -> Decided:
    """What stands in the plan about the theme that is opened on the compare page, and a form for more."""
    form = DecideForm(owners=owner_names(session))
    about = _about(session, wishes.theme)
    state = repr([(todo.action.key, todo.action.version, todo.overdue) for todo in about])
    return Decided(f"plan/on_theme.html#{PART}", _words(session, wishes.theme, wishes, form, about), state)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Write down what was decided about a theme: what, who, until when. A script fills the part in place."""
    session = session_to_run(request, code)
    theme, wishes = theme_of(session, key), wishes_of(request.GET)
    form = DecideForm(request.POST if request.method == "POST" else None, owners=owner_names(session))
    in_place = wanted_part(request) == PART
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        action = add_action(
            session=session, what=said["what"], owner=said["owner"], due=said["due"], theme=theme,
            by=person_of(request), entry=said["entry"],
        )  # fmt: skip
        undo = f"undo:{reverse('action-remove', args=[session.code, action.key])}?{from_compare(wishes)}"
        messages.success(request, gettext("It is in the plan."), extra_tags=undo)
        if not in_place:
            return redirect(way_back(request, session))
        form = DecideForm(owners=form.owners)
    context = _words(session, theme.key, wishes, form, _about(session, theme.key))
    context |= {"session": session, "theme": theme, "done": steps_done(session), "may_run": True, "answers": True}
    return render_page(request, "plan/on_theme.html", context, parts=("in-plan",), status=422 if form.is_bound else 200)


def _about(session: GapSession, theme: str) -> tuple[Todo, ...]:
    return todos_of(actions_about(session, theme), timezone.localdate())


def _words(
    session: GapSession, theme: str, wishes: Wishes, form: DecideForm, about: tuple[Todo, ...]
) -> dict[str, Any]:
    back = from_compare(wishes)
    return {
        "about_key": theme,
        "todos": about,
        "decide_form": form,
        "decide_at": f"{reverse('plan-decide', args=[session.code, theme])}?{back}",
        "return_to": f"?{back}",
    }
