"""The organisation's colours and logo, as files that browsers may keep: participants load them on every page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from gapsessions.accounts.branding import stylesheet
from gapsessions.accounts.models import Organisation
from gapsessions.web.requests import HttpRequest, object_or_404

# The address carries the version, so a year is safe; nothing here is secret to whoever has a joining code.
_FOR_A_YEAR = "public, max-age=31536000, immutable"


@require_safe
def colours(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """The stylesheet of an organisation, empty where it has chosen no colour."""
    organisation = object_or_404(Organisation.objects.defer("logo"), code=code, brand_version=version)
    return HttpResponse(stylesheet(organisation), content_type="text/css", headers={"Cache-Control": _FOR_A_YEAR})


@require_safe
def logo(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """The logo as PNG."""
    organisation = object_or_404(Organisation.objects.all(), code=code, brand_version=version)
    if not organisation.logo:
        raise Http404
    headers = {"Cache-Control": _FOR_A_YEAR, "Content-Disposition": "inline; filename=logo.png"}
    return HttpResponse(bytes(organisation.logo), content_type="image/png", headers=headers)
