"""Preparing a gathering: open one, change it, and show the code that leads into it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from gapsessions.gatherings import actions
from gapsessions.gatherings.access import gathering_for, gathering_to_run
from gapsessions.gatherings.forms import GatheringForm, facts_of, usual_style
from gapsessions.gatherings.guessing import vouch
from gapsessions.gatherings.joining import door_for, qr_of
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Perspective
from gapsessions.sessions.access import session_to_run
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Open a gathering; `?perspective=` says whose."""
    session = session_to_run(request, code)
    wanted = request.GET.get("perspective", "")
    who = wanted if wanted in [*Perspective] else Perspective.LEADERSHIP.value
    form = GatheringForm(_said(request), initial={"perspective": who, "style": usual_style(who).value})
    if request.method == "POST" and form.is_valid():
        facts = form.facts
        gathering = actions.open_gathering(session=session, **vars(facts))
        messages.success(request, gettext("“%(name)s” is prepared.") % {"name": gathering.name})
        return redirect("gathering", code=code, key=gathering.key)
    removed = Gathering.everything.filter(session=session, removed_at__isnull=False).order_by("-removed_at")[:10]
    context = {"session": session, "form": form, "removed": removed}
    return render_page(request, "gatherings/new.html", context, status=_status(request, form))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Change what was said of a gathering."""
    gathering = gathering_to_run(request, code, key)
    form = GatheringForm(_said(request), initial=facts_of(gathering))
    if request.method == "POST" and form.is_valid():
        actions.change_gathering(gathering=gathering, facts=form.facts)
        messages.success(request, gettext("Saved."))
        return redirect("gathering", code=code, key=key)
    context = {"session": gathering.session, "gathering": gathering, "form": form}
    return render_page(request, "gatherings/edit.html", context, status=_status(request, form))


@require_safe
def qr(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The way in as a picture for cameras."""
    gathering = gathering_for(request, code, key)
    if not gathering.code:
        raise Http404
    vouch(request, gathering.code)
    code_of = qr_of(door_for(request).link(gathering.code))
    return render(request, "gatherings/qr.svg", {"qr": code_of}, content_type="image/svg+xml")


def _said(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _status(request: HttpRequest, form: GatheringForm) -> int:
    return 422 if request.method == "POST" and form.errors else 200
