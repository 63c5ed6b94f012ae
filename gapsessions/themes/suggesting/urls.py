"""Addresses of the questions about the board."""

from __future__ import annotations

from django.urls import path

from gapsessions.themes.suggesting import views

Q = "s/<str:code>/themes/questions/"

urlpatterns = [
    path(Q, views.questions, name="board-questions"),
    path(Q + "begin/", views.begin, name="board-questions-begin"),
    path(Q + "answer/", views.answer, name="board-questions-answer"),
    path(Q + "undo/", views.undo, name="board-questions-undo"),
    path(Q + "again/", views.again, name="board-questions-again"),
]
