"""Quotes that people picked, left out, redacted or withdrew; and snapshots, whose bytes change for one reason only."""

from __future__ import annotations

import json
import zlib

import pytest
from django.utils.translation import get_language
from hypothesis import given, settings
from hypothesis import strategies as st

from gapsessions.disparity import actions
from gapsessions.disparity.actions import compare_session, read_snapshot, take_snapshot
from gapsessions.disparity.codec import decode, encode
from gapsessions.disparity.models import QuoteLog, QuoteMark, Snapshot
from gapsessions.disparity.quoting import marks
from gapsessions.disparity.quoting.actions import (
    NothingIsRedacted,
    ReasonIsMissing,
    WordsAreWithdrawn,
    leave_out_quote,
    pick_quote,
    put_back_quote,
    redact_quote,
    show_as_written,
    withdraw_quote,
)
from gapsessions.disparity.quoting.forgetting import without_words
from gapsessions.disparity.standing import keep_comparison, standing_of
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.sessions.actions import archive
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.sheets.models import Answer
from gapsessions.themes.actions import create_theme, move_answers
from gapsessions.themes.ballot.actions import open_ballot
from gapsessions.themes.ballot.models import BallotOption
from tests.factories.rooms import make_gathering, make_table, write
from tests.factories.snapshots import make_snapshot

L, S, C = Perspective
TEXTS = (
    "we wait for hours until Mr Miller answers",
    "nobody ever picks up the phone in the morning",
    "the queue at the counter never gets any shorter",
    "we were sent away three times in one week",
    "short",
)


@pytest.fixture
def said(session, fay):
    """Five customer tables say one thing each about waiting; a staff table says the same as the first."""
    waiting = create_theme(session=session, name="Waiting")
    room = make_gathering(session, C)
    answers = [write(make_table(room), Question.IMPROVE, text)[0] for text in TEXTS]
    staff = write(make_table(make_gathering(session, S)), Question.IMPROVE, TEXTS[0])[0]
    move_answers(answers=[answer.pk for answer in (*answers, staff)], to=waiting, by=fay)
    waiting.quote = answers[0]
    waiting.save()
    return answers


def quoted(session, side=C):
    return [q.text for q in compare_session(session, shuffles=1).quotes if q.perspective is side]


def stored(session):
    return b"".join(zlib.decompress(bytes(s.payload)) for s in Snapshot.objects.filter(session=session))


def test_picked_quotes_and_no_others_stand_for_their_theme(session, said, fay):
    assert len(quoted(session)) == 3
    pick_quote(session=session, answer=said[4], by=fay)
    assert quoted(session) == ["short"], "people may pick what the product would find too short"
    pick_quote(session=session, answer=said[2], by=fay)
    assert set(quoted(session)) == {"short", TEXTS[2]}
    put_back_quote(session=session, answer=said[4], by=fay)
    put_back_quote(session=session, answer=said[2], by=fay)
    assert len(quoted(session)) == 3


def test_picks_of_one_side_leave_the_other_alone(session, said, fay):
    pick_quote(session=session, answer=said[1], by=fay)
    assert quoted(session, S) == [TEXTS[0]]


def test_left_out_answer_is_not_quoted_and_counts(session, said, fay):
    leave_out_quote(session=session, answer=said[0], by=fay)
    content = compare_session(session, shuffles=1)
    assert TEXTS[0] not in [q.text for q in content.quotes if q.perspective is C]
    assert content.themes[0].quote == ""
    assert content.themes[0].answers == 6
    assert content.provenance.quotes_left_out == 1
    assert TEXTS[0] in [a.text for a in content.answers if a.perspective is C]


def test_redacted_words_stand_everywhere_but_at_the_desk_of_the_sorter(session, said, fay):
    redact_quote(
        session=session, answer=said[0], words="we wait for hours until [name] answers", reason="names a person", by=fay
    )
    pick_quote(session=session, answer=said[0], by=fay)
    content = compare_session(session, shuffles=1)
    assert quoted(session) == ["we wait for hours until [name] answers"]
    assert "Miller" not in " ".join(a.text for a in content.answers if a.perspective is C)
    assert content.themes[0].quote == "we wait for hours until [name] answers"
    assert Answer.objects.get(pk=said[0].pk).text == TEXTS[0]
    show_as_written(session=session, answer=said[0], by=fay)
    assert quoted(session) == [TEXTS[0]]


def test_every_act_is_logged_with_its_reason_and_without_words(session, said, fay):
    pick_quote(session=session, answer=said[0], by=fay)
    pick_quote(session=session, answer=said[0], by=fay)
    leave_out_quote(session=session, answer=said[0], by=fay)
    redact_quote(session=session, answer=said[0], words="[name] is late", reason="names a person", by=fay)
    show_as_written(session=session, answer=said[0], by=fay)
    show_as_written(session=session, answer=said[0], by=fay)
    withdraw_quote(session=session, answer=said[0], reason="asked by the table", by=fay)
    log = list(QuoteLog.objects.order_by("pk"))
    assert [line.act for line in log] == ["picked", "left_out", "redacted", "unredacted", "withdrawn"]
    assert [line.reason for line in log] == ["", "", "names a person", "", "asked by the table"]
    assert {(line.by, line.perspective, line.question, line.theme) for line in log} == {
        (fay, "customers", "improve", "Waiting")
    }
    assert "Miller" not in str([list(vars(line).values()) for line in log])


def test_words_do_not_go_without_a_reason_or_change_to_themselves(session, said, fay):
    with pytest.raises(ReasonIsMissing):
        redact_quote(session=session, answer=said[0], words="Other", reason="", by=fay)
    with pytest.raises(ReasonIsMissing):
        withdraw_quote(session=session, answer=said[0], reason="", by=fay)
    for words in ("", TEXTS[0]):
        with pytest.raises(NothingIsRedacted):
            redact_quote(session=session, answer=said[0], words=words, reason="names a person", by=fay)
    assert not QuoteLog.objects.exists()
    assert not QuoteMark.objects.exists()


def test_archived_session_refuses(session, said, fay):
    archive(session=session)
    for act in (pick_quote, leave_out_quote, put_back_quote, show_as_written):
        with pytest.raises(SessionIsArchived):
            act(session=session, answer=said[0], by=fay)
    with pytest.raises(SessionIsArchived):
        withdraw_quote(session=session, answer=said[0], reason="asked", by=fay)


def test_snapshot_gives_the_same_bytes_whatever_people_decide_about_quotes(session, said, fay):
    snapshot = take_snapshot(session, fay)
    before = (bytes(snapshot.payload), snapshot.sha256)
    pick_quote(session=session, answer=said[1], by=fay)
    leave_out_quote(session=session, answer=said[0], by=fay)
    redact_quote(session=session, answer=said[2], words="the queue", reason="names a place", by=fay)
    withdraw_quote(session=session, answer=said[3], reason="asked", by=fay)
    put_back_quote(session=session, answer=said[1], by=fay)
    again = take_snapshot(session, fay)
    first = Snapshot.objects.get(pk=snapshot.pk)
    assert TEXTS[3].encode() not in zlib.decompress(bytes(first.payload))
    content = read_snapshot(first)
    assert TEXTS[0] in str(content.answers)
    assert TEXTS[2] in str(content.answers)
    assert first.sha256 != before[1], "it held the words that were withdrawn"
    unconcerned = bytes(again.payload)
    withdraw_quote(session=session, answer=said[4], reason="asked", by=fay)
    assert Snapshot.objects.get(pk=again.pk).payload != unconcerned


def test_snapshot_that_never_held_the_words_keeps_its_bytes(session, said, fay):
    withdraw_quote(session=session, answer=said[0], reason="asked", by=fay)
    snapshot = take_snapshot(session, fay)
    before = (bytes(snapshot.payload), snapshot.sha256)
    newcomer = write(said[0].sheet, Question.IMPROVE, "said after it was frozen")[0]
    assert withdraw_quote(session=session, answer=newcomer, reason="asked", by=fay) == 0
    snapshot.refresh_from_db()
    assert (bytes(snapshot.payload), snapshot.sha256) == before


def test_withdrawn_words_are_in_no_snapshot_and_counts_stay(session, said, fay):
    pick_quote(session=session, answer=said[0], by=fay)
    first, second = take_snapshot(session, fay), take_snapshot(session, fay)
    before = read_snapshot(first)
    assert withdraw_quote(session=session, answer=said[0], reason="asked by the table", by=fay) == 2
    for snapshot in (first, second):
        snapshot.refresh_from_db()
        after = read_snapshot(snapshot)
        assert [q for q in after.quotes if q.perspective is C and q.withdrawn and not q.text]
        assert "[withdrawn]" in [a.text for a in after.answers]
        assert after.comparison == before.comparison
        assert len(after.answers) == len(before.answers)
        assert after.themes[0].quote == ""
        assert TEXTS[0] in [a.text for a in after.answers if a.perspective is S], "staff said it themselves"
        assert encode(after) == zlib.decompress(bytes(snapshot.payload)), "still the canonical bytes of its content"
    assert "[withdrawn]" in [a.text for a in compare_session(session, shuffles=1).answers]


@pytest.mark.parametrize(("language", "comes_in"), [("nl", "nl"), ("de", "en"), ("xx", "en")])
def test_mark_of_withdrawn_words_comes_in_the_language_of_the_report(monkeypatch, settings, language, comes_in):
    """Some languages have words for phones only; a report framed in English says so in English."""
    settings.LANGUAGES, settings.PARTICIPANTS_LANGUAGES = [("de", ""), ("en", ""), ("nl", "")], {"de"}
    monkeypatch.setattr(marks, "_", lambda words: f"{words} {get_language()}")
    assert marks.gone(language) == f"[withdrawn] {comes_in}"


def test_redacted_words_go_with_the_withdrawal_too(session, said, fay):
    redact_quote(session=session, answer=said[0], words="we wait for [name]", reason="names a person", by=fay)
    take_snapshot(session, fay)
    withdraw_quote(session=session, answer=said[0], reason="asked", by=fay)
    assert b"[name]" not in stored(session)
    assert QuoteMark.objects.get(answer=said[0]).redacted == ""


def test_withdrawn_words_leave_page_and_ballot_at_once(session, said, fay):
    room = said[0].sheet.gathering
    open_ballot(gathering=room, themes=[session.themes.get().key])
    keep_comparison(session=session)
    assert TEXTS[0] in str(standing_of(session).content.quotes)
    assert BallotOption.objects.get().quote == TEXTS[0]
    withdraw_quote(session=session, answer=said[0], reason="asked", by=fay)
    standing = standing_of(session)
    assert TEXTS[0] not in str([q for q in standing.content.quotes if q.perspective is C])
    assert not standing.fresh
    assert BallotOption.objects.get().quote == ""


def test_nothing_brings_withdrawn_words_back(session, said, fay):
    withdraw_quote(session=session, answer=said[0], reason="asked", by=fay)
    for act in (pick_quote, leave_out_quote, put_back_quote, show_as_written):
        with pytest.raises(WordsAreWithdrawn):
            act(session=session, answer=said[0], by=fay)
    with pytest.raises(WordsAreWithdrawn):
        withdraw_quote(session=session, answer=said[0], reason="asked", by=fay)


def test_words_withdrawn_while_a_snapshot_is_taken_are_not_in_it(session, said, fay, monkeypatch):
    encode_once, meanwhile = actions.encode, []

    def encode_late(content):
        if not meanwhile:
            meanwhile.append(withdraw_quote(session=session, answer=said[1], reason="asked", by=fay))
        return encode_once(content)

    monkeypatch.setattr(actions, "encode", encode_late)
    take_snapshot(session, fay)
    assert TEXTS[1].encode() not in stored(session)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 500), st.integers(0, 9))
def test_bytes_without_words_are_canonical_and_lack_nothing_else(number, seed):
    content = make_snapshot(seed=seed, themes=6, customer_singles=8)
    answer = content.answers[number % len(content.answers)]
    payload = encode(content)
    after = without_words(payload, {answer.text}, answer.perspective, answer.question)
    read = decode(after)
    assert encode(read) == after
    assert read.comparison == content.comparison
    same = {
        (a.perspective, a.question, a.text)
        for a in content.answers
        if (a.perspective, a.question, a.text) != (answer.perspective, answer.question, answer.text)
    }
    assert same <= {(a.perspective, a.question, a.text) for a in read.answers}
    assert without_words(after, {answer.text}, answer.perspective, answer.question) == after
    assert json.loads(after)["version"] == json.loads(payload)["version"]


def test_report_prints_what_people_picked_first():
    from dataclasses import replace

    from gapsessions.disparity.content import QuoteContent
    from gapsessions.reports.quotes import quote_columns

    content = make_snapshot()
    chosen = tuple(QuoteContent(theme, S, Question.IMPROVE, f"chosen {theme}") for theme in range(5))
    picked = QuoteContent(9, S, Question.IMPROVE, "picked by Fay", picked=True)
    columns = quote_columns(replace(content, quotes=(*chosen, picked)), Question.IMPROVE, range(10))
    staff = next(column for column in columns if column.side.perspective is S)
    assert [quote.text for quote in staff.quotes] == ["picked by Fay", "chosen 0", "chosen 1"]


def test_picked_quotes_are_marked_as_picked(session, said, fay):
    pick_quote(session=session, answer=said[1], by=fay)
    quotes = compare_session(session, shuffles=1).quotes
    assert {quote.picked for quote in quotes if quote.perspective is C} == {True}
    assert {quote.picked for quote in quotes if quote.perspective is S} == {False}
