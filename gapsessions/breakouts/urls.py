"""Addresses of the door: the code, the promise, another table, and out."""

from __future__ import annotations

from django.urls import path

from gapsessions.breakouts import views

urlpatterns = [
    path("join/", views.by_code, name="join-code"),
    path("j/<str:code>/", views.join, name="join"),
    path("j/<str:code>/<str:table>/", views.join, name="join-table"),
    path("r/<str:key>/table/", views.sit_at, name="room-table"),
    path("r/<str:key>/leave/", views.go, name="room-leave"),
]
