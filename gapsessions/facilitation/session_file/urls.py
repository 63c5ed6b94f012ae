"""Addresses of a session as one file."""

from __future__ import annotations

from django.urls import path

from gapsessions.facilitation.session_file import views

urlpatterns = [
    path("sessions/bring/", views.bring, name="session-bring"),
    path("s/<str:code>/file/", views.carry, name="session-file"),
    path("s/<str:code>/file/pack/", views.pack, name="session-file-pack"),
    path("s/<str:code>/file/download/", views.download, name="session-file-download"),
]
