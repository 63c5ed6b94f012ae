"""Addresses of sheets: typed in at the desk, and written on phones."""

from __future__ import annotations

from django.urls import path

from gapsessions.sheets.views import desk, room

urlpatterns = [
    path("r/<str:key>/operations/", room.operation, name="room-operation"),
    path("r/<str:key>/state/", room.state, name="room-state"),
    path("r/<str:key>/", room.room, name="room"),
    path("s/<str:code>/g/<str:key>/sheets/new/", desk.new, name="sheet-new"),
    path("s/<str:code>/g/<str:key>/tables/<str:table>/sheet/", desk.of_table, name="sheet-of-table"),
    path("s/<str:code>/g/<str:key>/sheets/<uuid:sheet>/", desk.sheet, name="sheet"),
    path("s/<str:code>/g/<str:key>/sheets/<uuid:sheet>/notes/", desk.notes, name="sheet-notes"),
    path("s/<str:code>/g/<str:key>/sheets/<uuid:sheet>/people/", desk.people, name="sheet-people"),
]
