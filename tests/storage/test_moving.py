"""A whole installation moves into another database: every row, value by value, or nothing."""

from __future__ import annotations

import io

import pytest
from dj_database_url import parse
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from gapsessions.accounts.models import Organisation
from gapsessions.background.presence import WorkerBeat
from gapsessions.storage import moving
from gapsessions.storage.moving import TARGET, MoveFailed, move_everything
from tests.factories.people import make_organisation
from tests.factories.whole import make_whole_session
from tests.start.conftest import ROOT
from tests.surroundings import missing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def server():
    """An empty PostgreSQL server of our own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "tools")
        from postgresql import find_binaries, temporary_server

        binaries = find_binaries()
        if binaries is None:
            missing("PostgreSQL")
        with temporary_server(binaries) as url:
            yield url.rpartition("/")[0] + "/postgres"


@pytest.fixture
def bare(transactional_db, server, monkeypatch, django_db_blocker):
    """The address of its database with nothing in it; the test may open connections that no setting names."""
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", django_db_blocker._real_ensure_connection)
    with moving._opened({**parse(server)}) as opened, opened.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    return server


@pytest.fixture
def empty(transactional_db, server, monkeypatch, django_db_blocker):
    """The same, but tables that are there stay, without rows: making them takes longer than these tests."""
    if connection.vendor != "sqlite":
        pytest.skip("what ends a move is seen where it goes, wherever it comes from: tried from SQLite")
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", django_db_blocker._real_ensure_connection)
    with moving._opened({**parse(server)}) as opened, opened.cursor() as cursor:
        kept = {apps.get_model(label)._meta.db_table for label in moving.MADE_BY_MIGRATE} | {"django_migrations"}
        if filled := [name for name in opened.introspection.table_names(cursor) if name not in kept]:
            cursor.execute(f"TRUNCATE {', '.join(filled)} RESTART IDENTITY CASCADE")
    return server


def rows_of(alias: str) -> dict[str, list[tuple]]:
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label not in moving.MADE_BY_MIGRATE:
            rows = model._base_manager.using(alias).values_list()
            found[model._meta.label] = sorted(
                (tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows), key=repr
            )
    return found


def test_every_row_arrives_as_it_was(bare, organisation, fay, olga, desk):
    make_whole_session(organisation, fay)
    before = rows_of("default")
    said = io.StringIO()
    call_command("move_database", to=bare, stdout=said)
    assert f"{sum(map(len, before.values())):,} rows moved" in said.getvalue()
    with moving._opened({**parse(bare)}):
        there = rows_of(TARGET)
        assert {name: len(rows) for name, rows in there.items()} == {name: len(rows) for name, rows in before.items()}
        assert there == before
        # New rows are numbered after the old ones.
        made = Organisation.objects.using(TARGET).create(name="The next one")
        assert made.pk > organisation.pk
    assert rows_of("default") == before


def test_database_that_holds_something_is_left_alone(empty, organisation):
    move_everything({**parse(empty)})
    make_organisation("A second one")
    with pytest.raises(CommandError, match="holds rows already"):
        call_command("move_database", to=empty)
    with moving._opened({**parse(empty)}):
        assert list(Organisation.objects.using(TARGET)) == [organisation]


def test_row_that_arrives_otherwise_ends_the_move(empty, organisation, monkeypatch):
    copy = moving._copy

    def careless(model, told):
        done = copy(model, told)
        if model is Organisation:
            Organisation.objects.using(TARGET).update(name="Brightwater")
        return done

    monkeypatch.setattr(moving, "_copy", careless)
    with pytest.raises(MoveFailed, match="did not arrive as it was"):
        move_everything({**parse(empty)})
    with moving._opened({**parse(empty)}):
        assert not Organisation.objects.using(TARGET).exists()


def test_writing_meanwhile_ends_the_move(empty, organisation, sam, monkeypatch):
    compare = moving._compare

    def interrupted(models):
        compare(models)
        other = connections.create_connection("default")
        with other.cursor() as cursor:
            cursor.execute("UPDATE gapsessions_organisation SET name = 'Meanwhile'")
        other.close()

    monkeypatch.setattr(moving, "_compare", interrupted)
    with pytest.raises(MoveFailed, match="written meanwhile"):
        move_everything({**parse(empty)})
    with moving._opened({**parse(empty)}):
        assert not Organisation.objects.using(TARGET).exists()


def test_move_is_refused_while_the_product_runs(organisation):
    WorkerBeat.objects.create(worker_id="one")
    with pytest.raises(CommandError, match="Stop it first"):
        call_command("move_database", to="postgres:///nowhere")
    WorkerBeat.objects.all().delete()
    with pytest.raises(CommandError, match="no address"):
        call_command("move_database", to="gopher://nowhere")
    with pytest.raises(CommandError, match="Say where to"):
        call_command("move_database")
