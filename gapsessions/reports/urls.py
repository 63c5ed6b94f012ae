"""Addresses of the report page and of its files."""

from __future__ import annotations

from django.urls import path

from gapsessions.reports import headline_views, leaving_out_views, views

urlpatterns = [
    path("s/<str:code>/report/", views.report, name="report"),
    path("s/<str:code>/report/headlines/", headline_views.headlines, name="report-headlines"),
    path("s/<str:code>/report/themes/", leaving_out_views.themes, name="report-themes"),
    path("s/<str:code>/report/themes/<str:theme>/<str:verb>/", leaving_out_views.mark, name="report-theme"),
    path("s/<str:code>/report/<str:key>/<str:kind>/", views.download, name="report-file"),
]
