"""URLs of the project: the product's own table of contents, and the pages for what went wrong."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("gapsessions.urls"))]

handler400 = "gapsessions.web.views.bad_request"
handler403 = "gapsessions.web.views.forbidden"
handler404 = "gapsessions.web.views.not_found"
handler500 = "gapsessions.web.views.server_error"
