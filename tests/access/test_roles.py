"""The matrix of tests/access/matrix.py, tried out: every URL x every method x every role."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from gapsessions.live.channels import Visitor, channel, channel_names
from tests.access.matrix import CHANNELS, METHODS, ROLES, ROWS, Row
from tests.factories.people import make_user


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


@pytest.fixture
def clients(db, fay, oscar):
    """A browser for each role.

    Phones and links carry nothing yet: until they exist, participants and link holders are strangers.
    """
    dora = make_user("Dora")
    people = {"facilitator": fay, "facilitator elsewhere": oscar, "deactivated": dora}
    browsers = {role: Client() for role in ROLES}
    for role, person in people.items():
        browsers[role].force_login(person)
    dora.is_active = False
    dora.save()
    return browsers


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
        for method in METHODS:
            response = client.generic(method, row.path)
            assert (role, method, response.status_code) == (role, method, _expected(row, role, method))


def test_forbidden_looks_like_nothing_there(clients):
    seen = {
        (response.status_code, response.content)
        for client in clients.values()
        for response in (client.get("/nothing"), client.get("/s/BCDFGH"), client.get("/%00"))
    }
    assert {status for status, _content in seen} == {404}
    assert len({_without_token(content) for _status, content in seen}) == 1


@pytest.mark.parametrize("name", CHANNELS)
def test_channel_admits_its_roles(clients, name):
    authorise = channel(name)
    assert authorise is not None
    for role, client in clients.items():
        cookies = {key: morsel.value for key, morsel in client.cookies.items()}
        grant = authorise(Visitor(path="", cookies=cookies, address="192.0.2.1"))
        assert (role, grant is not None) == (role, role in CHANNELS[name])


def test_deactivated_person_is_signed_out(clients):
    request = clients["deactivated"].get("/").wsgi_request
    assert not request.user.is_authenticated
    assert clients["facilitator"].get("/").wsgi_request.user.is_authenticated


def _expected(row: Row, role: str, method: str) -> int:
    if role not in row.roles:
        return 404
    return 200 if method in row.methods else 405


def _without_token(content: bytes) -> bytes:
    return b"\n".join(line for line in content.splitlines() if b"X-CSRFToken" not in line)
