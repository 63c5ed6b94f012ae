"""Update links: made and ended at the desk, opened by the owner of actions on whatever is at hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from gapsessions.accounts.links import lasting_address
from gapsessions.plan.access import owner_to_change
from gapsessions.plan.action_views import show_actions
from gapsessions.plan.actions import ChangedMeanwhile, report_progress
from gapsessions.plan.forms import ProgressForm
from gapsessions.plan.links import NoLastingLink, actions_of_owner, end_link, make_link, owner_of_link
from gapsessions.plan.models import Action, ActionOwner, ActionStatus
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest, object_or_404


@require_POST
def link(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Make an owner's link, and show it once; the one before opens nothing any more."""
    owner = owner_to_change(request, code, key)
    try:
        token = make_link(owner=owner)
    except NoLastingLink as why:
        messages.error(request, str(why))
        return redirect("plan-actions", code)
    address = lasting_address() + reverse("update-link", args=[token])
    return show_actions(request, owner.session, once={"name": owner.name, "address": address})


@require_POST
def end(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """End an owner's link."""
    owner = owner_to_change(request, code, key)
    end_link(owner=owner)
    said = gettext("The link of %(name)s opens nothing any more. A new one can be made at any time.")
    messages.success(request, said % {"name": owner.name})
    return redirect("plan-actions", code)


@require_http_methods(["GET", "HEAD", "POST"])
def update(request: HttpRequest, token: str) -> HttpResponse:
    """An owner's own actions, and nothing else of the session; POST says how far one of them is."""
    owner = owner_of_link(request, token)
    with translation.override(owner.session.language):
        if request.method == "POST":
            return _unindexed(_reported(request, token, owner))
        return _unindexed(_page(request, owner))


def _reported(request: HttpRequest, token: str, owner: ActionOwner) -> HttpResponse:
    actions = Action.objects.filter(owner=owner, removed_at__isnull=True).select_related("session", "owner")
    action = object_or_404(actions, key=request.POST.get("action", "")[:12])
    form = ProgressForm(request.POST, prefix=action.key)
    if not form.is_valid():
        return _page(request, owner, form, status=422)
    said = form.cleaned_data
    try:
        report_progress(action=action, status=ActionStatus(said["status"]), note=said["note"], seen=said["seen"])
    except ChangedMeanwhile:
        return _page(request, owner, form, meanwhile=action.key, status=409)
    except SessionIsArchived:
        return _page(request, owner, form, status=409)
    messages.success(request, gettext("Thank you. It is saved."))
    return redirect("update-link", token)


def _page(
    request: HttpRequest,
    owner: ActionOwner,
    refused: ProgressForm | None = None,
    *,
    meanwhile: str = "",
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    rows = []
    for action in actions_of_owner(owner):
        now = {"status": action.status, "note": action.note, "seen": action.version}
        form = ProgressForm(prefix=action.key, initial=now)
        if refused is not None and refused.prefix == action.key:
            refused.data = refused.data.copy()
            refused.data[f"{action.key}-seen"] = str(action.version)
            form = refused
        rows.append((action, form, action.is_overdue(today), meanwhile == action.key))
    context = {
        "owner": owner,
        "organisation": owner.session.organisation,
        "rows": rows,
        "closed": owner.session.archived_at is not None,
    }
    return render_page(request, "plan/update.html", context, status=status)


def _unindexed(response: HttpResponse) -> HttpResponse:
    """Neither kept, nor listed, nor told to another site: the address is the key.

    Not no-referrer: browsers then send a form with the origin "null", which the protection of forms refuses.
    """
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
