"""Addresses of the control room and of the projector."""

from __future__ import annotations

from django.urls import path

from gapsessions.facilitation.room import listening, views  # noqa: F401 (its channels open with the addresses)

ROOM = "s/<str:code>/g/<str:key>/room/"

urlpatterns = [
    path(ROOM, views.control_room, name="control-room"),
    path(ROOM + "move/", views.move, name="control-move"),
    path(ROOM + "move-back/<str:token>/", views.move_back, name="control-move-back"),
    path(ROOM + "timer/", views.timer, name="control-timer"),
]
