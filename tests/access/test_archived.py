"""A session in the archive at every address that changes one: refused with a sentence, and nothing is changed."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from gapsessions.sessions.models import GapSession
from tests.access.matrix import BOTH, FACILITATOR, POST, ROWS

MAY = {"session-duplicate", "session-archive", "session-restore", "session-erase", "themes-who", "compare-refresh"}
MAY |= {"said-unpublish", "wave-next"}  # what is on the net can be taken off; another session is another
MAY |= {"session-file-pack"}  # what is carried away stays as it was
"""What can be done with a whole session, and what only changes what one sees oneself."""
WITH_OWN_WORDS = {"sheet-notes", "reveal-decisions"}
"""Whose refusal carries what was typed, or answers a script."""
VERBS = sorted(
    name
    for name, row in ROWS.items()
    if "POST" in row.methods and row.roles >= FACILITATOR and row.path.startswith("/s/MATRIXSESSN/")
)


@pytest.fixture
def desk(clients) -> Client:
    return clients["facilitator"]


@pytest.fixture
def archived(clients) -> GapSession:
    GapSession.objects.update(archived_at=timezone.now())
    return GapSession.objects.get(code="MATRIXSESSN")


def said(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


@pytest.mark.parametrize("name", [name for name in VERBS if name not in MAY | WITH_OWN_WORDS])
def test_verb_is_refused_with_a_sentence(archived, desk: Client, name):
    answer = desk.post(ROWS[name].path)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/s/MATRIXSESSN/")
    assert "in the archive" in said(answer)


@pytest.mark.parametrize("name", [name for name in VERBS if ROWS[name].methods == BOTH and name not in MAY])
def test_form_is_not_offered(archived, desk: Client, name):
    if name == "session-settings":
        assert "Take it out of the archive" in desk.get(ROWS[name].path).content.decode()
    else:
        assert desk.get(ROWS[name].path).headers["Location"] == "/s/MATRIXSESSN/"


def test_page_of_htmx_is_led_back_as_a_whole(archived, desk):
    answer = desk.post(ROWS["themes-move"].path, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/s/MATRIXSESSN/"


@pytest.mark.parametrize("name", ["session", "gathering", "sheet", "themes", "theme", "compare", "report"])
def test_page_can_be_read_and_offers_no_verb(archived, desk, name):
    page = desk.get(ROWS[name].path).content.decode()
    offered = {
        verb
        for verb in VERBS
        if ROWS[verb].methods == POST and verb not in MAY and f'action="{ROWS[verb].path}"' in page
    }
    assert offered == set()


def test_taking_it_out_lets_everything_go_on(archived, desk):
    desk.post(ROWS["session-restore"].path)
    answer = desk.post(ROWS["control-move"].path, {"seen": "closed", "to": "write:action"})
    assert answer.headers["Location"] == "/s/MATRIXSESSN/g/MATRIXGATHR/room/"
    assert "in the archive" not in said(answer)
