"""Addresses of preparing gatherings."""

from __future__ import annotations

from django.urls import path

from gapsessions.gatherings import views

urlpatterns = [
    path("s/<str:code>/gatherings/new/", views.new, name="gathering-new"),
    path("s/<str:code>/g/<str:key>/edit/", views.edit, name="gathering-edit"),
    path("s/<str:code>/g/<str:key>/qr.svg", views.qr, name="gathering-qr"),
]
