"""Addresses of what follows from a session."""

from __future__ import annotations

from django.urls import path

from gapsessions.plan import action_views, grid_views, link_views, theme_views, views

P = "s/<str:code>/plan/"
S = "s/<str:code>/follow-up/"

urlpatterns = [
    path(P, grid_views.plan, name="plan"),
    path(P + "place/<str:key>/", grid_views.place, name="plan-place"),
    path(P + "themes/<str:key>/", theme_views.decide, name="plan-decide"),
    path(P + "votes/", grid_views.place_by_votes, name="plan-votes"),
    path(P + "undo/<str:word>/", grid_views.undo, name="plan-undo"),
    path(P + "actions/", action_views.actions, name="plan-actions"),
    path(P + "actions/new/", action_views.new, name="action-new"),
    path(P + "actions/<str:key>/", action_views.change, name="action"),
    path(P + "actions/<str:key>/status/", action_views.status, name="action-status"),
    path(P + "actions/<str:key>/remove/", action_views.remove, name="action-remove"),
    path(P + "actions/<str:key>/restore/", action_views.restore, name="action-restore"),
    path(P + "owners/<str:key>/link/", link_views.link, name="owner-link"),
    path(P + "owners/<str:key>/link/end/", link_views.end, name="owner-link-end"),
    path("do/<str:token>/", link_views.update, name="update-link"),
    path(S, views.follow_up, name="follow-up"),
    path(S + "contacts.csv", views.contact_list, name="follow-up-list"),
    path(S + "<str:key>/remove/", views.remove, name="contact-remove"),
    path(S + "<str:key>/restore/", views.restore, name="contact-restore"),
]
