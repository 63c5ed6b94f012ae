"""The pages on which quotes are picked, redacted and withdrawn, and the drawer that leads there."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from gapsessions.disparity.models import QuoteLog, QuoteMark, Snapshot
from gapsessions.disparity.standing import keep_comparison
from gapsessions.method.vocabulary import Perspective, Question, Stage, Style
from gapsessions.themes.actions import close_themes, create_theme, move_answers
from tests.factories.people import browser_of
from tests.factories.rooms import make_gathering, make_session, make_single, make_table, write
from tests.factories.snapshots import HOSTILE

L, S, C = Perspective


@pytest.fixture
def waiting(session):
    return create_theme(session=session, name="Waiting")


@pytest.fixture
def notes(session, waiting, fay):
    room = make_gathering(session, C)
    texts = [f"we wait for hours at counter number {number}" for number in range(5)]
    notes = [write(make_table(room), Question.IMPROVE, text)[0] for text in texts]
    move_answers(answers=[note.pk for note in notes], to=waiting, by=fay)
    close_themes(session=session)
    keep_comparison(session=session)
    return notes


def at(name, session, *more):
    return reverse(name, args=[session.code, *more])


def drawer(browser, session, waiting):
    page = browser.get(at("compare", session), {"theme": waiting.key, "question": "improve"}).content.decode()
    return " ".join(page.split("<aside", 1)[1].split("</aside>", 1)[0].split())


def said(answer):
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_facilitator_picks_from_the_drawer_and_comes_back_to_it(desk, session, waiting, notes):
    shown = drawer(desk, session, waiting)
    assert shown.count("Quote this") == 5
    query = f"theme={waiting.key}&question=improve"
    answer = desk.post(at("quote-mark", session, notes[4].pk, "pick"), {"next": query})
    assert answer.headers["Location"] == f"{at('compare', session)}?{query}"
    assert "Picked" in said(answer)
    shown = drawer(desk, session, waiting)
    assert shown.index("number 4") < shown.index("number 0")
    assert shown.count("Quoted, picked") == 1
    assert "Quoted</span>" not in shown, "what the product chose has given way, before anything is compared again"


def test_pick_is_undone_by_its_toast(desk, session, notes):
    answer = desk.post(at("quote-mark", session, notes[0].pk, "pick"), {"next": "theme=abc"})
    undo = next(m.extra_tags for m in get_messages(answer.wsgi_request)).removeprefix("undo:")
    back = desk.post(undo)
    assert QuoteMark.objects.get().standing == ""
    assert back.headers["Location"].endswith("?theme=abc")


def test_two_presses_are_one_decision(desk, session, notes):
    for _ in range(2):
        desk.post(at("quote-mark", session, notes[0].pk, "leave-out"))
    assert QuoteLog.objects.count() == 1


def test_redaction_needs_a_reason_and_other_words(desk, session, waiting, notes):
    page = at("quote-redact", session, notes[0].pk)
    assert "number 0" in desk.get(page).content.decode()
    for typed in (
        {"words": "we wait for hours", "reason": " "},
        {"words": " \u200b", "reason": "names a place"},
        {"words": notes[0].text, "reason": "names a place"},
    ):
        answer = desk.post(page, typed)
        assert answer.status_code == 200
        assert 'aria-invalid="true"' in answer.content.decode()
    assert not QuoteMark.objects.exists()
    answer = desk.post(page, {"words": "we wait for hours at [place]", "reason": "names a place"})
    assert answer.status_code == 302
    shown = drawer(desk, session, waiting)
    assert "at [place]" in shown
    assert "number 0" not in shown
    assert "names a place" in desk.get(at("quotes", session)).content.decode()


def test_withdrawal_needs_a_reason_and_leaves_only_the_word(desk, session, waiting, notes):
    page = at("quote-withdraw", session, notes[0].pk)
    assert "cannot be undone" in desk.get(page).content.decode()
    assert desk.post(page, {"reason": ""}).status_code == 200
    answer = desk.post(page, {"reason": "the table asked for it"})
    assert answer.status_code == 302
    assert not [m for m in get_messages(answer.wsgi_request) if "undo" in m.extra_tags]
    shown = drawer(desk, session, waiting)
    assert "number 0" not in shown
    assert "withdrawn" in shown
    assert "number 0" not in desk.get(at("quotes", session)).content.decode()
    assert desk.get(page).status_code == 302, "there is nothing left to withdraw"
    assert "withdrawn" in said(desk.post(at("quote-mark", session, notes[0].pk, "pick")))


def test_viewer_reads_and_decides_nothing(vera, session, waiting, notes):
    browser = browser_of(vera)
    assert "Quote this" not in drawer(browser, session, waiting)
    assert browser.get(at("quotes", session)).status_code == 200
    for name in ("quote-redact", "quote-withdraw"):
        assert browser.get(at(name, session, notes[0].pk)).status_code == 404
    assert browser.post(at("quote-mark", session, notes[0].pk, "pick")).status_code == 404


def test_answers_elsewhere_struck_out_or_waiting_are_not_there(desk, session, organisation, notes):
    other = write(make_table(make_gathering(make_session(organisation))), Question.IMPROVE, "elsewhere")[0]
    gone = write(notes[0].sheet, Question.IMPROVE, "struck out", struck_out=True)[0]
    silent = write(notes[0].sheet, Question.IMPROVE, "still silent", pen_hash="0" * 64)[0]
    link = make_gathering(session, C, Style.OPEN_LINK, stage=Stage.WRITE)
    early = write(make_single(link), Question.IMPROVE, "one reply of five")[0]
    for answer in (other, gone, silent, early):
        assert desk.get(at("quote-redact", session, answer.pk)).status_code == 404
        assert desk.post(at("quote-mark", session, answer.pk, "pick")).status_code == 404
    assert desk.post(at("quote-mark", session, notes[0].pk, "steal")).status_code == 404


def test_next_leads_nowhere_else(desk, session, notes):
    for sent in ("https://evil.example/", "theme=x&next=//evil", "//evil", "version=1", "x" * 5000):
        answer = desk.post(at("quote-mark", session, notes[0].pk, "pick"), {"next": sent})
        assert answer.headers["Location"].startswith(at("compare", session))
        assert "evil" not in answer.headers["Location"]


@pytest.mark.parametrize("text", HOSTILE[:-1])
def test_hostile_words_stay_words_on_every_page(desk, session, waiting, fay, text):
    note = write(make_table(make_gathering(session, C)), Question.IMPROVE, text)[0]
    move_answers(answers=[note.pk], to=waiting, by=fay)
    close_themes(session=session)
    keep_comparison(session=session)
    desk.post(at("quote-redact", session, note.pk), {"words": f"{text} again", "reason": text[:200]})
    pages = [drawer(desk, session, waiting)]
    pages += [desk.get(at(name, session, note.pk)).content.decode() for name in ("quote-redact", "quote-withdraw")]
    pages.append(desk.get(at("quotes", session)).content.decode())
    for page in pages:
        assert "<img src=" not in page
        assert "<script>" not in page
        assert not re.search(r"<[^>]+\shx-(get|post)=\"/evil", page)


def test_frozen_version_says_withdrawn(desk, session, notes, fay):
    from gapsessions.disparity.actions import read_snapshot, take_snapshot
    from gapsessions.reports.document import build_document
    from gapsessions.reports.pdf import report_html

    snapshot = take_snapshot(session, fay)
    before = report_html(build_document(read_snapshot(snapshot)), appendix=True)
    quoted = next(note for note in notes if note.text in before)
    desk.post(at("quote-withdraw", session, quoted.pk), {"reason": "asked"})
    after = report_html(build_document(read_snapshot(Snapshot.objects.get())), appendix=True)
    assert quoted.text not in after
    assert "withdrawn" in after


def test_many_notes_are_shown_on_demand(desk, session, waiting, notes, fay):
    room = make_gathering(session, S)
    many = [write(make_table(room), Question.IMPROVE, f"staff note number {number}")[0] for number in range(30)]
    move_answers(answers=[note.pk for note in many], to=waiting, by=fay)
    keep_comparison(session=session)
    shown = drawer(desk, session, waiting)
    assert shown.count('id="note-') == 5 + 15
    assert "And 15 more" in shown
    page = desk.get(at("compare", session), {"theme": waiting.key, "question": "improve", "notes": "all"})
    assert page.content.decode().count('id="note-') == 5 + 30
