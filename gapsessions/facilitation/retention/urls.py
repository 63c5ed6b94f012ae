"""Addresses of how long things are kept."""

from __future__ import annotations

from django.urls import path

from gapsessions.facilitation.retention import views

ORGANISATION = "organisations/<str:code>/"

urlpatterns = [
    path("s/<str:code>/keep/", views.keep, name="session-keep"),
    path("s/<str:code>/erase/", views.erase, name="session-erase"),
    path(ORGANISATION + "keeping/", views.keeping, name="organisation-keeping"),
    path(ORGANISATION + "keeping/<str:key>/", views.record, name="session-record"),
    path(ORGANISATION + "everything.zip", views.everything, name="organisation-everything"),
]
