"""The one Django app of the project."""

from __future__ import annotations

from django.apps import AppConfig


class GapSessionsConfig(AppConfig):
    """All steps of the exercise live in this app; each has its own package."""

    name = "gapsessions"
    verbose_name = "Gap Sessions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks that say whether this machine keeps words safely, and what phones may ask for."""
        # Imported for what they register, once settings and models stand.
        from gapsessions.plan import follow_up  # noqa: F401 (a verb of phones)
        from gapsessions.sheets import live, predicting, pulse  # noqa: F401 (the phones' channel, and two verbs of theirs)
        from gapsessions.storage import checks  # noqa: F401
