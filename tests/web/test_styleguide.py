"""The style guide is for those who build pages, and nobody else finds it."""

from __future__ import annotations

import pytest


@pytest.mark.django_db
def test_styleguide_is_there_while_developing_only(client, settings):
    assert client.get("/styleguide/").status_code == 404
    settings.DEBUG = True
    assert client.get("/styleguide/").status_code == 200
