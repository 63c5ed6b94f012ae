"""Addresses of links at the desk, and of what they open."""

from __future__ import annotations

from django.urls import path

from gapsessions.reports.sharing import desk_views, views

urlpatterns = [
    path("s/<str:code>/report/links/", desk_views.links, name="report-links"),
    path("s/<str:code>/report/links/new/", desk_views.new_link, name="report-link-new"),
    path("s/<str:code>/report/links/<str:key>/", desk_views.link, name="report-link"),
    path("shared/<str:token>/", views.shared, name="shared"),
    path("shared/<str:token>/<str:kind>/", views.file, name="shared-file"),
    path("preview/<str:token>/", views.preview, name="preview"),
]
