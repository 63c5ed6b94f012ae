"""Table of contents: every address of the product, step by step in the order of the exercise."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    # Addresses are tried from the top, and a full room asks for these a hundred times a second.
    path("", include("gapsessions.sheets.urls")),
    path("", include("gapsessions.web.urls")),
    path("", include("gapsessions.accounts.urls")),
    path("", include("gapsessions.sessions.urls")),
    path("", include("gapsessions.gatherings.urls")),
    path("", include("gapsessions.breakouts.urls")),
    path("", include("gapsessions.themes.urls")),
    path("", include("gapsessions.themes.proposals.urls")),
    path("", include("gapsessions.themes.suggesting.urls")),
    path("", include("gapsessions.themes.trust.urls")),
    path("", include("gapsessions.themes.ballot.urls")),
    path("", include("gapsessions.disparity.urls")),
    path("", include("gapsessions.facilitation.reporting.urls")),
    path("", include("gapsessions.reports.sharing.urls")),
    path("", include("gapsessions.reports.urls")),
    path("", include("gapsessions.plan.said.urls")),
    path("", include("gapsessions.plan.waves.urls")),
    path("", include("gapsessions.plan.urls")),
    path("", include("gapsessions.facilitation.progress.urls")),
    path("", include("gapsessions.intake.urls")),
    path("", include("gapsessions.facilitation.preparing.urls")),
    path("", include("gapsessions.facilitation.room.urls")),
    path("", include("gapsessions.facilitation.helping.urls")),
    path("", include("gapsessions.facilitation.reveal.urls")),
    path("", include("gapsessions.facilitation.session_file.urls")),
    path("", include("gapsessions.facilitation.retention.urls")),
    path("", include("gapsessions.facilitation.urls")),
]
