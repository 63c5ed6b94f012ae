"""The one Django app of the project."""

from __future__ import annotations

from django.apps import AppConfig


class GapSessionsConfig(AppConfig):
    """All steps of the exercise live in this app; each has its own package."""

    name = "gapsessions"
    verbose_name = "Gap Sessions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks that say whether this machine keeps words safely, and open the phones' stream."""
        from gapsessions.storage import checks  # noqa: F401 (imported for its registration, once settings stand)
        from gapsessions.sheets import live  # noqa: F401 (opens the phones' channel before the first of them connects)
