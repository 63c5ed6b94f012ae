"""Addresses of opening sessions and of their settings; the page of one session is the desk's (facilitation)."""

from __future__ import annotations

from django.urls import path

from gapsessions.sessions import views

urlpatterns = [
    path("sessions/new/", views.new_session, name="session-new"),
    path("s/<str:code>/settings/", views.settings_page, name="session-settings"),
    path("s/<str:code>/duplicate/", views.duplicate, name="session-duplicate"),
    path("s/<str:code>/archive/", views.archive, name="session-archive"),
    path("s/<str:code>/restore/", views.restore, name="session-restore"),
]
