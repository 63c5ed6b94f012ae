"""Addresses of the report page and of its files."""

from __future__ import annotations

from django.urls import path

from gapsessions.reports import headline_views, views

urlpatterns = [
    path("s/<str:code>/report/", views.report, name="report"),
    path("s/<str:code>/report/headlines/", headline_views.headlines, name="report-headlines"),
    path("s/<str:code>/report/<str:key>/<str:kind>/", views.download, name="report-file"),
]
