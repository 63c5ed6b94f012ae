"""Reading one moment's state, on whichever database the tests run."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from gapsessions.accounts.models import Organisation
from gapsessions.storage.reading import reading


def _elsewhere(action) -> None:
    """Do something on another connection, as another request would, and wait for it."""
    failures = []

    def run() -> None:
        try:
            action()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert failures == []


@pytest.fixture
def file_database(transactional_db):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory database has one connection for all; tests/storage/test_sqlite.py reads a file")


def test_reading_sees_one_moment(file_database):
    Organisation.objects.create(name="First")
    with reading():
        assert Organisation.objects.count() == 1
        _elsewhere(lambda: Organisation.objects.create(name="Second"))
        assert Organisation.objects.count() == 1
    assert Organisation.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_writing_works_again_afterwards():
    with reading():
        Organisation.objects.count()
    with transaction.atomic():
        Organisation.objects.create(name="First")
    assert Organisation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_reading_ends_after_an_error():
    with pytest.raises(KeyError), reading():
        raise KeyError
    Organisation.objects.create(name="First")
    assert not connection.in_atomic_block


@pytest.mark.django_db
def test_reading_goes_on_in_an_open_transaction():
    Organisation.objects.create(name="First")
    with reading():
        assert Organisation.objects.count() == 1
    Organisation.objects.create(name="Second")


@pytest.mark.django_db(transaction=True)
def test_writing_while_reading_is_refused():
    with pytest.raises(DatabaseError, match="read-?only"), reading():
        Organisation.objects.create(name="First")
