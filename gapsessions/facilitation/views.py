"""The desk: every session one may see, one session at a glance, and what it asks of whom."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from gapsessions.accounts.access import FACILITATORS, OWNERS, memberships_of, person_of
from gapsessions.accounts.models import Role
from gapsessions.facilitation.overview import listed, overview_of
from gapsessions.facilitation.retention.warning import soon_erased
from gapsessions.facilitation.standings import counts_of, live_gatherings
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.method.wording import SIDE_NAMES
from gapsessions.sessions.access import facilitates, kept_sessions_of, may_run, session_for, session_to_run
from gapsessions.sessions.actions import change_questions, default_wording
from gapsessions.sessions.forms import WordingForm
from gapsessions.sessions.models import GapSession
from gapsessions.sessions.queries import asked_questions, every_wording_of
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

PAGE = 30


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Every session one may see; strangers are led to the sign-in page."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    wanted, archived = request.GET.get("find", "").strip()[:80], "archived" in request.GET
    all_of_them = kept_sessions_of(request).order_by("-created_at", "-pk")
    found = all_of_them.filter(archived_at__isnull=not archived)
    if wanted:
        found = found.filter(Q(title__icontains=wanted) | Q(organisation__name__icontains=wanted))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    roles = {Role(role) for role in memberships_of(person_of(request)).values_list("role", flat=True)}
    context = {
        "rows": listed(list(page.object_list)),
        "page": page,
        "find": wanted,
        "archived": archived,
        "any": bool(page.object_list) or all_of_them.exists(),
        "in_archive": all_of_them.filter(archived_at__isnull=False).count(),
        "live": [] if archived else live_gatherings(all_of_them),
        "soon": soon_erased(request, all_of_them),
        "may_open": bool(roles & FACILITATORS),
        "may_bring": bool(roles & OWNERS),
    }
    return render_page(request, "facilitation/sessions.html", context, parts=("sessions",))


@require_safe
def session(request: HttpRequest, code: str) -> HttpResponse:
    """One session at a glance: three columns of gatherings, and what to do next."""
    found = session_for(request, code)
    context = {"session": found, "overview": overview_of(found), "may_run": may_run(request, found)}
    context["facilitates"] = facilitates(request, found)
    context["soon"] = soon_erased(request, GapSession.objects.filter(pk=found.pk))
    return render_page(request, "facilitation/session.html", context, parts=("next", "gatherings", "notes"))


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, code: str) -> HttpResponse:
    """What each perspective is asked, and in which words; `reset` names words that go back to the default."""
    found = session_to_run(request, code)
    notes = counts_of([found])[found.pk].notes
    form = WordingForm(
        request.POST if request.method == "POST" else None,
        wording=every_wording_of(found),
        defaults=default_wording(found),
        asked=asked_questions(found),
        notes=notes,
    )
    if request.method == "POST" and form.is_valid():
        words = form.wording()
        words.update(dict.fromkeys((key for key in words if request.POST.get("reset") == form.name_of(key)), ""))
        dropped = change_questions(session=found, wording=words, asked=form.asked())
        messages.success(request, gettext("The questions are saved."))
        for who, kind in dropped:
            if notes.get((who, kind)):
                messages.warning(request, _stay(who, kind, notes[who, kind]))
        return redirect("session-wording", code=code)
    status = 422 if form.is_bound else 200
    return render_page(request, "sessions/wording.html", {"session": found, "form": form}, status=status)


def _stay(who: Perspective, kind: Question, notes: int) -> str:
    words = ngettext(
        "%(who)s, question %(number)d: nobody is asked it from now on. The %(n)d note under it stays, and counts.",
        "%(who)s, question %(number)d: nobody is asked it from now on. The %(n)d notes under it stay, and count.",
        notes,
    )
    return words % {"who": gettext(SIDE_NAMES[who]), "number": kind.number, "n": notes}
