"""Replies of an open link enter the comparison five at a time: nobody sees a single one arrive."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from gapsessions.disparity.drawer import drawer_of
from gapsessions.disparity.fingerprint import fingerprint_of
from gapsessions.disparity.models import CountedAnswer
from gapsessions.disparity.queries import gather_material
from gapsessions.disparity.standing import keep_comparison, standing_of
from gapsessions.method.vocabulary import Perspective, Question, Stage, Style
from gapsessions.themes.actions import close_themes, create_theme, move_answers, rename_theme
from tests.factories.people import browser_of
from tests.factories.rooms import make_gathering, make_single, make_table, write

L, S, C = Perspective


@pytest.fixture
def waiting(session):
    """A theme that two leaders' and two staff sheets raise; its themes are closed."""
    theme = create_theme(session=session, name="Waiting")
    for side in (L, S):
        room = make_gathering(session, side)
        said = [write(make_table(room), Question.IMPROVE, f"The queue {number}")[0].pk for number in range(2)]
        move_answers(answers=said, to=theme, by=None)
    close_themes(session=session)
    return theme


@pytest.fixture
def link(session):
    return make_gathering(session, C, Style.OPEN_LINK, stage=Stage.WRITE)


@pytest.fixture
def replies(link, waiting):
    """Lets so many people answer; gives their sheets."""
    told = []

    def come(number):
        sheets = [make_single(link) for _ in range(number)]
        for sheet in sheets:
            told.append(sheet)
            note = write(sheet, Question.IMPROVE, f"Said in reply {len(told)}")[0]
            move_answers(answers=[note.pk], to=waiting, by=None)
        return sheets

    return come


def counted(session):
    """Ids of the customers' answers in the comparison."""
    material = gather_material(session)
    sides = zip(material.counted, material.answers, strict=True)
    return {answer.pk for sheet, answers in sides if sheet.perspective is C for answer in answers}


def compared(session):
    keep_comparison(session=session)
    return standing_of(session).content


def customers(content):
    side = next((side for side in content.comparison.sides if side.perspective is C), None)
    return side.singles if side else 0


def close(link):
    link.stage, link.closed_at = Stage.CLOSED, timezone.now()
    link.save()


def reopen(link):
    link.stage, link.closed_at = Stage.WRITE, None
    link.save()


@pytest.mark.parametrize(("came", "counts"), [(1, 0), (4, 0), (5, 5), (9, 5), (10, 10), (23, 20)])
def test_replies_count_by_fives(session, replies, came, counts):
    replies(came)
    assert customers(compared(session)) == counts


def test_single_reply_changes_no_fingerprint(session, replies, link):
    replies(5)
    compared(session)
    before = fingerprint_of(session)
    for number in range(4):
        write(make_single(link), Question.STRENGTH, f"Kind people {number}")
        assert fingerprint_of(session) == before
    write(make_single(link), Question.STRENGTH, "Kind people all over")
    assert fingerprint_of(session) != before


def test_same_replies_are_shown_whatever_else_makes_it_compare_again(session, replies, waiting):
    replies(7)
    compared(session)
    shown = counted(session)
    replies(2)
    rename_theme(theme=waiting, name="Hours lost")
    assert customers(compared(session)) == 5
    assert counted(session) == shown
    replies(1)
    assert customers(compared(session)) == 10
    assert counted(session) > shown


def test_later_note_of_a_counted_reply_waits_for_the_next_five(session, replies):
    first, *_rest = replies(5)
    compared(session)
    before, note = fingerprint_of(session), write(first, Question.STRENGTH, "And the smile")[0]
    assert fingerprint_of(session) == before
    compared(session)
    assert note.pk not in counted(session)
    replies(5)
    compared(session)
    assert note.pk in counted(session)


def test_what_is_struck_out_goes_at_once(session, replies):
    first, *_rest = replies(5)
    compared(session)
    first.answers.update(struck_out=True)
    assert not standing_of(session).fresh
    assert customers(compared(session)) == 4


def test_words_of_a_reply_that_waits_are_in_no_drawer(session, replies, waiting):
    replies(4)
    drawer = drawer_of(session, compared(session), waiting.key, Question.IMPROVE)
    assert "Said in reply" not in str(drawer)
    replies(1)
    drawer = drawer_of(session, compared(session), waiting.key, Question.IMPROVE)
    assert "Said in reply" in str(drawer)


def test_theme_of_waiting_replies_alone_is_not_listed(session, replies, link):
    replies(5)
    compared(session)
    prices = create_theme(session=session, name="Prices")
    note = write(make_single(link), Question.IMPROVE, "Too dear")[0]
    move_answers(answers=[note.pk], to=prices, by=None)
    content = compared(session)
    assert [(theme.name, theme.answers) for theme in content.themes] == [("Waiting", 9)]
    assert "Too dear" not in str(content)


def test_everything_counts_when_the_link_closes(session, replies, link):
    replies(7)
    assert customers(compared(session)) == 5
    close(link)
    assert not standing_of(session).fresh
    assert customers(compared(session)) == 7


def test_link_that_opens_again_starts_from_what_was_shown(session, replies, link):
    replies(7)
    close(link)
    assert customers(compared(session)) == 7
    reopen(link)
    assert customers(compared(session)) == 7
    replies(4)
    assert customers(compared(session)) == 7
    replies(1)
    assert customers(compared(session)) == 12


def test_two_links_do_not_fill_each_others_five(session, replies, waiting):
    replies(3)
    other = make_gathering(session, C, Style.OPEN_LINK, stage=Stage.WRITE)
    for number in range(3):
        write(make_single(other), Question.IMPROVE, f"Elsewhere {number}")
    assert customers(compared(session)) == 0


def test_rooms_count_at_once(session, replies, waiting):
    room = make_gathering(session, C, stage=Stage.WRITE)
    write(make_table(room), Question.IMPROVE, "One table")
    content = compared(session)
    assert next(side.tables for side in content.comparison.sides if side.perspective is C) == 1


def test_page_sees_no_news_of_a_single_reply(session, fay, replies, link):
    replies(5)
    compared(session)
    browser = browser_of(fay)
    page = reverse("compare", args=[session.code])
    version = browser.get(page).context["news"].version
    write(make_single(link), Question.STRENGTH, "Kind people")
    assert browser.get(page, {"version": version}).status_code == 204


def test_comparing_twice_lets_nobody_else_in(session, replies):
    replies(6)
    compared(session)
    before = set(CountedAnswer.objects.values_list("answer", flat=True))
    compared(session)
    assert set(CountedAnswer.objects.values_list("answer", flat=True)) == before
    assert len(before) == 5
