"""Addresses of the compare page."""

from __future__ import annotations

from django.urls import path

from gapsessions.disparity import views

urlpatterns = [
    path("s/<str:code>/compare/", views.compare, name="compare"),
    path("s/<str:code>/compare/refresh/", views.refresh, name="compare-refresh"),
    path("s/<str:code>/compare/headline/", views.headline, name="compare-headline"),
]
