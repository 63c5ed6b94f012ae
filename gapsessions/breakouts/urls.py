"""Addresses of the door: the code, the promise, another table, and out."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from gapsessions.breakouts import views

urlpatterns = [
    path("language/", require_POST(set_language), name="language"),
    path("join/", views.by_code, name="join-code"),
    path("j/<str:code>/", views.join, name="join"),
    path("j/<str:code>/<str:table>/", views.join_table, name="join-table"),
    path("r/<str:key>/table/", views.sit_at, name="room-table"),
    path("r/<str:key>/leave/", views.go, name="room-leave"),
]
