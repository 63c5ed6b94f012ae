"""Addresses of the themes page and of everything people do on it."""

from __future__ import annotations

from django.urls import path

from gapsessions.themes import verbs, views

urlpatterns = [
    path("s/<str:code>/themes/", views.themes, name="themes"),
    path("s/<str:code>/themes/undecided/", views.undecided, name="themes-undecided"),
    path("s/<str:code>/themes/other/", views.other, name="themes-other"),
    path("s/<str:code>/themes/in/<str:key>/", views.theme, name="theme"),
    path("s/<str:code>/themes/in/<str:key>/split/", views.split, name="theme-split"),
    path("s/<str:code>/themes/in/<str:key>/rename/", verbs.rename, name="theme-rename"),
    path("s/<str:code>/themes/in/<str:key>/merge/", verbs.merge, name="theme-merge"),
    path("s/<str:code>/themes/in/<str:key>/delete/", verbs.delete, name="theme-delete"),
    path("s/<str:code>/themes/run/", verbs.run, name="themes-run"),
    path("s/<str:code>/themes/accept/<str:key>/", verbs.accept, name="themes-accept"),
    path("s/<str:code>/themes/new/", verbs.create, name="theme-new"),
    path("s/<str:code>/themes/move/", verbs.move, name="themes-move"),
    path("s/<str:code>/themes/place/", verbs.place, name="themes-place"),
    path("s/<str:code>/themes/undo/<str:key>/", verbs.undo, name="themes-undo"),
    path("s/<str:code>/themes/close/", verbs.close, name="themes-close"),
    path("s/<str:code>/themes/reopen/", verbs.reopen, name="themes-reopen"),
    path("s/<str:code>/themes/who/", verbs.who, name="themes-who"),
]
