"""Asking for a version of the report: the one verb of the report page that needs more than the comparison."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gapsessions.background.queue import leave_once
from gapsessions.facilitation.reporting.tasks import ask_for_version, renew_reports
from gapsessions.reports.access import session_to_run
from gapsessions.reports.actions import OneIsUnderWay, ThemesAreOpen
from gapsessions.reports.forms import VersionForm
from gapsessions.web.requests import HttpRequest


@require_POST
def build(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a new version; the page shows how far it is."""
    session = session_to_run(request, code)
    form = VersionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a paper. The note may have 200 characters."))
        return redirect("report", code)
    try:
        ask_for_version(session=session, by=request.user, **form.cleaned_data)
    except ThemesAreOpen:
        messages.error(request, _("Close the themes first: a report shows what differs."))
    except OneIsUnderWay:
        messages.info(request, _("A version is being made already."))
    return redirect("report", code)


@require_POST
def renew(request: HttpRequest, code: str) -> HttpResponse:
    """Make files anew that hold words which were withdrawn; asked twice, the second finds nothing to do."""
    session = session_to_run(request, code)
    leave_once(renew_reports, session.pk)
    messages.info(request, _("The files are being made again without the withdrawn words."))
    return redirect("report", code)
