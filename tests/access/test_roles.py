"""The matrix of tests/access/matrix.py, tried out: every URL x every method x every role."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver

from gapsessions.live.channels import Visitor, channel, channel_names
from tests.access.matrix import CHANNELS, METHODS, ROWS, Row

ANYBODY = ("nobody", "participant", "facilitator")
"""Who tries methods that an address does not have: they are refused before it is asked who comes."""
READING = ("GET", "HEAD", "OPTIONS")
COUNTED = {"shared", "preview"}
"""A link counts how often it was opened."""
PROBED = {"ready", "gathering-check"}
"""Whether answers can be kept is found out by keeping something."""
CHANGING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def names_of(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    """Every URL of a URLconf by its name; a URL without one is given by its pattern, which no row can hold."""
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{before}{pattern.namespace}:" if pattern.namespace else before
            found += names_of(pattern.url_patterns, space)
        else:
            found.append(before + (pattern.name or f"without a name: {pattern.pattern}"))
    return found


def test_every_url_has_a_row():
    urls = names_of(get_resolver().url_patterns)
    assert sorted(urls) == sorted(ROWS)
    assert len(set(urls)) == len(urls)


def test_every_channel_has_a_row():
    assert channel_names() == sorted(CHANNELS)


@pytest.mark.parametrize("name", ROWS)
def test_url_answers_each_method_and_role_as_its_row_says(clients, name):
    row = ROWS[name]
    for role, client in clients.items():
        cookies = client.cookies.copy()
        for method in METHODS if role in ANYBODY else sorted(row.methods):
            changes: list[str] = []
            with transaction.atomic():  # every try finds the world as it was
                with connection.execute_wrapper(partial(_note_changes, changes)):
                    response = client.generic(method, row.path)
                transaction.set_rollback(True)
            client.cookies = cookies.copy()
            cache.clear()
            assert (role, method, response.status_code) == (role, method, _expected(row, role, method))
            if method in READING and name not in COUNTED | PROBED:
                assert (role, method, changes) == (role, method, []), "reading changes nothing (quality.md 26)"


def test_forbidden_looks_like_nothing_there(clients):
    seen = {
        (response.status_code, response.content)
        for client in clients.values()
        for response in (client.get("/nothing"), client.get("/s/BCDFGH/"), client.get("/%00"))
    }
    assert {status for status, _content in seen} == {404}
    assert len({_without_token(content) for _status, content in seen}) == 1


@pytest.mark.parametrize("name", CHANNELS)
def test_channel_admits_its_roles(clients, name):
    authorise = channel(name)
    assert authorise is not None
    path, roles = CHANNELS[name]
    for role, client in clients.items():
        cookies = {key: morsel.value for key, morsel in client.cookies.items()}
        grant = authorise(Visitor(path=path, cookies=cookies, address="192.0.2.1"))
        assert (role, grant is not None) == (role, role in roles)


def test_deactivated_person_is_signed_out(clients):
    request = clients["deactivated"].get("/").wsgi_request
    assert not request.user.is_authenticated
    assert clients["facilitator"].get("/").wsgi_request.user.is_authenticated


def _expected(row: Row, role: str, method: str) -> int:
    # A method that an address does not have tells a stranger no more than its pattern, which is public.
    if method not in row.methods:
        return 405
    if role not in row.roles:
        return 404
    return row.instead.get(role, row.post if method == "POST" else row.get)


def _note_changes(changes: list[str], execute: Callable[..., Any], sql: str, *said: Any) -> Any:
    if sql.lstrip().upper().startswith(CHANGING):
        changes.append(sql[:80])
    return execute(sql, *said)


def _without_token(content: bytes) -> bytes:
    return b"\n".join(line for line in content.splitlines() if b"X-CSRFToken" not in line)
