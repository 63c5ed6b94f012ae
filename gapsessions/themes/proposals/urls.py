"""Addresses of the machine's proposal."""

from __future__ import annotations

from django.urls import path

from gapsessions.themes.proposals import verbs, views

P = "s/<str:code>/themes/proposal/"

urlpatterns = [
    path("s/<str:code>/themes/run/", verbs.run, name="themes-run"),
    path("s/<str:code>/themes/accept/<str:key>/", verbs.accept, name="themes-accept"),
    path(P, views.proposal, name="proposal"),
    path(P + "<str:key>/notes/<int:number>/", views.notes, name="proposal-notes"),
    path(P + "<str:key>/theme/", verbs.take_theme, name="proposal-theme"),
    path(P + "<str:key>/note/", verbs.take_note, name="proposal-note"),
    path(P + "<str:key>/away/", verbs.away, name="proposal-away"),
    path(P + "<str:key>/back/", verbs.back_again, name="proposal-back"),
]
