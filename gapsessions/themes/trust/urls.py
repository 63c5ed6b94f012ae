"""Addresses of the second sorter and of the log of late moves."""

from __future__ import annotations

from django.urls import path

from gapsessions.themes.trust import views

S = "s/<str:code>/themes/second/"

urlpatterns = [
    path(S, views.second, name="second-sorter"),
    path(S + "begin/", views.begin, name="second-begin"),
    path(S + "place/", views.place, name="second-place"),
    path(S + "undo/", views.undo, name="second-undo"),
    path(S + "stop/", views.stop, name="second-stop"),
    path("s/<str:code>/themes/moves/", views.moves, name="late-moves"),
]
