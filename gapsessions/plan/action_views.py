"""The actions of a plan: written down, changed, finished, and who may say so by a link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gapsessions.accounts.links import lasting_address, why_none
from gapsessions.disparity.news import news_of
from gapsessions.plan import actions as verbs
from gapsessions.plan.access import action_to_change
from gapsessions.plan.actions import ChangedMeanwhile, words_of
from gapsessions.plan.forms import STATUS_CHOICES, ActionForm
from gapsessions.plan.models import Action, ActionStatus
from gapsessions.plan.queries import actions_of, count_actions, owner_names, removed_actions
from gapsessions.plan.standing import entries_of, grouped, owners_of
from gapsessions.plan.undoing import Undo, offer
from gapsessions.plan.ways_back import came_from, carried, way_back
from gapsessions.plan.wording import STATUSES
from gapsessions.sessions.access import may_run, session_for, session_to_run
from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import Theme
from gapsessions.themes.queries import heirs_of, now_called
from gapsessions.themes.steps import steps_done
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_safe
def actions(request: HttpRequest, code: str) -> HttpResponse:
    """All actions by when they are due; owners with their links."""
    return show_actions(request, session_for(request, code))


def show_actions(request: HttpRequest, session: GapSession, **more: Any) -> HttpResponse:
    """The page of actions; ``more`` is what only this answer shows, such as a link."""
    today = timezone.localdate()
    decided, removed, owners = list(actions_of(session)), list(removed_actions(session)), owners_of(session)
    entries = entries_of(session, decided)
    written = [(entry.action.key, entry.action.version, entry.theme) for entry in entries]
    links = [(owner.key, owner.name, owner.link_made_at, bool(owner.link_hash)) for owner in owners]
    news = news_of(session, "plan", today, written, [one.key for one in removed], links, session.archived_at)
    if news.known_to(request):
        return HttpResponse(status=204)
    context = {
        "session": session,
        "done": steps_done(session),
        "may_run": may_run(request, session),
        "news": news,
        "groups": grouped(entries, today),
        "counts": count_actions(decided, today),
        "owners": owners,
        "removed": removed,
        "statuses": STATUS_CHOICES,
        "tab": "actions",
        "no_links": "" if lasting_address() else why_none(),
    }
    return render_page(request, "plan/actions.html", context | more, parts=("actions",))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Write an action down; `?theme=` says which theme it answers."""
    session = session_to_run(request, code)
    form = _form(request, session, initial={"theme": request.GET.get("theme", "")[:12]})
    if request.method == "POST" and form.is_valid():
        verbs.write_action(session=session, words=form.words(), by=request.user, entry=form.cleaned_data.get("entry"))
        messages.success(request, gettext("The action is in the plan."))
        return redirect(way_back(request, session))
    return _page(request, session, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Say an action anew. Whoever saves over a change they have not seen is shown it first."""
    action = action_to_change(request, code, key)
    words = words_of(action)
    theme = now_called(words.theme, heirs_of(action.session))
    said = {"theme": theme, "owner": words.owner, "status": words.status.value, "seen": action.version}
    said |= {name: getattr(words, name) for name in ("what", "due", "sponsor", "departments", "measure", "note")}
    form = _form(request, action.session, initial=said)
    if request.method != "POST" or not form.is_valid():
        return _page(request, action.session, form, action)
    try:
        held = verbs.change_action(action=action, words=form.words(), seen=form.cleaned_data["seen"] or 0)
    except ChangedMeanwhile:
        form.data = form.data.copy()
        form.data["seen"] = str(action.version)
        return _page(request, action.session, form, action, meanwhile=True)
    _said(request, held, words)
    return redirect(way_back(request, action.session))


@require_POST
def status(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Say how far an action is, with an undo."""
    action = action_to_change(request, code, key)
    try:
        wanted, seen = ActionStatus(request.POST.get("status", "")), int(request.POST.get("seen", "")[:9])
        before = words_of(action)
        _said(request, verbs.set_status(action=action, status=wanted, seen=seen), before)
    except ValueError:
        messages.error(request, gettext("Say how far it is; nothing was changed."))
    except ChangedMeanwhile:
        messages.error(request, gettext("Somebody has changed this action meanwhile. Look at it again."))
    return redirect(way_back(request, action.session))


@require_POST
def remove(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take an action out of the plan, with an undo."""
    action = action_to_change(request, code, key)
    verbs.remove_action(action=action)
    undo = reverse("action-restore", args=[code, key]) + carried(request)
    messages.success(request, gettext("The action is out of the plan."), extra_tags=f"undo:{undo}")
    return redirect(way_back(request, action.session))


@require_POST
def restore(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put an action back into the plan."""
    action = verbs.put_back(action=action_to_change(request, code, key))
    messages.success(request, gettext("The action is in the plan again."))
    return redirect(way_back(request, action.session))


def _said(request: HttpRequest, action: Action, before: verbs.ActionWords) -> None:
    """Tell what was changed, and offer to take it back."""
    if words_of(action) == before:
        return
    undo = Undo(action=action.key, words=before, version=action.version)
    tag = offer(action.session, undo, back=carried(request))
    if before.status is not ActionStatus(action.status):
        now = STATUSES[ActionStatus(action.status)]
        words = gettext("%(what)s: %(status)s") % {"what": action.what[:60], "status": now}
    else:
        words = gettext("The action is changed.")
    messages.success(request, words, extra_tags=tag)


def _form(request: HttpRequest, session: GapSession, *, initial: dict[str, Any]) -> ActionForm:
    themes = Theme.objects.filter(session=session, other=False).order_by("name").values_list("key", "name")
    data = request.POST if request.method == "POST" else None
    return ActionForm(data, initial=initial, themes=list(themes), owners=owner_names(session))


def _page(
    request: HttpRequest, session: GapSession, form: ActionForm, action: Action | None, *, meanwhile: bool = False
) -> HttpResponse:
    context = {
        "session": session,
        "done": steps_done(session),
        "form": form,
        "action": action,
        "meanwhile": meanwhile,
        "back": way_back(request, session),
        "came": came_from(request),
    }
    status_code = 409 if meanwhile else 422 if form.is_bound else 200
    return render_page(request, "plan/action.html", context, status=status_code)
