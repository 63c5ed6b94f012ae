"""The page where facilitators word the headlines of the next version themselves, page by page."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gapsessions.disparity.standing import headline_of_people, reword_headline, standing_of
from gapsessions.reports.access import session_to_run
from gapsessions.reports.actions import headlines_of_people, reword_pages
from gapsessions.reports.document import build_document
from gapsessions.reports.forms import PagesForm
from gapsessions.reports.headings import SUMMARY, Heading
from gapsessions.reports.leaving_out import as_reported
from gapsessions.sessions.models import GapSession
from gapsessions.themes.steps import steps_done
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_http_methods(["GET", "HEAD", "POST"])
def headlines(request: HttpRequest, code: str) -> HttpResponse:
    """Show what each page would be headed, and keep people's own words for it."""
    session = session_to_run(request, code)
    if session.themes_closed_at is None:
        return redirect("report", code)
    written = _written(session)
    own = headlines_of_people(session) | {SUMMARY: headline_of_people(session)}
    form = PagesForm(written, own, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.headlines()
        reword_headline(session=session, headline=given.pop(SUMMARY, ""))
        reword_pages(session=session, headlines=given)
        messages.success(request, _("The headlines are kept. They stand in the next version."))
        return redirect("report", code)
    context = {"session": session, "done": steps_done(session), "form": form}
    return render_page(request, "reports/headlines.html", context, status=422 if form.is_bound else 200)


def _written(session: GapSession) -> list[Heading]:
    """The pages of a version made now, headed from the data alone; none where nothing was compared yet."""
    content = standing_of(session).content
    if content is None:
        return []
    content = replace(as_reported(session, content), headline="", headlines={})
    return list(build_document(content, appendix=False).headings.values())
