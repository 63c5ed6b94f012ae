"""Whatever comes in that is no operation: refused as such, and nothing has changed."""

from __future__ import annotations

import json
import uuid

import pytest

from gapsessions.sheets.models import Answer, Receipt
from tests.factories.phones import refused

ADD = {"v": 1, "op": str(uuid.uuid4()), "verb": "add", "table": "", "written": 1, "note": str(uuid.uuid4())}
ADD |= {"question": "strength", "text": "Words"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"add"',
        b"\xff\xfe",
        b"[" * 9000,
        b'{"v":1,"v":NaN}',
        b"1" * 9000,
        json.dumps(ADD).encode() + b" " * 16_384,
        *(
            json.dumps(ADD | change).encode()
            for change in (
                {"v": 2},
                {"v": True},
                {"v": "1"},
                {"op": None},
                {"op": "x"},
                {"op": str(uuid.uuid1())},
                {"op": str(uuid.uuid4()).upper()},
                {"verb": "drop"},
                {"verb": ["add"]},
                {"verb": None},
                {"written": "now"},
                {"written": -1},
                {"written": 1.5},
                {"written": 10**30},
                {"written": True},
                {"table": 5},
                {"table": "x" * 13},
                {"table": "\ud800"},
                {"table": "\x00"},
                {"note": 5},
                {"note": "1"},
                {"question": "other"},
                {"question": None},
                {"question": ["strength"]},
                {"text": None},
                {"text": {"a": 1}},
                {"valence": "great"},
                {"valence": 5},
                {"valence": {}},
                {"pen": "short"},
                {"pen": 5},
                {"verb": "edit"},
                {"verb": "edit", "revision": 0},
                {"verb": "edit", "revision": True},
                {"verb": "edit", "revision": 2**40},
                {"verb": "strike", "revision": "1"},
                {"verb": "star"},
                {"verb": "star", "on": 1},
                {"verb": "tag"},
                {"verb": "same_as"},
                {"verb": "same_as", "other": 1},
                {"verb": "confirm", "on": "yes"},
                {"verb": "help"},
            )
        ),
    ],
)
def test_what_is_no_operation_is_refused_and_changes_nothing(phone, body):
    assert refused(phone.send(body)) == (422, "malformed")
    assert not Answer.objects.exists()
    assert not Receipt.objects.exists()
