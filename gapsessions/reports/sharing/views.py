"""What a link opens: the report as a page for phones, its files where they may be taken, or a reveal's preview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gapsessions.reports.freshness import fresh_files
from gapsessions.reports.models import FileKind, ReportFile
from gapsessions.reports.sharing.access import file_behind, link_to_read
from gapsessions.reports.sharing.actions import count_opening
from gapsessions.reports.sharing.kept import page_behind, reveal_behind
from gapsessions.reports.sharing.models import LinkKind, ShareLink
from gapsessions.reports.views import MEDIA, file_name
from gapsessions.web.languages import worded_in
from gapsessions.web.requests import HttpRequest

NOBODY_HEARS = "no-referrer"
"""The address is the secret, so no page that is opened from here may learn it."""


# A sixth of the bytes on a slow network. There is nothing on these pages to be guessed from their length: no token, and
# nothing that a visitor says.
@gzip_page
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The report behind a link."""
    link = link_to_read(request, token, LinkKind.REPORT)
    page = page_behind(link)
    if page is None:
        raise Http404
    _count(request, link)
    files = (
        fresh_files(link.session).filter(version=link.version_id).defer("data").order_by("pk") if link.downloads else ()
    )
    return _answer(request, "reports/shared.html", link, {"page": page, "files": files, "token": token})


@gzip_page
@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The steps of the reveal, one below the other, for whoever hears of them before the room does."""
    link = link_to_read(request, token, LinkKind.PREVIEW)
    reveal = reveal_behind(link)
    if reveal is None:
        raise Http404
    _count(request, link)
    return _answer(request, "reports/preview.html", link, {"reveal": reveal})


@require_safe
def file(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """One file of the version, where the link is for taking files; nothing else of the session."""
    link = link_to_read(request, token, LinkKind.REPORT)
    found = file_behind(link, kind)
    response = HttpResponse(bytes(found.data), content_type=MEDIA[FileKind(found.kind)])
    response["Content-Disposition"] = content_disposition_header(True, file_name(link.session, found))
    return _discreet(response)


def _files(link: ShareLink) -> list[ReportFile]:
    """What may be taken now: not what still holds words that were withdrawn."""
    return list(fresh_files(link.session).filter(version=link.version_id).defer("data").order_by("pk"))


def _count(request: HttpRequest, link: ShareLink) -> None:
    """Count that a person opened the page: browsers say what they fetch it for, messengers that look at links do not.

    Over plain HTTP no browser says so; there every GET is taken for a person.
    """
    said = request.headers.get("Sec-Fetch-Dest", "" if request.is_secure() else "document")
    if request.method == "GET" and said == "document" and "Sec-Purpose" not in request.headers:
        count_opening(link=link)


def _answer(request: HttpRequest, template: str, link: ShareLink, context: Mapping[str, Any]) -> HttpResponse:
    """The page in the session's language, which is its readers': nothing is asked of them, not even a cookie."""
    organisation = link.session.organisation
    with translation.override(worded_in(link.session.language)):
        response = render(request, template, {**context, "link": link, "organisation": organisation})
    response["Content-Language"] = worded_in(link.session.language)
    return _discreet(response)


def _discreet(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = NOBODY_HEARS
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
