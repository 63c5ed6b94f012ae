"""The address at which a version of the report is asked for."""

from __future__ import annotations

from django.urls import path

from gapsessions.facilitation.reporting import views

urlpatterns = [
    path("s/<str:code>/report/new/", views.build, name="report-build"),
    path("s/<str:code>/report/renew/", views.renew, name="report-renew"),
]
