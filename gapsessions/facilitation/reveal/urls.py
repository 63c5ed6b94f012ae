"""Addresses of the reveal."""

from __future__ import annotations

from django.urls import path

from gapsessions.facilitation.reveal import views

urlpatterns = [
    path("s/<str:code>/reveal/", views.reveal, name="reveal"),
    path("s/<str:code>/reveal/plan/", views.plan, name="reveal-plan"),
    path("s/<str:code>/reveal/decisions/", views.decisions, name="reveal-decisions"),
]
