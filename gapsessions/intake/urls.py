"""Addresses of bringing a spreadsheet into a session."""

from __future__ import annotations

from django.urls import path

from gapsessions.intake import layout_views, views

urlpatterns = [
    path("s/<str:code>/import/", views.upload, name="import"),
    path("s/<str:code>/import/template.xlsx", views.template, name="import-template"),
    path("s/<str:code>/import/<str:key>/", views.check, name="import-check"),
    path("s/<str:code>/import/<str:key>/mend/", views.mend, name="import-mend"),
    path("s/<str:code>/import/<str:key>/row/", views.mend_row, name="import-row"),
    path("s/<str:code>/import/<str:key>/leave-out/", views.leave_out, name="import-leave-out"),
    path("s/<str:code>/import/<str:key>/take-in/", views.take_in, name="import-take-in"),
    path("s/<str:code>/import/<str:key>/columns/", views.columns, name="import-columns"),
    path("s/<str:code>/import/<str:key>/layout/", layout_views.layout, name="import-layout"),
    path("s/<str:code>/import/<str:key>/save/", views.save, name="import-save"),
    path("s/<str:code>/import/<str:key>/look-again/", views.look_again, name="import-look-again"),
    path("s/<str:code>/import/<str:key>/throw-away/", views.discard, name="import-discard"),
    path("s/<str:code>/import/<str:key>/bring-back/", views.bring_back, name="import-bring-back"),
]
