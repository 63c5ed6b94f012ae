"""Addresses of the control room and of the projector."""

from __future__ import annotations

from django.urls import path

from gapsessions.facilitation.room import people, rehearsal, saying, screen, tables, tray, views

ROOM = "s/<str:code>/g/<str:key>/room/"

urlpatterns = [
    path(ROOM, views.control_room, name="control-room"),
    path(ROOM + "move/", views.move, name="control-move"),
    path(ROOM + "move/back/<str:word>/", views.move_back, name="control-move-back"),
    path(ROOM + "timer/", views.timer, name="control-timer"),
    path(ROOM + "message/", saying.message, name="control-message"),
    path(ROOM + "door/", saying.at_the_door, name="control-door"),
    path(ROOM + "door/back/<str:word>/", saying.old_code, name="control-old-code"),
    path(ROOM + "parked/", saying.park, name="control-park"),
    path(ROOM + "parked/<str:thought>/", saying.parked, name="control-parked"),
    path(ROOM + "parked/<str:thought>/back/", saying.parked_back, name="control-parked-back"),
    path(ROOM + "tables/", tables.add, name="control-tables"),
    path(ROOM + "tables/<str:table>/", tables.on_table, name="control-table"),
    path(ROOM + "tables/<str:table>/back/", tables.back, name="control-table-back"),
    path(ROOM + "people/", people.people, name="control-people"),
    path(ROOM + "seats/", people.seats, name="control-seats"),
    path(ROOM + "seats/back/<str:word>/", people.seats_back, name="control-seats-back"),
    path(ROOM + "shuffle/", people.shuffle, name="control-shuffle"),
    path(ROOM + "rehearse/", rehearsal.begin, name="control-rehearse"),
    path(ROOM + "rehearse/step/", rehearsal.go_on, name="control-rehearse-step"),
    path(ROOM + "rehearse/end/", rehearsal.end, name="control-rehearse-end"),
    path(ROOM + "late/", tray.late_notes, name="control-late"),
    path(ROOM + "late/back/<str:word>/", tray.late_back, name="control-late-back"),
    path("s/<str:code>/g/<str:key>/screen/", screen.projector, name="projector"),
    path(ROOM + "reveal/", screen.reveal, name="control-reveal"),
    path(ROOM + "helpers/", tray.helpers, name="control-helpers"),
    path(ROOM + "helpers/<str:link>/", tray.helper, name="control-helper"),
    path(ROOM + "helpers/<str:link>/back/", tray.helper_back, name="control-helper-back"),
]
