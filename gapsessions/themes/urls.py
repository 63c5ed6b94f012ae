"""Addresses of the board, of its parts, and of everything people do on it."""

from __future__ import annotations

from django.urls import path

from gapsessions.themes import verbs, views
from gapsessions.themes.board import heading_verbs, queue
from gapsessions.themes.board import verbs as board

T = "s/<str:code>/themes/"

urlpatterns = [
    path(T, views.themes, name="themes"),
    path(T + "undecided/", views.undecided, name="themes-undecided"),
    path(T + "other/", views.other, name="themes-other"),
    path(T + "in/<str:key>/", views.theme, name="theme"),
    path(T + "in/<str:key>/split/", views.split, name="theme-split"),
    path(T + "in/<str:key>/rename/", verbs.rename, name="theme-rename"),
    path(T + "in/<str:key>/merge/", verbs.merge, name="theme-merge"),
    path(T + "in/<str:key>/delete/", verbs.delete, name="theme-delete"),
    path(T + "in/<str:key>/under/", heading_verbs.under, name="theme-under"),
    path(T + "new/", verbs.create, name="theme-new"),
    path(T + "headings/new/", heading_verbs.create, name="heading-new"),
    path(T + "headings/rename/", heading_verbs.rename, name="heading-rename"),
    path(T + "headings/remove/", heading_verbs.remove, name="heading-remove"),
    path(T + "move/", board.move, name="themes-move"),
    path(T + "also/", board.also, name="themes-also"),
    path(T + "right/", board.confirm, name="themes-right"),
    path(T + "one-by-one/", queue.one_by_one, name="themes-queue"),
    path(T + "place/", board.place, name="themes-place"),
    path(T + "undo/", board.undo_last, name="themes-undo-last"),
    path(T + "undo/<str:key>/", board.undo, name="themes-undo"),
    path(T + "redo/", board.redo, name="themes-redo"),
    path(T + "close/", verbs.close, name="themes-close"),
    path(T + "reopen/", verbs.reopen, name="themes-reopen"),
    path(T + "who/", verbs.who, name="themes-who"),
]
