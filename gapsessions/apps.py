"""The one Django app of the project."""

from __future__ import annotations

from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy


class GapSessionsConfig(AppConfig):
    """All steps of the exercise live in this app; each has its own package."""

    name = "gapsessions"
    verbose_name = "Gap Sessions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register checks of this machine and what phones may ask for; word what every form says."""
        # Imported for what they register, once settings and models stand.
        from gapsessions.disparity import listening as comparing  # noqa: F401 (the compare page's channel)
        from gapsessions.facilitation.helping import access  # noqa: F401 (the helpers' channel)
        from gapsessions.facilitation.reporting import renewing  # noqa: F401 (files without what was withdrawn)
        from gapsessions.facilitation.retention import actions  # noqa: F401 (erases what is due, and warns before)
        from gapsessions.facilitation.room import due, listening  # noqa: F401 (closes open links in time; two channels)
        from gapsessions.facilitation.session_file import packing  # noqa: F401 (forgets files that were packed)
        from gapsessions.plan import follow_up  # noqa: F401 (a verb of phones)
        from gapsessions.plan import listening as planning  # noqa: F401 (the plan's channel)
        from gapsessions.reports import leaving_out  # noqa: F401 (says when a merge leaves a theme out)
        from gapsessions.sheets import live, predicting, pulse  # noqa: F401 (the phones' channel, and two verbs of theirs)
        from gapsessions.storage import checks  # noqa: F401
        from gapsessions.themes import newcomers, stirring  # noqa: F401 (places what is being written; the boards' channel)

        # Django's own sentence states a rule; ours says what to do.
        Field.default_error_messages["required"] = gettext_lazy("Please fill this in.")
