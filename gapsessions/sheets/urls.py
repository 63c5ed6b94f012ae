"""Addresses of typing sheets in."""

from __future__ import annotations

from django.urls import path

from gapsessions.sheets import views

urlpatterns = [
    path("s/<str:code>/g/<str:key>/sheets/new/", views.new, name="sheet-new"),
    path("s/<str:code>/g/<str:key>/tables/<str:table>/sheet/", views.of_table, name="sheet-of-table"),
    path("s/<str:code>/g/<str:key>/sheets/<uuid:sheet>/", views.sheet, name="sheet"),
    path("s/<str:code>/g/<str:key>/sheets/<uuid:sheet>/notes/", views.notes, name="sheet-notes"),
    path("s/<str:code>/g/<str:key>/sheets/<uuid:sheet>/people/", views.people, name="sheet-people"),
]
