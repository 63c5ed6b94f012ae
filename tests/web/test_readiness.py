"""Readiness fails when answers could not be kept, and recovers by itself."""

from __future__ import annotations

import shutil

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import OperationalError

from gapsessions.web import readiness as module
from gapsessions.web.readiness import probe, readiness


@pytest.fixture(autouse=True)
def _forget(monkeypatch):
    monkeypatch.setattr(module, "_last", None)
    monkeypatch.setattr(module, "_FRESH_SECONDS", -1.0)


@pytest.mark.django_db
def test_ready_after_a_real_write(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json().keys() == {"ready", "database", "disk", "model"}
    assert response.json()["ready"] is True
    assert response.json()["model"] in ("sentence encoder", "shared words only")
    assert Session.objects.filter(session_key="probe").exists()


@pytest.mark.django_db
def test_database_that_refuses_a_write_is_not_ready(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(Session.objects, "update_or_create", refuse)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["database"], response.json()["ready"]) == (503, False, False)
    monkeypatch.undo()
    monkeypatch.setattr(module, "_FRESH_SECONDS", -1.0)
    assert client.get("/readyz").status_code == 200
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_full_disk_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10**9, 10**9, 0))
    response = client.get("/readyz")
    assert (response.status_code, response.json()["disk"]) == (503, False)


@pytest.mark.django_db
def test_impatient_prober_costs_one_write_a_second(monkeypatch):
    monkeypatch.setattr(module, "_FRESH_SECONDS", 3600.0)
    probes = []
    monkeypatch.setattr(module, "probe", lambda: probes.append(1) or probe())
    for _ in range(20):
        assert readiness().ready
    assert len(probes) == 1


@pytest.mark.django_db
def test_row_of_the_probe_is_nobodys_session(client, settings):
    client.get("/readyz")
    assert SessionStore("probe").session_key is None
    client.cookies[settings.SESSION_COOKIE_NAME] = "probe"
    assert not client.get("/").wsgi_request.user.is_authenticated
