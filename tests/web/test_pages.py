"""The page rule: a part for htmx when the view lists it, else the page; toasts ride along."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.test import Client
from django.urls import path

from gapsessions.web.pages import render_page

HERE = Path(__file__).parent


def board(request):
    if "say" in request.GET:
        messages.success(request, request.GET["say"])
    return render_page(request, "board.html", {"word": "hello"}, parts=("columns", "größe"))


def moved(request):
    messages.success(request, "kept for the next page")
    return HttpResponseRedirect("/board")


urlpatterns = [path("board", board), path("moved", moved)]


@pytest.fixture
def client(db, settings):
    settings.ROOT_URLCONF = __name__
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], HERE / "templates"]
    settings.TEMPLATES = templates
    return Client()


def htmx(target: str, **more: str) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Target": target} | more


@pytest.mark.parametrize("target", ["div#columns", "columns", "section#columns", "div#%63olumns"])
def test_listed_part_is_rendered_alone(client, target):
    response = client.get("/board", headers=htmx(target))
    assert response.content.strip() == b'<div id="columns">hello</div>'


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HX-Target": "div#columns"},
        htmx("div#secret"),
        htmx("body"),
        htmx(""),
        htmx("div#columns", **{"HX-Boosted": "true"}),
        htmx("board.html#columns#../base.html"),
        htmx("div#columns\u00e9".encode().decode("latin-1")),
    ],
)
def test_anything_else_is_the_whole_page(client, headers):
    content = client.get("/board", headers=headers).content
    assert b"whole page" in content
    assert b"never asked for" not in content


def test_part_and_page_are_told_apart_by_caches(client):
    for headers in ({}, htmx("div#columns")):
        vary = client.get("/board", headers=headers)["Vary"]
        assert {"HX-Request", "HX-Target", "Cookie"} <= {word.strip() for word in vary.split(",")}


def test_toast_rides_along_with_a_part_and_is_escaped(client):
    content = client.get("/board?say=<b>Saved", headers=htmx("div#columns")).content.decode()
    assert content.startswith('<div id="columns">hello</div>')
    assert 'hx-swap-oob="innerHTML"' in content
    assert "&lt;b&gt;Saved" in content
    again = client.get("/board", headers=htmx("div#columns")).content.decode()
    assert "Saved" not in again


def test_toast_of_a_redirect_waits_for_the_page_it_leads_to(client):
    client.get("/moved", headers=htmx("div#columns"))
    assert "kept for the next page" in client.get("/board", headers=htmx("div#columns")).content.decode()
