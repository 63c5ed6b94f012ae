"""The address of the progress page."""

from __future__ import annotations

from django.urls import path

from gapsessions.facilitation.progress import views

urlpatterns = [
    path("s/<str:code>/plan/progress.pdf", views.progress, name="plan-progress"),
]
