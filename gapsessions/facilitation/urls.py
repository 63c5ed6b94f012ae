"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from gapsessions.facilitation import views

urlpatterns = [
    path("sessions/", views.sessions, name="sessions"),
    path("s/<str:code>/", views.session, name="session"),
    path("s/<str:code>/settings/questions/", views.questions, name="session-wording"),
]
