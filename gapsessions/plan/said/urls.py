"""Addresses of "You said, we did"."""

from __future__ import annotations

from django.urls import path

from gapsessions.plan.said import views

S = "s/<str:code>/said/"

urlpatterns = [
    path("after/<str:key>/", views.said_and_did, name="you-said-we-did"),
    path(S, views.desk, name="said"),
    path(S + "add/", views.add, name="said-add"),
    path(S + "unpublish/", views.unpublish, name="said-unpublish"),
    path(S + "<str:key>/remove/", views.remove, name="said-remove"),
    path(S + "<str:key>/restore/", views.restore, name="said-restore"),
]
