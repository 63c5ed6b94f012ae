"""The progress page as PDF: a second of work, so it is printed while one waits, and as things stand today."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from gapsessions.facilitation.progress.one_page import printed, progress_of
from gapsessions.reports.pdf import PdfUnavailable
from gapsessions.sessions.access import session_for
from gapsessions.web.requests import HttpRequest


@require_safe
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """Give the page; where this machine cannot print, say what to install."""
    session = session_for(request, code)
    if request.method == "HEAD":
        return HttpResponse(content_type="application/pdf")
    try:
        data = printed(progress_of(session, timezone.localdate()))
    except PdfUnavailable as why:
        messages.error(request, str(why))
        return redirect("plan-actions", code)
    # Fixed: nothing that people typed stands in a header.
    headers = {"Content-Disposition": 'inline; filename="progress.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)
