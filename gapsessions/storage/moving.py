"""Moving a whole installation into another database: every row copied, read back and compared, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from gapsessions.storage.reading import reading

TARGET = "target"
AT_A_TIME = 500
MADE_BY_MIGRATE = {"contenttypes.ContentType", "auth.Permission"}
"""Rows that every installation makes for itself; nothing of ours points to them."""

Told = Callable[[str, int], None]


class MoveFailed(Exception):
    """Nothing was moved, and the other database is as it was; the message says why."""


def move_everything(settings: dict[str, Any], told: Told = lambda _table, _rows: None) -> int:
    """Copy all rows of this installation into an empty database; give how many. Raises MoveFailed.

    Tables are made first, by the migrations. Rows go over in one transaction, with their keys, and are then read from
    both sides and compared, value by value. What somebody writes meanwhile would be lost, so it ends the move.
    """
    with _opened(settings) as target:
        models, changes = _models(), _changes_by_others()
        _make_tables(target)
        _refuse_unless_empty(models)
        with transaction.atomic(using=TARGET):
            with reading():
                rows = sum(_copy(model, told) for model in models)
                _compare(models)
            _set_counters(target, models)
            if _changes_by_others() != changes:
                raise MoveFailed(
                    "Something was written meanwhile. Stop the product first, then move. Nothing was moved."
                )
    return rows


class _opened:  # noqa: N801 (reads like the function it stands for)
    """The other database under its alias, for the length of a block."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings

    def __enter__(self) -> BaseDatabaseWrapper:
        connections.settings[TARGET] = connections.configure_settings(
            {DEFAULT_DB_ALIAS: {}, TARGET: {**self.settings, "CONN_MAX_AGE": None}}
        )[TARGET]
        opened = connections.create_connection(TARGET)
        connections[TARGET] = opened
        return opened

    def __exit__(self, *_error: object) -> None:
        connections[TARGET].close()
        del connections[TARGET]
        del connections.settings[TARGET]


def _make_tables(target: BaseDatabaseWrapper) -> None:
    """Run the migrations there. Some of others write to the default database, whichever is migrated: it is theirs."""
    ours = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = target
    try:
        call_command("migrate", database=TARGET, verbosity=0, interactive=False)
    finally:
        connections[DEFAULT_DB_ALIAS] = ours


def _models() -> list[type[Model]]:
    """Every table that holds rows of ours, those between two models included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in MADE_BY_MIGRATE
    ]


def _refuse_unless_empty(models: list[type[Model]]) -> None:
    for model in models:
        if model._base_manager.using(TARGET).exists():
            raise MoveFailed(f"The other database holds rows already ({model._meta.db_table}). Nothing was moved.")


def _copy(model: type[Model], told: Told) -> int:
    done = 0
    for batch in _batches(model):
        model._base_manager.using(TARGET).bulk_create(batch)
        done += len(batch)
    if done:
        told(model._meta.db_table, done)
    return done


def _batches(model: type[Model]) -> Iterator[list[Model]]:
    """Rows by their key. A hundred files would not fit into memory at once, so tables with bytes go in small steps."""
    heavy = any(column.get_internal_type() == "BinaryField" for column in model._meta.concrete_fields)
    size = AT_A_TIME // 50 if heavy else AT_A_TIME
    batch: list[Model] = []
    for row in model._base_manager.order_by("pk").iterator(chunk_size=size):
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _compare(models: list[type[Model]]) -> None:
    for model in models:
        count = 0
        for batch in _batches(model):
            there = model._base_manager.using(TARGET).in_bulk([row.pk for row in batch])
            if any(row.pk not in there or _values(row) != _values(there[row.pk]) for row in batch):
                raise MoveFailed(f"A row of {model._meta.db_table} did not arrive as it was. Nothing was moved.")
            count += len(batch)
        if model._base_manager.using(TARGET).count() != count:
            raise MoveFailed(f"{model._meta.db_table} holds other rows than before. Nothing was moved.")


def _values(row: Model) -> list[object]:
    values = [getattr(row, column.attname) for column in row._meta.concrete_fields]
    return [bytes(value) if isinstance(value, memoryview) else value for value in values]


def _set_counters(target: BaseDatabaseWrapper, models: list[type[Model]]) -> None:
    """New rows are numbered after those that came with their numbers."""
    statements = target.ops.sequence_reset_sql(no_style(), models)
    with target.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _changes_by_others() -> int:
    """A number that changes when another connection has written; SQLite alone has one."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])
