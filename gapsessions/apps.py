"""The one Django app of the project."""

from __future__ import annotations

from django.apps import AppConfig


class GapSessionsConfig(AppConfig):
    """All steps of the exercise live in this app; each has its own package."""

    name = "gapsessions"
    verbose_name = "Gap Sessions"
    default_auto_field = "django.db.models.BigAutoField"
