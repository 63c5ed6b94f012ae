"""The desk: every session one may see, and one session at a glance."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from gapsessions.accounts.access import FACILITATORS, memberships_of, person_of
from gapsessions.facilitation.overview import listed, overview_of
from gapsessions.facilitation.standings import live_gatherings
from gapsessions.sessions.access import facilitates, may_run, session_for, sessions_of
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

PAGE = 30


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Every session one may see; strangers are led to the sign-in page."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    wanted, archived = request.GET.get("find", "").strip()[:80], "archived" in request.GET
    all_of_them = sessions_of(request).order_by("-created_at", "-pk")
    found = all_of_them.filter(archived_at__isnull=not archived)
    if wanted:
        found = found.filter(Q(title__icontains=wanted) | Q(organisation__name__icontains=wanted))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": listed(list(page.object_list)),
        "page": page,
        "find": wanted,
        "archived": archived,
        "any": bool(page.object_list) or all_of_them.exists(),
        "in_archive": all_of_them.filter(archived_at__isnull=False).count(),
        "live": [] if archived else live_gatherings(all_of_them),
        "may_open": memberships_of(person_of(request), FACILITATORS).exists(),
    }
    return render_page(request, "facilitation/sessions.html", context, parts=("sessions",))


@require_safe
def session(request: HttpRequest, code: str) -> HttpResponse:
    """One session at a glance: three columns of gatherings, and what to do next."""
    found = session_for(request, code)
    context = {"session": found, "overview": overview_of(found), "may_run": may_run(request, found)}
    context["facilitates"] = facilitates(request, found)
    return render_page(request, "facilitation/session.html", context, parts=("next", "gatherings", "notes"))
