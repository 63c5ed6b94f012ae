"""Logs are one JSON line each, name the request, and never hold what people wrote."""

from __future__ import annotations

import io
import json
import logging

import pytest
from django.conf import settings as project
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.urls import include, path

from gapsessions.sheets.models import Answer
from gapsessions.web.logs import JsonFormatter, request_id

CANARY = "the-canary-sings-at-noon"


def fails(request, **words):
    answer = request.POST.get("text", CANARY)
    raise ValueError(f"cannot work with {answer}")


def fails_in_the_database(request):
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO nowhere VALUES ('{CANARY}')")  # noqa: S608 (it must fail)


def fails_in_a_constraint(request):
    Answer.objects.create(text=CANARY, question=CANARY)


def fails_in_a_template(request):
    template = engines["django"].from_string("{% load i18n %}{{ answer.explode }}")

    class Explosive:
        def explode(self):
            raise RuntimeError(CANARY)

    return HttpResponse(template.render({"answer": Explosive()}))


def chained(request):
    try:
        int(CANARY)
    except ValueError as error:
        raise RuntimeError(CANARY) from error


def logs_by_hand(request):
    logging.getLogger("somebody.elses.library").error("could not parse %s", CANARY)
    logging.getLogger("somebody.elses.library").error(f"could not parse {CANARY}")  # noqa: G004
    logging.getLogger("django.security.SuspiciousOperation").error(CANARY)
    return HttpResponse("logged")


urlpatterns = [
    path("fails/", fails),
    path("fails/<str:token>/", fails),
    path("database/", fails_in_the_database),
    path("constraint/", fails_in_a_constraint),
    path("template/", fails_in_a_template),
    path("chained/", chained),
    path("by-hand/", logs_by_hand),
    path("", include("gapsessions.urls")),
]
handler400, handler404 = "gapsessions.web.views.bad_request", "gapsessions.web.views.not_found"
handler500 = "gapsessions.web.views.server_error"


@pytest.fixture
def log(monkeypatch):
    """Everything the product's own handler writes, down to DEBUG."""
    written = io.StringIO()
    handlers = {id(h): h for name in project.LOGGING["loggers"] for h in logging.getLogger(name).handlers}
    ours = [handler for handler in handlers.values() if isinstance(handler.formatter, JsonFormatter)]
    assert ours, "the settings' own logging is in place"
    for handler in ours:
        monkeypatch.setattr(handler, "stream", written)
    monkeypatch.setattr(logging.getLogger(), "handlers", [*logging.getLogger().handlers, ours[0]])
    # Whatever LOG_LEVEL is here: a public server writes a line for every request.
    levels = {name: logging.getLogger(name).level for name in ("gapsessions", "workshop", "django.request")}
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield written
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def client(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.django_db(transaction=True)
def test_canary_is_found_in_no_log(log, client):
    body = {"text": CANARY}
    statuses = [
        client.post("/fails/", body).status_code,
        client.get(f"/fails/?q={CANARY}").status_code,
        client.get(f"/fails/{CANARY}/").status_code,
        client.post("/chained/", body).status_code,
        client.get("/template/").status_code,
        client.get("/constraint/").status_code,
        client.get("/database/").status_code,
    ]
    assert statuses == [500] * 7
    others = [
        client.get(f"/{CANARY}?q={CANARY}").status_code,
        client.post("/", body).status_code,
        client.generic(CANARY.upper(), "/").status_code,
        Client(enforce_csrf_checks=True).post("/fails/", body).status_code,
        client.get("/", headers={"host": f"{CANARY}.example"}).status_code,
        client.post("/fails/", f"text={CANARY}&" + "a=1&" * 3000, content_type=FORM).status_code,
        client.get("/", headers={"cookie": f"member={CANARY}", "referer": f"http://localhost/{CANARY}"}).status_code,
        client.get("/by-hand/").status_code,
    ]
    assert others == [404, 405, 405, 403, 400, 400, 200, 200]
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert CANARY not in log.getvalue().lower()
    assert len([line for line in lines if line["event"] == "served"]) == 15
    assert len([line for line in lines if "error" in line]) >= 8


FORM = "application/x-www-form-urlencoded"


@pytest.mark.django_db
def test_line_names_the_path_template_and_the_request(log, client):
    response = client.get(f"/fails/{CANARY}/?token={CANARY}")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    (served,) = [line for line in lines if line["event"] == "served"]
    assert served["route"] == "fails/<str:token>/"
    assert (served["method"], served["status"]) == ("GET", 500)
    assert served["ms"] >= 0
    assert {line["request"] for line in lines} == {response["X-Request-ID"]}
    (error,) = [line for line in lines if "error" in line]
    assert error["error"] == ["builtins.ValueError"]
    assert any(place.endswith(" fails") for place in error["at"])
    assert response["X-Request-ID"].encode() in response.content


@pytest.mark.django_db
def test_request_id_of_a_stranger_is_not_taken_over(client):
    first = client.get("/", headers={"x-request-id": "chosen-by-me"})["X-Request-ID"]
    second = client.get("/", headers={"x-request-id": "chosen-by-me"})["X-Request-ID"]
    assert "chosen-by-me" not in (first, second)
    assert first != second
    assert request_id.get() == ""


def test_line_break_in_a_message_stays_one_line():
    record = logging.LogRecord("gapsessions.web", logging.INFO, "", 0, "two\nlines %s", ("\u2028",), None)
    assert len(JsonFormatter().format(record).splitlines()) == 1
