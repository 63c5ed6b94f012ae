"""Addresses of a gathering's page and of what is prepared for it."""

from __future__ import annotations

from django.urls import path

from gapsessions.facilitation.preparing import handout_views, printing, views

G = "s/<str:code>/g/<str:key>/"

urlpatterns = [
    path("s/<str:code>/type/", views.type_now, name="type-now"),
    path(G, views.gathering, name="gathering"),
    path(G + "remove/", views.remove, name="gathering-remove"),
    path(G + "restore/", views.restore, name="gathering-restore"),
    path(G + "tables/", views.add_tables, name="breakout-add"),
    path(G + "tables/<str:table>/name/", views.rename_table, name="breakout-rename"),
    path(G + "tables/<str:table>/remove/", views.remove_table, name="breakout-remove"),
    path(G + "tables/<str:table>/restore/", views.restore_table, name="breakout-restore"),
    path(G + "run-sheet/", printing.run_sheet_page, name="gathering-run-sheet"),
    path(G + "table-cards.pdf", handout_views.table_cards, name="gathering-cards"),
    path(G + "paper-sheets.pdf", handout_views.paper_sheets, name="gathering-paper"),
    path(G + "printing/<str:kind>/", handout_views.printing, name="gathering-printing"),
    path(G + "printing/<str:kind>/start/", handout_views.start, name="gathering-print"),
    path(G + "check/", printing.check, name="gathering-check"),
]
