"""The database in memory of a headless run, beside the project's own, whichever that is."""

from __future__ import annotations

import contextlib

import pytest
from django.db import connection

from gapsessions.facilitation.scratch import scratch_database
from gapsessions.sessions.models import GapSession


@pytest.mark.django_db
def test_scratch_database_is_gone_afterwards_even_after_an_error(organisation: object) -> None:
    before = connection.settings_dict["NAME"]
    with contextlib.suppress(ZeroDivisionError), scratch_database():
        assert not GapSession.objects.exists()
        raise ZeroDivisionError
    assert connection.settings_dict["NAME"] == before
    assert type(organisation).objects.count() == 1
