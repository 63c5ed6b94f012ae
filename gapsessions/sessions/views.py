"""Opening a session, its settings, and what can be done with it as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from gapsessions.accounts.access import FACILITATORS, OWNERS, has_role, organisations_of, person_of
from gapsessions.sessions import actions
from gapsessions.sessions.access import kept_sessions_of, session_to_run
from gapsessions.sessions.forms import DescribeForm, SessionForm
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_http_methods(["GET", "HEAD", "POST"])
def new_session(request: HttpRequest) -> HttpResponse:
    """Open a session in one of the organisations one facilitates."""
    own = organisations_of(request, FACILITATORS).order_by("name")
    if not own.exists():
        raise Http404
    earlier = kept_sessions_of(request, FACILITATORS).order_by("-created_at")
    form = SessionForm(request.POST or None, organisations=own, earlier=earlier)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        opened = actions.open_session(
            organisation=typed["organisation"],
            title=typed["title"],
            language=typed["language"],
            like=typed.get("like"),
        )
        return redirect("session", code=opened.code)
    return render_page(request, "sessions/new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest, code: str) -> HttpResponse:
    """Title, language, ground rules and segments; from here to the wording, and to archive, duplicate and erase."""
    session = session_to_run(request, code, archived=request.method != "POST")
    said = {name: getattr(session, name) for name in ("title", "language", "ground_rules")}
    said["segments"] = "\n".join(session.segments)
    form = DescribeForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        actions.describe(session=session, **form.cleaned_data)
        messages.success(request, gettext("Saved."))
        return redirect("session-settings", code=code)
    may_erase = has_role(person_of(request), session.organisation, OWNERS)
    return render_page(request, "sessions/settings.html", {"session": session, "form": form, "may_erase": may_erase})


@require_POST
def duplicate(request: HttpRequest, code: str) -> HttpResponse:
    """Make another session that asks the same."""
    session = session_to_run(request, code, archived=True)
    title = gettext("%(title)s, again") % {"title": session.title}
    copy = actions.duplicate_session(session=session, title=title[:200])
    messages.success(request, gettext("This session asks the same in the same words; no answers came along."))
    return redirect("session-settings", code=copy.code)


@require_POST
def archive(request: HttpRequest, code: str) -> HttpResponse:
    """Take a session off the desk, with an undo."""
    session = session_to_run(request, code, archived=True)
    actions.archive(session=session)
    undo = reverse("session-restore", args=[code])
    said = gettext("%(title)s is in the archive.") % {"title": session.title}
    messages.success(request, said, extra_tags=f"undo:{undo}")
    return redirect("sessions")


@require_POST
def restore(request: HttpRequest, code: str) -> HttpResponse:
    """Put a session back on the desk."""
    session = session_to_run(request, code, archived=True)
    actions.restore(session=session)
    messages.success(request, gettext("%(title)s is back.") % {"title": session.title})
    return redirect("session", code=code)
