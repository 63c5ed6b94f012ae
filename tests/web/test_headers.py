"""What every answer of the pages tells the browser, and to whom pages answer at all."""

from __future__ import annotations

import pytest
from django.test import Client

from gapsessions.web.hosts import host_is_ours

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/healthz", "/readyz", "/nothing", "/static/css/base.css", "/static/nothing"])
def test_every_page_carries_the_headers(client, address):
    response = client.get(address)
    assert {name: response[name] for name in EXPECTED} == EXPECTED
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in response


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/nothing", "/static/css/base.css"])
def test_hsts_over_https(settings, address):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    response = Client().get(address, secure=True)
    assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.django_db
def test_pages_are_not_kept_and_static_files_are(client):
    assert client.get("/")["Cache-Control"] == "private, no-store"
    assert client.get("/nothing")["Cache-Control"] == "private, no-store"
    assert "max-age" in client.get("/static/css/base.css")["Cache-Control"]


@pytest.mark.django_db
def test_page_has_no_inline_style_or_script(client):
    for address in ("/", "/nothing"):
        page = client.get(address).content.decode().lower()
        assert "<style" not in page
        assert " style=" not in page
        assert page.count("<script") == page.count("<script src=")


@pytest.mark.django_db
def test_pages_that_participants_may_see_do_not_name_the_product(settings):
    client = Client(enforce_csrf_checks=True)
    answers = [client.get("/nothing"), client.post("/"), client.get("/", headers={"host": "evil.example"})]
    assert [answer.status_code for answer in answers] == [404, 403, 400]
    for answer in answers:
        assert b"Gap Sessions" not in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/healthz", "/static/css/base.css"])
def test_evil_host_is_refused(client, address):
    response = client.get(address, headers={"host": "evil.example"})
    assert response.status_code == 400
    assert b"evil.example" not in response.content


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "192.168.1.20", "10.0.0.5:80", "fays-laptop.local"],
)
def test_room_answers_to_private_addresses(settings, host):
    settings.ALLOWED_HOSTS, settings.PRIVATE_HOSTS_ALLOWED = ["*"], True
    assert host_is_ours(host)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "8.8.8.8",
        "192.168.1.20.evil.example",
        "local",
        "evil.example:80",
        "",
        "localhost/",
        "a@localhost",
    ],
)
def test_room_does_not_answer_to_public_names(settings, host):
    settings.ALLOWED_HOSTS, settings.PRIVATE_HOSTS_ALLOWED = ["*"], True
    assert not host_is_ours(host)


def test_public_server_answers_to_its_own_names_only(settings):
    settings.ALLOWED_HOSTS, settings.PRIVATE_HOSTS_ALLOWED = ["gaps.example.org"], False
    assert host_is_ours("gaps.example.org:443")
    assert not host_is_ours("192.168.1.20")
