"""Session files that are no such files, are cut, changed, too big, or say what no row may say: refused as a whole."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zlib
from typing import Any

import pytest

from gapsessions.facilitation.session_file.refusals import FileRefused
from gapsessions.facilitation.session_file.taking_in import take_in
from gapsessions.facilitation.session_file.writing import file_of
from gapsessions.method.vocabulary import Question
from gapsessions.sessions.actions import erase_session
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from tests.factories.people import make_organisation
from tests.factories.rooms import make_gathering, make_session, make_table, write
from tests.factories.whole import make_whole_session

pytestmark = pytest.mark.django_db


def carried(session: GapSession, **wishes: Any) -> bytes:
    return b"".join(file_of(session, **wishes))


def lines_of(data: bytes) -> list[Any]:
    return [json.loads(line) for line in gzip.decompress(data).splitlines()]


def sealed(lines: list[Any]) -> bytes:
    """A file of these lines with the checksum that fits: what somebody makes who knows the format."""
    raw = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    return gzip.compress(raw + json.dumps({"sha256": hashlib.sha256(raw).hexdigest()}).encode() + b"\n")


@pytest.fixture
def whole(organisation, fay) -> GapSession:
    return make_whole_session(organisation, fay)


def refused(data: bytes, match: str) -> None:
    before = GapSession.objects.count(), Answer.objects.count()
    with pytest.raises(FileRefused, match=match):
        take_in(file=io.BytesIO(data), organisation=make_organisation("Target"), by=None)
    assert (GapSession.objects.count(), Answer.objects.count()) == before


def test_file_that_is_cut_short_or_changed_is_refused(whole):
    file = carried(whole)
    for end in (0, 1, 10, len(file) // 2, len(file) - 9, len(file) - 1):
        refused(file[:end], "no session file|cut short|changed")
    for place in range(20, len(file), len(file) // 7):
        refused(file[:place] + bytes([file[place] ^ 1]) + file[place + 1 :], "changed|no session file")
    refused(file + b"x", "changed")
    refused(gzip.compress(gzip.decompress(file).replace(b"Kind staff", b"Rude staff")), "changed")
    refused(gzip.compress(b"\n".join(gzip.decompress(file).splitlines()[:-1]) + b"\n"), "cut short")


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04" + b"x" * 99, b"perspective,question\n", gzip.compress(b"[]\n{}\n", mtime=0)],
    ids=["empty", "zip", "csv", "gzip"],
)
def test_other_files_are_no_session_files(data):
    refused(data, "no session file|cut short")


def test_file_of_a_later_version_is_refused(whole):
    head, *rest = lines_of(carried(whole))[:-1]
    refused(sealed([head | {"version": 2}, *rest]), "later version")
    refused(sealed([head, {"part": "Hologram", "columns": ["id"]}, *rest]), "later version")
    at = next(place for place, line in enumerate(rest) if isinstance(line, dict) and line.get("part") == "Theme")
    rest[at] = rest[at] | {"columns": [*rest[at]["columns"], "smell"]}
    refused(sealed([head, *rest]), "later version|changed")


def test_file_of_an_earlier_version_gets_defaults(whole, organisation):
    lines, skipped = [], False
    for line in lines_of(carried(whole))[:-1]:
        if isinstance(line, dict) and "part" in line:
            skipped = line["part"] == "Priority"
        if not skipped or (isinstance(line, dict) and "rows" in line):
            lines.append(line)
    lines[-1]["rows"].pop("Priority")
    at = next(place for place, line in enumerate(lines) if isinstance(line, dict) and line.get("part") == "GapSession")
    cut = lines[at]["columns"].index("segments")
    lines[at]["columns"].pop(cut)
    lines[at + 1].pop(cut)
    arrived = take_in(file=io.BytesIO(sealed(lines)), organisation=organisation, by=None)
    assert arrived.session.segments == []
    assert not arrived.session.priorities.exists()


def test_bomb_is_refused_before_it_fills_anything():
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = packer.compress(b"[" + b"0," * (200 << 20)) + packer.flush()
    refused(bomb, "more than a session")


def _with(lines: list[Any], part: str, column: str, value: Any) -> bytes:
    """The same file, but for one value of the first row of a part."""
    at = next(place for place, line in enumerate(lines) if isinstance(line, dict) and line.get("part") == part)
    lines[at + 1] = [
        value if name == column else old for name, old in zip(lines[at]["columns"], lines[at + 1], strict=True)
    ]
    return sealed(lines)


HOSTILE: list[tuple[str, str, Any]] = [
    ("GapSession", "title", ""),
    ("GapSession", "title", "x" * 201),
    ("GapSession", "title", {"a": 1}),
    ("GapSession", "title", "a\x00b"),
    ("GapSession", "title", "a\ud800b"),
    ("GapSession", "segments", [1, {}]),
    ("GapSession", "keep_until", "someday"),
    ("GapSession", "created_at", "2026-01-01T00:00:00"),
    ("Gathering", "stage", "write"),
    ("Gathering", "perspective", "owners"),
    ("Gathering", "silent_minutes", 999),
    ("Gathering", "planned_size", 10**30),
    ("Gathering", "session_id", 10**6),
    ("Answer", "sheet_id", "00000000-0000-4000-8000-000000000000"),
    ("Answer", "sheet_id", None),
    ("Answer", "text", "x" * 2001),
    ("Answer", "text", None),
    ("Answer", "id", "1; drop table"),
    ("Answer", "revision", True),
    ("Answer", "struck_out", 1),
    ("AnswerVector", "vector", "not base64!"),
    ("Placement", "why", [1]),
    ("Proposal", "result", {"answers": []}),
    ("Snapshot", "payload", base64.b64encode(zlib.compress(b"{}")).decode()),
    ("ReportFile", "data", base64.b64encode(b"MZ another file").decode()),
    ("ReportFile", "sha256", "0" * 64),
    ("SaidPage", "published", {"items": [{"said": 1}]}),
    ("Ballot", "closed", False),
]


def test_row_that_does_not_fit_is_refused_as_a_whole(whole):
    kept = json.dumps(lines_of(carried(whole))[:-1])
    for part, column, value in HOSTILE:
        refused(_with(json.loads(kept), part, column, value), "changed")
    raw = gzip.decompress(_with(json.loads(kept), "Placement", "confidence", 0.25)).replace(b"0.25", b"1e999", 1)
    refused(gzip.compress(raw), "changed")


def test_row_of_somebody_elses_session_is_out_of_reach(whole):
    sheet = make_table(make_gathering(make_session(make_organisation("Somebody else"))))
    theirs = write(sheet, Question.IMPROVE, "Ours alone")[0]
    lines = lines_of(carried(whole))[:-1]
    erase_session(session=whole)
    refused(_with(lines, "Placement", "answer_id", str(theirs.pk)), "changed")
    assert not theirs.placements.exists()


def test_deep_nesting_is_refused(whole):
    lines = lines_of(carried(whole))[:-1]
    deep: Any = []
    for _ in range(60):
        deep = [deep]
    refused(_with(lines, "GapSession", "segments", deep), "changed")
    raw = gzip.decompress(sealed(lines[:1])).replace(b'"title"', b'"deep": ' + b"[" * 9000 + b"]" * 9000 + b', "title"')
    refused(gzip.compress(raw), "changed")
