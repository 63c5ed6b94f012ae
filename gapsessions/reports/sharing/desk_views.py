"""Links at the desk: make one, see it once, close it, give it another day or another address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from gapsessions.accounts.links import lasting_address
from gapsessions.accounts.models import User
from gapsessions.reports.access import may_run
from gapsessions.reports.sharing.access import link_of_session, session_for, session_to_run
from gapsessions.reports.sharing.actions import (
    DraftsAreNotShared,
    MadeAlready,
    NoLastingAddress,
    change_last_day,
    close_link,
    make_link,
    renew_link,
)
from gapsessions.reports.sharing.forms import LastDayForm, LinkForm, PreviewForm, empty_form
from gapsessions.reports.sharing.models import LinkKind, ShareLink
from gapsessions.reports.sharing.queries import links_of, shareable_versions
from gapsessions.sessions.models import GapSession
from gapsessions.storage.codes import address_code
from gapsessions.themes.steps import steps_done
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_safe
def links(request: HttpRequest, code: str) -> HttpResponse:
    """Every link of the session, and what a new one would open."""
    return _page(request, session_for(request, code))


@require_POST
def new_link(request: HttpRequest, code: str) -> HttpResponse:
    """Make a link, and show its address in this answer and never again."""
    session = session_to_run(request, code)
    kind = LinkKind.PREVIEW if request.POST.get("kind") == LinkKind.PREVIEW else LinkKind.REPORT
    form = (PreviewForm if kind is LinkKind.PREVIEW else LinkForm)(request.POST, auto_id=f"{kind}_%s")
    if not form.is_valid():
        return _page(request, session, status=422, **{f"{kind}_form": form})
    version = shareable_versions(session).first()
    if kind is LinkKind.PREVIEW and request.POST.get("what") == "now":
        version = None
    facts = form.cleaned_data | {"entry": request.POST.get("entry", "")}
    try:
        made = make_link(session=session, kind=kind, version=version, by=_person(request), **facts)
    except (NoLastingAddress, DraftsAreNotShared, MadeAlready) as refused:
        return _refused(request, session, refused)
    return _page(request, session, made=made)


@require_POST
def link(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Close a link, give it another last day, or another address; closing also works from the archive."""
    verb = request.POST.get("verb", "")
    session = session_to_run(request, code, archived=verb == "close")
    found = link_of_session(session, key)
    if verb == "close":
        close_link(link=found)
        messages.success(request, gettext("The link is closed. Whoever opens it finds nothing."))
    elif verb == "renew":
        try:
            return _page(request, session, made=renew_link(link=found, by=_person(request)))
        except (NoLastingAddress, DraftsAreNotShared) as refused:
            return _refused(request, session, refused)
    elif verb == "day":
        form = LastDayForm(request.POST)
        if form.is_valid():
            change_last_day(link=found, last_day=form.cleaned_data["last_day"])
            messages.success(request, gettext("The link works until the new day."))
        else:
            messages.error(request, " ".join(form.errors.get("last_day", [])))
    return redirect("report-links", code)


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _refused(request: HttpRequest, session: GapSession, refused: Exception) -> HttpResponse:
    if isinstance(refused, DraftsAreNotShared):
        messages.error(request, gettext("There is nothing to share yet: make a version first. Drafts are not shared."))
    if isinstance(refused, MadeAlready):
        messages.info(
            request, gettext("That link was made already, and its address shown then. “New link” gives another.")
        )
    return _page(request, session, status=422)


def _page(
    request: HttpRequest,
    session: GapSession,
    *,
    made: tuple[ShareLink, str] | None = None,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    context = {
        "session": session,
        "done": steps_done(session),
        "may_run": may_run(request, session),
        "links": links_of(session),
        "once": _address(*made) if made else "",
        "made": made[0] if made else None,
        "entries": {kind.value: address_code() for kind in LinkKind},
        "closed": session.themes_closed_at is not None,
    }
    for kind in LinkKind:
        context[f"{kind}_form"] = forms.get(f"{kind}_form") or empty_form(kind)
    return render_page(request, "reports/links.html", context, status=status)


def _address(link: ShareLink, token: str) -> str:
    name = "preview" if link.kind == LinkKind.PREVIEW else "shared"
    return lasting_address() + reverse(name, args=[token])
