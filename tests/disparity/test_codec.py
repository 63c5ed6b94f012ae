"""Bytes that stay the same, and the very same content read back."""

from __future__ import annotations

import json
import string
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapsessions.disparity.codec import SnapshotIsUnreadable, _reader, _to_plain, decode, encode
from gapsessions.disparity.content import (
    AnswerContent,
    ForeseenContent,
    PartContent,
    PartCount,
    PlannedAction,
    PredictionContent,
    Provenance,
    PulseContent,
    QuoteContent,
    SnapshotContent,
    VoteContent,
)
from gapsessions.method.findings import Alignment, Count, Reading, ShuffleFigure, SideFacts, ThemeFindings
from gapsessions.method.vocabulary import Perspective, Scope
from tests.factories.snapshots import empty_snapshot, make_snapshot

RECORDS = (
    AnswerContent, PlannedAction, Provenance, QuoteContent,
    ForeseenContent, PartContent, PartCount, PredictionContent, PulseContent, VoteContent,
    Alignment, Count, Reading, ShuffleFigure, SideFacts, ThemeFindings,
)  # fmt: skip


L, S, C = Perspective


@pytest.fixture(autouse=True, scope="module")
def finite_numbers_and_real_text():
    """What the method gives: no NaN, and text that UTF-8 can hold."""
    st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
    st.register_type_strategy(str, st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=8))
    yield
    st.register_type_strategy(float, st.floats())
    st.register_type_strategy(str, st.text())


@pytest.fixture(scope="module")
def rich():
    return replace(
        make_snapshot(),
        number=7,
        headline="Waiting “is” the <story> – \u2028 🙂",
        actions=(
            PlannedAction("Call back", "Lena", "", "IT", date(2027, 1, 31), "Calls", "open", 2),
            PlannedAction("Ask", "", "", "", None, "", "open", None),
        ),
        headlines={"improve": "Waiting", "plan": "Two things"},
        reading_words={"shared": "Common ground"},
        pulse=(PulseContent(L, False, 9, (0,) * 8 + (7, 1, 1), 2), PulseContent(C, True, 3, (), 1)),
        predictions=(PredictionContent(L, "Prices", (2, 4)), PredictionContent(S, "–", (), settled=False)),
        foreseen=(ForeseenContent(L, 1, 3), ForeseenContent(S, 0, 3, waiting=2)),
        votes=(VoteContent(2, 7, 9, L),),
        segments=(
            PartContent(
                C,
                "Under 30",
                "",
                0,
                12,
                (PartCount(2, Scope.COMPETITOR, 0, 4, good=3, bad=1), PartCount(None, Scope.COMPETITOR, 0, 12)),
            ),
        ),
    )


@pytest.mark.parametrize("make", [make_snapshot, empty_snapshot])
def test_snapshot_comes_back_as_it_was(make):
    content = make()
    assert decode(encode(content)) == content


def test_rich_snapshot_comes_back_as_it_was(rich):
    again = decode(encode(rich))
    assert again == rich
    assert encode(again) == encode(rich)


@pytest.mark.parametrize("record", RECORDS)
def test_every_record_comes_back_as_it_was(record):
    @settings(max_examples=25, deadline=None)
    @given(st.from_type(record))
    def check(value):
        plain = json.loads(json.dumps(_to_plain(record, value)))
        again = _reader(record)(plain)
        assert again == value
        assert {type(getattr(again, name)) for name in value.__slots__} <= {
            type(getattr(value, name)) for name in value.__slots__
        }

    check()


def test_same_content_gives_the_same_bytes(rich):
    comparison = rich.comparison
    shuffled = replace(
        rich,
        wording=dict(reversed(rich.wording.items())),
        headlines=dict(reversed(rich.headlines.items())),
        comparison=replace(
            comparison,
            themes=tuple(replace(t, counts=dict(reversed(t.counts.items()))) for t in comparison.themes),
            sides=tuple(replace(s, asked=frozenset(sorted(s.asked, reverse=True))) for s in comparison.sides),
        ),
    )
    assert encode(shuffled) == encode(rich)


def test_equal_numbers_give_the_same_bytes():
    counts = [Count(1, 2, 0, 0, number, 2) for number in (0.0, -0.0, 0, False)]
    assert len({json.dumps(_to_plain(Count, count)) for count in counts}) == 1


def test_other_content_gives_other_bytes(rich):
    assert encode(replace(rich, draft=not rich.draft)) != encode(rich)


def test_older_bytes_get_the_defaults_of_younger_fields(rich):
    document = json.loads(encode(rich))
    del document["content"]["headline"]
    assert decode(json.dumps(document).encode()) == replace(rich, headline="")


def test_bytes_from_before_the_asides_are_read_without_them(rich):
    """What SnapshotContent held when the first reports were frozen, and nothing younger."""
    document = json.loads(encode(rich))
    first = set(document["content"]) & {
        "title", "organisation", "held_on", "language", "draft", "number", "wording", "comparison", "themes", "answers",
        "quotes", "actions", "provenance", "headline",
    }  # fmt: skip
    document["content"] = {name: document["content"][name] for name in first}
    old = decode(json.dumps(document).encode())
    young = {field.name: field for field in fields(SnapshotContent) if field.name not in first}
    assert set(young) >= {"pulse", "predictions", "foreseen", "votes", "segments", "reading_words", "headlines"}
    for name in young:
        assert not getattr(old, name)
    assert old.comparison == rich.comparison


def test_bytes_of_a_later_version_are_refused(rich):
    document = json.loads(encode(rich))
    document["version"] += 1
    with pytest.raises(SnapshotIsUnreadable, match="later version"):
        decode(json.dumps(document).encode())


@pytest.mark.parametrize("payload", [b"", b"{}", b"[1]", b'{"version":1,"content":{"title":"canary"}}', b"\xff"])
def test_other_bytes_are_refused_without_quoting_them(payload):
    with pytest.raises(SnapshotIsUnreadable) as refused:
        decode(payload)
    assert "canary" not in str(refused.value)
    assert refused.value.__cause__ is None


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=64) | st.text(string.printable).map(str.encode))
def test_no_bytes_end_in_another_error(payload):
    with pytest.raises(SnapshotIsUnreadable):
        decode(payload)
