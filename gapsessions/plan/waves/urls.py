"""Addresses of waves."""

from __future__ import annotations

from django.urls import path

from gapsessions.plan.waves import views

W = "s/<str:code>/wave/"

urlpatterns = [
    path(W, views.wave, name="wave"),
    path(W + "next/", views.next_wave, name="wave-next"),
    path(W + "repeats/", views.repeat, name="wave-repeats"),
    path(W + "propose/", views.propose, name="wave-propose"),
    path(W + "matches/", views.settle, name="wave-matches"),
]
