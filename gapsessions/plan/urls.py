"""Addresses of what follows from a session."""

from __future__ import annotations

from django.urls import path

from gapsessions.plan import views

S = "s/<str:code>/follow-up/"

urlpatterns = [
    path("after/<str:key>/", views.said_and_did, name="you-said-we-did"),
    path(S, views.follow_up, name="follow-up"),
    path(S + "contacts.csv", views.contact_list, name="follow-up-list"),
    path(S + "<str:key>/remove/", views.remove, name="contact-remove"),
    path(S + "<str:key>/restore/", views.restore, name="contact-restore"),
]
