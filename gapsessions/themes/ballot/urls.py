"""Addresses of the dot vote: one for phones, three at the desk."""

from __future__ import annotations

from django.urls import path

from gapsessions.themes.ballot import phone_views, views

G = "s/<str:code>/g/<str:key>/ballot/"

urlpatterns = [
    path("r/<str:key>/ballot/", phone_views.ballot, name="ballot"),
    path(G, views.ballot, name="ballot-desk"),
    path(G + "open/", views.open_it, name="ballot-open"),
    path(G + "close/", views.close_it, name="ballot-close"),
]
