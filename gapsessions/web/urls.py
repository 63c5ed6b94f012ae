"""Addresses that belong to no step: the front page and the two probes."""

from __future__ import annotations

from django.urls import path

from gapsessions.web import styleguide, views

urlpatterns = [
    path("", views.front_page, name="front-page"),
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
