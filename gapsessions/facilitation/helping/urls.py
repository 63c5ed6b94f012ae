"""Addresses of helpers' pages."""

from __future__ import annotations

from django.urls import path

from gapsessions.facilitation.helping import views

urlpatterns = [
    path("h/room/<str:key>/", views.room, name="helper-room"),
    path("h/room/<str:key>/<str:table>/", views.sheet, name="helper-sheet"),
    path("h/room/<str:key>/<str:table>/notes/", views.notes, name="helper-notes"),
    path("h/room/<str:key>/<str:table>/coming/", views.coming, name="helper-coming"),
    path("h/<str:token>/", views.open_link, name="helper"),
]
