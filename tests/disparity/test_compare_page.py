"""The compare page: hidden while sorting is blind, never computed while somebody waits, worded as the report is."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from gapsessions.background.models import WorkerBeat
from gapsessions.disparity import standing as standing_room
from gapsessions.disparity import tasks, views
from gapsessions.disparity.drawer import drawer_of
from gapsessions.disparity.fingerprint import fingerprint_of
from gapsessions.disparity.models import StandingComparison
from gapsessions.disparity.page import compare_page
from gapsessions.disparity.standing import keep_comparison, note_wish, standing_of
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Perspective, Question, Stage, Style
from gapsessions.sheets.models import Answer, Sheet
from gapsessions.themes.actions import (
    close_themes,
    create_theme,
    delete_theme,
    move_answers,
    rename_theme,
    reopen_themes,
)
from tests.factories.people import browser_of
from tests.factories.rooms import make_gathering, make_single, make_table, write
from tests.factories.snapshots import HOSTILE, awkward_snapshot, empty_snapshot, make_snapshot

L, S, C = Perspective
QUERIES = 22


@pytest.fixture
def sorted_session(session, fay):
    """Nine leaders without a word on waiting, which six tables each of staff and customers raise; praise by all."""
    leaders = make_gathering(session, L, Style.OWN_SHEETS, census=True, name="Board room, Monday")
    floor, hall = make_gathering(session, S, name="Branch, Tuesday"), make_gathering(session, C, name="Town hall")
    rooms = {
        L: [make_single(leaders) for _ in range(9)],
        S: [make_table(floor, f"Window {number}") for number in range(6)],
        C: [make_table(hall, f"Window {number}") for number in range(6)],
    }
    waiting, praise = (create_theme(session=session, name=name) for name in ("Waiting", "Kind people"))
    budget = create_theme(session=session, name="Budget")
    for side, sheets in rooms.items():
        for number, sheet in enumerate(sheets):
            kind = write(sheet, Question.STRENGTH, f"The people are kind to {side.value} here {number}")
            move_answers(answers=[kind[0].pk], to=praise, by=fay)
            text = f"Waiting for hours on the phone {number}" if side is not L else f"Budget {number}"
            said = write(sheet, Question.IMPROVE, f"{text} of {side.value} {number}")
            move_answers(answers=[said[0].pk], to=budget if side is L else waiting, by=fay)
    return session


@pytest.fixture
def compared(sorted_session):
    close_themes(session=sorted_session)
    keep_comparison(session=sorted_session)
    return sorted_session


@pytest.fixture
def fays(fay):
    return browser_of(fay)


def look(browser, session, **asked):
    return browser.get(reverse("compare", args=[session.code]), asked)


def text_of(response):
    return " ".join(response.content.decode().split())


def version_of(response):
    return re.search(r"version=([0-9a-f]{16})", response.content.decode())[1]


def test_nothing_shows_while_sorting_is_blind(fays, sorted_session):
    keep_comparison(session=sorted_session)
    shown = text_of(look(fays, sorted_session))
    assert "when the themes are closed" in shown
    assert "dumbbell" not in shown
    assert "Waiting" not in shown


def test_page_shows_counts_readings_and_triangle(fays, compared):
    shown = text_of(look(fays, compared))
    assert "No leader did." in shown
    assert "Not raised by leadership" in shown
    assert re.search(r"<b>6</b> <span class=\"of\">of 6", shown)
    assert "things customers raised most" in shown
    assert "%" not in re.sub(r"(width|height)=\"[^\"]*\"", "", shown.split("<main")[1].split("</main>")[0])


def test_drawer_says_why_and_quotes_without_table_or_gathering(fays, compared):
    key = compared.themes.get(name="Waiting").key
    shown = text_of(look(fays, compared, theme=key, question="improve"))
    assert "Why this reading" in shown
    assert "Strong evidence" in shown
    assert "Waiting for hours on the phone" in shown
    assert "Leadership: nobody named this theme here." in shown
    for gathering in Gathering.objects.filter(session=compared):
        assert gathering.name not in shown
    assert "Window" not in shown


def test_family_filters_rows(fays, compared):
    whole, some = (text_of(look(fays, compared, **asked)) for asked in ({}, {"family": "shared"}))
    assert ">Waiting</a>" in whole
    assert ">Waiting</a>" not in some
    assert ">Kind people</a>" in some


def test_unknown_wishes_are_left_out(fays, compared):
    asked = {"family": "<b>", "question": "7", "theme": "nothing", "all": "x"}
    assert look(fays, compared, **asked).status_code == 200


def test_look_for_news_is_answered_empty_until_something_changes(fays, compared, fay):
    version = version_of(look(fays, compared))
    assert look(fays, compared, version=version).status_code == 204
    rename_theme(theme=compared.themes.get(name="Waiting"), name="Hours lost")
    fresh = look(fays, compared, version=version)
    assert fresh.status_code == 200
    assert "Comparing again" in text_of(fresh)


def test_draft_is_said_while_a_gathering_is_open(fays, compared):
    gathering = Gathering.objects.filter(session=compared).first()
    Gathering.objects.filter(pk=gathering.pk).update(stage=Stage.WRITE.value, closed_at=None)
    keep_comparison(session=compared)
    assert "Draft: answers may still arrive" in text_of(look(fays, compared))


def test_page_says_when_nobody_compares(fays, sorted_session):
    close_themes(session=sorted_session)
    assert "Comparing the perspectives" in text_of(look(fays, sorted_session))
    fays.post(reverse("compare-refresh", args=[sorted_session.code]))
    past = timezone.now() - timezone.timedelta(seconds=20)
    StandingComparison.objects.update(asked_at=past)
    assert "Nobody is at work" in text_of(look(fays, sorted_session))
    WorkerBeat.objects.create(worker_id="here")
    assert "Nobody is at work" not in text_of(look(fays, sorted_session))


def test_worker_is_asked_once_and_not_for_what_holds(compared):
    assert not note_wish(session=compared)
    rename_theme(theme=compared.themes.get(name="Waiting"), name="Hours lost")
    assert not note_wish(session=compared), "it rests a moment after the last time"
    StandingComparison.objects.update(computed_at=timezone.now() - standing_room.REST * 2)
    assert note_wish(session=compared)
    assert not note_wish(session=compared)
    keep_comparison(session=compared)
    assert standing_of(compared).fresh


def test_headline_of_a_person_replaces_the_worded_one(fays, compared):
    fays.post(reverse("compare-headline", args=[compared.code]), {"headline": "We keep people waiting."})
    assert "<h1>We keep people waiting.</h1>" in text_of(look(fays, compared))
    fays.post(reverse("compare-headline", args=[compared.code]), {"headline": ""})
    assert "No leader did." in text_of(look(fays, compared))


def change_star(session):
    Answer.objects.filter(pk=Answer.objects.first().pk).update(star=True)


CHANGES = {
    "an answer more": lambda s: write(Sheet.objects.first(), Question.STRENGTH, "One more"),
    "an answer struck out": lambda s: Answer.objects.filter(pk=Answer.objects.first().pk).update(struck_out=True),
    "an answer reworded": lambda s: Answer.objects.filter(pk=Answer.objects.first().pk).update(revision=2),
    "a star": change_star,
    "a move": lambda s: move_answers(
        answers=[s.themes.get(name="Waiting").placements.first().answer_id],
        to=s.themes.get(name="Kind people"),
        by=None,
    ),
    "a name": lambda s: rename_theme(theme=s.themes.get(name="Waiting"), name="Hours lost"),
    "a stage": lambda s: Gathering.objects.filter(pk=s.gatherings.first().pk).update(
        stage=Stage.WRITE.value, closed_at=None
    ),
    "a census": lambda s: Gathering.objects.filter(pk=s.gatherings.first().pk).update(census=False),
    "a question not asked": lambda s: s.questions.filter(kind="action").update(asked=False),
    "a title": lambda s: type(s).objects.filter(pk=s.pk).update(title="Spring"),
    "open themes": lambda s: reopen_themes(session=s),
}


@pytest.mark.parametrize("change", CHANGES)
def test_fingerprint_notices(change, compared):
    before = fingerprint_of(compared)
    assert fingerprint_of(compared) == before
    CHANGES[change](compared)
    assert fingerprint_of(compared) != before


def test_page_takes_as_many_queries_however_much_there_is(fays, compared, django_assert_num_queries):
    look(fays, compared)
    with django_assert_num_queries(QUERIES):
        look(fays, compared)
    for sheet in Sheet.objects.all():
        write(sheet, Question.STRENGTH, *(f"More {number}" for number in range(5)))
    for number in range(10):
        create_theme(session=compared, name=f"Theme {number}")
    keep_comparison(session=compared)
    look(fays, compared)
    with django_assert_num_queries(QUERIES):
        look(fays, compared)


def test_page_draws_only_the_rows_it_shows():
    content = make_snapshot(themes=60)
    page = compare_page(content)
    assert all(len(table.lines) <= 10 for table in page.tables)
    whole = compare_page(content, unfolded="improve")
    unfolded = next(table for table in whole.tables if table.question == "improve")
    assert unfolded.hidden == 0
    assert len(unfolded.lines) > 10
    assert unfolded.pages == 2
    further = next(table for table in compare_page(content, unfolded="improve", page=2).tables if table.page == 2)
    assert not {line.name for line in further.lines} & {line.name for line in unfolded.lines}
    assert (
        compare_page(content, unfolded="improve", page=99).tables
        == compare_page(content, unfolded="improve", page=2).tables
    )


def test_withdrawn_quote_is_nowhere_in_the_drawer(compared):
    content = standing_of(compared).content
    gone = content.quotes[0]
    content = replace(content, quotes=tuple(replace(q, withdrawn=q == gone) for q in content.quotes))
    key = content.themes[gone.theme].key
    drawer = drawer_of(compared, content, key, gone.question)
    assert not any(gone.text in (*voice.quotes, *voice.more) for voice in drawer.voices)


def test_headline_does_not_say_that_all_raised_what_two_did(compared, fay):
    """Leadership's notes on the phone are undecided, so that only staff and customers can be said to share it."""
    compared.themes.get(name="Budget").delete()
    compared.themes.get(name="Kind people").delete()
    keep_comparison(session=compared)
    page = compare_page(standing_of(compared).content)
    assert "All three" not in page.title
    assert page.title == "Staff and customers raised “Waiting” as something to improve."


def test_worker_places_newcomers_but_leaves_alone_what_people_touched(compared, fay, monkeypatch):
    seen = []
    monkeypatch.setattr(tasks, "place_late", lambda session, answers: seen.append(set(answers)))
    new = write(Sheet.objects.first(), Question.STRENGTH, "Nobody has seen me yet")[0]
    compared.themes.get(name="Budget").delete()
    delete_theme(theme=compared.themes.get(name="Waiting"), by=fay)
    tasks.compare_now.call(compared.pk)
    assert seen == [{new.pk}]


@pytest.mark.parametrize(
    "content",
    [
        make_snapshot(perspectives=(L,)),
        make_snapshot(perspectives=(L, C)),
        make_snapshot(headlines=False),
        empty_snapshot(),
        awkward_snapshot(HOSTILE[:-1]),  # the last cannot be stored, nor sent
    ],
    ids=["one side", "two sides", "no headline", "nothing yet", "hostile words"],
)
def test_page_stands_whatever_was_handed_in(content, fays, sorted_session, monkeypatch):
    close_themes(session=sorted_session)
    content = replace(content, themes=tuple(replace(theme, key=f"theme{theme.theme}") for theme in content.themes))
    standing = standing_room.Standing(content, "same", "same", "", None)
    monkeypatch.setattr(views, "standing_of", lambda session: standing)
    shown = text_of(look(fays, sorted_session, theme="theme0"))
    assert "<h1>" in shown
    for side in content.comparison.sides:
        assert f'scope="col" class="r {side.perspective}"' in shown or not content.themes
    assert "<img src=" not in shown
    assert "<script>" not in shown
    asked = fays.get(
        reverse("compare", args=[sorted_session.code]), headers={"HX-Request": "true", "HX-Target": "div#comparison"}
    ).content.decode()
    assert asked.lstrip().startswith('<div id="comparison"')
