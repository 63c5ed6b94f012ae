"""Update links: made and ended at the desk, opened by the owner of actions on whatever is at hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from django.contrib import messages
from django.http import Http404, HttpResponse
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
from gapsessions.plan.models import ActionOwner, ActionStatus
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.web.languages import worded_in
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


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
    with translation.override(worded_in(owner.session.language)):
        if request.method == "POST":
            return _unindexed(_reported(request, token, owner))
        return _unindexed(_page(request, owner))


def _reported(request: HttpRequest, token: str, owner: ActionOwner) -> HttpResponse:
    """Take down what was said of each action on the page; what cannot be kept stands there still, with the reason."""
    refused: dict[str, ProgressForm] = {}
    meanwhile: set[str] = set()
    shown = [action for action in actions_of_owner(owner) if f"{action.key}-seen" in request.POST]
    if not shown:
        raise Http404
    for action in shown:
        form = ProgressForm(request.POST, prefix=action.key)
        if not form.is_valid():
            refused[action.key] = form
        elif form.touched():
            said = form.cleaned_data
            try:
                status = ActionStatus(said["status"])
                report_progress(action=action, status=status, note=said["note"], seen=said["seen"])
            except ChangedMeanwhile:
                refused[action.key] = form
                meanwhile.add(action.key)
            except SessionIsArchived:
                return _page(request, owner, status=409)
    if refused:
        return _page(request, owner, refused, meanwhile, status=409 if meanwhile else 422)
    messages.success(request, gettext("Thank you. It is saved."))
    return redirect("update-link", token)


def _page(
    request: HttpRequest,
    owner: ActionOwner,
    refused: Mapping[str, ProgressForm] = MappingProxyType({}),
    meanwhile: Collection[str] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    rows = []
    for action in actions_of_owner(owner):
        now = {"seen": action.version, "was_status": action.status, "was_note": action.note}
        form = refused.get(action.key) or ProgressForm(
            prefix=action.key, initial=now | {"status": action.status, "note": action.note}
        )
        if form.is_bound:
            # What was typed stays; what it is compared with is what stands there now.
            form.data = form.data.copy()
            form.data.update({f"{action.key}-{name}": str(value) for name, value in now.items()})
        rows.append((action, form, action.is_overdue(today), action.key in meanwhile))
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
