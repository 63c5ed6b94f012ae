"""Every address is given what nobody sends by accident, in its path, its query and its form: no page ever breaks.

quality.md 20 and 24. The same runs on PostgreSQL, which refuses a NUL that SQLite takes for text.
"""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tests.access.matrix import ROWS

PIECES = ("%00", "x" * 300)
"""In place of a code or key: NUL, and more than any column holds."""
VALUES = ("\x00", "' OR 1=1 -- ", "9" * 30, "x" * 3000, "\u2028\r\nA: b", "²", '{"a":[]}')
NAMES = (
    *("all", "at", "change", "find", "minutes", "news", "page", "perspective", "question", "table", "theme", "version"),
    *("accent", "answer", "answers", "asks_follow_up", "asks_pulse", "base", "census", "closes_on", "code", "column"),
    *("email", "everything", "family", "for_whom", "ground_rules", "headline", "held_on", "helpline", "hint", "intent"),
    *(
        "into",
        "invited",
        "language",
        "m",
        "mail",
        "mix_by",
        "name",
        "name_list",
        "next",
        "note",
        "number",
        "on",
        "order",
    ),
    *("operation", "organisation", "pace", "paper", "password", "people", "phones", "planned_size", "problem"),
    *("ready", "reset", "revision", "role", "row", "rules", "run_minutes", "seat", "seating", "seconds", "seen"),
    *("segment", "segments", "silent_minutes", "sort", "stage", "stop", "style", "tables", "text", "title", "to"),
    "typed",
    *("valence", "value", "verb", "widget", "word", "dots-MATRIX", "row-0", "row-x", "column-0"),
)
VERBS = (
    *("add", "edit", "strike", "restore", "tag", "star", "same_as", "rename", "remove", "nudge", "coming", "clear"),
    *("close", "open", "new-code", "wider", "move", "accept", "leave-out", "take-in", "start", "pause", "more", "end"),
)
KEY = re.compile(r"(?<=/)(?:MATRIX\w+|BCDFGJ|5eee75ee[0-9a-f-]+|nothing|1-nothing|cards|pdf)(?=[/.-]|$)")


def broken(browser, method, address, said=None):
    """What was answered 5xx; the world is as it was afterwards."""
    cookies = browser.cookies.copy()
    with transaction.atomic():
        response = getattr(browser, method.lower())(address, said)
        transaction.set_rollback(True)
    browser.cookies = cookies
    cache.clear()
    return [(method, address[:120], str(said)[:60], response.status_code)] if response.status_code >= 500 else []


# PostgreSQL is the strict one: there every address is tried, on SQLite every third.
TRIED = list(ROWS) if settings.DATABASES["default"]["ENGINE"].endswith("postgresql") else list(ROWS)[::3]


@pytest.mark.parametrize("name", TRIED)
def test_no_value_breaks_a_page(name, clients):
    row, wrong = ROWS[name], []
    allowed = ("facilitator", "owner", "participant", "link holder")
    browser = clients[next((role for role in allowed if role in row.roles), "nobody")]
    browser.raise_request_exception = False
    for method in sorted(row.methods - {"HEAD"}):
        for found in KEY.finditer(row.path):
            for piece in PIECES:
                wrong += broken(browser, method, row.path[: found.start()] + piece + row.path[found.end() :])
        for value in VALUES:
            wrong += broken(browser, method, row.path, dict.fromkeys(NAMES, value))
    if "POST" in row.methods:
        for verb in VERBS if name.startswith("control-") or name.endswith("-notes") else ():
            wrong += broken(browser, "POST", row.path, dict.fromkeys(NAMES, "\x00") | {"verb": verb})
        file = SimpleUploadedFile('a"\r\nb\x00.csv', b"\x00\xff", content_type="text/csv")
        wrong += broken(browser, "POST", row.path, {"file": file, "logo_file": file})
    assert wrong == []
