"""A database in memory for a run that leaves nothing behind: same models, same verbs, no server and no file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections

ENGINE = "gapsessions.storage.sqlite"


@contextmanager
def scratch_database() -> Iterator[None]:
    """Let this thread work on an empty database in memory; afterwards the project's own is back.

    Nobody else can see it, so a headless run needs no free lock, no rights on the data folder, and whatever
    stops it half-way leaves no row.
    """
    settings_before = connections.settings[DEFAULT_DB_ALIAS]
    before = connections[DEFAULT_DB_ALIAS]
    connections.settings[DEFAULT_DB_ALIAS] = connections.configure_settings(
        {DEFAULT_DB_ALIAS: {"ENGINE": ENGINE, "NAME": ":memory:", "TIME_ZONE": settings_before["TIME_ZONE"]}}
    )[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = scratch = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        # Straight from the models: the migrations, a way there for databases that hold something, take seconds.
        with scratch.schema_editor() as editor:
            for model in apps.get_models():
                editor.create_model(model)
        yield
    finally:
        # close() keeps a database in memory open on purpose: whoever made it must end it.
        if scratch.connection is not None:
            scratch.connection.close()
        connections.settings[DEFAULT_DB_ALIAS] = settings_before
        connections[DEFAULT_DB_ALIAS] = before
