"""The front page, the probes, and the pages for what went wrong."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from gapsessions.web.logs import request_id
from gapsessions.web.pages import render_page
from gapsessions.web.readiness import readiness
from gapsessions.web.requests import HttpRequest


@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    """Say what this is and how the main job runs; whoever is signed in goes on to the desk."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render_page(request, "web/front.html")


@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """Say that the process answers; nothing else is touched."""
    return JsonResponse({"alive": True})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Say whether answers can be kept right now: 200, or 503 while the database or the disk fails."""
    found = readiness()
    content = {"ready": found.ready, "database": found.database, "disk": found.disk, "model": found.model}
    return JsonResponse(content, status=200 if found.ready else 503)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400 without repeating what was sent."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: what somebody may not see looks like what does not exist."""
    return not_found(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404, the same for a stranger's object, a closed room and a typing error."""
    return render(request, "404.html", status=404)


@requires_csrf_token
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403: the form came from another site, or its page had been open for too long."""
    return render(request, "403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 from a template alone: no context processor may touch what has just failed."""
    page = loader.get_template("500.html").render({"request_id": request_id.get()})
    return HttpResponse(page, status=500)
