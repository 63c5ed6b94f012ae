"""What lets others trust the themes: the second sorter sees nothing of the first, and late moves stand in a log."""

from __future__ import annotations

import re
from collections import Counter
from uuid import UUID

import pytest
from django.urls import reverse

from gapsessions.disparity.actions import compare_session
from gapsessions.disparity.fingerprint import fingerprint_of
from gapsessions.themes.actions import close_themes, move_answers, remember, send_to_other, undo_change
from gapsessions.themes.models import MoveLog, Placement, Role, Theme
from gapsessions.themes.queries import theme_of_each
from gapsessions.themes.trust.actions import (
    SortedBefore,
    SortingIsGoingOn,
    TooLittleToSort,
    begin_sorting,
    leave_off,
    place_again,
    step_back,
)
from gapsessions.themes.trust.drawing import draw
from gapsessions.themes.trust.queries import agreement_of, latest_sorting, placings_of
from tests.factories.people import browser_of, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lisa(organisation):
    """Lisa facilitates, too, and has sorted nothing."""
    return make_member("Lisa", organisation)


@pytest.fixture
def lisas(lisa):
    return browser_of(lisa)


def people(number):
    return [UUID(int=one) for one in range(number)]


@pytest.mark.parametrize("sizes", [(100, 50, 30), (1, 1, 298), (10, 10, 10), (7,), (5, 4)])
def test_draw_takes_a_share_of_each_theme(sizes):
    themes = {}
    for theme, size in enumerate(sizes):
        for _ in range(size):
            themes[UUID(int=len(themes))] = theme
    drawn = draw(themes, 30, seed=4)
    assert len(drawn) == len(set(drawn)) == min(30, len(themes))
    counts = Counter(themes[answer] for answer in drawn)
    for theme, size in enumerate(sizes):
        assert abs(counts[theme] - len(drawn) * size / len(themes)) < 1


def test_draw_comes_again_and_differs_by_seed():
    themes = {answer: number % 4 for number, answer in enumerate(people(200))}
    again = dict(reversed(themes.items()))
    assert draw(themes, 30, seed=7) == draw(again, 30, seed=7)
    assert draw(themes, 30, seed=7) != draw(themes, 30, seed=8)
    assert draw({}, 30, seed=7) == []


def test_order_tells_no_theme():
    themes = {answer: number // 50 for number, answer in enumerate(people(200))}
    order = [themes[answer] for answer in draw(themes, 30, seed=1)]
    assert order != sorted(order)


def sort_alike(session, user, unlike=0):
    sorting = begin_sorting(session=session, by=user, seed=3)
    where = theme_of_each(session)
    for number, row in enumerate(placings_of(sorting)):
        theme = Theme.objects.get(pk=where[row.answer_id])
        chosen = (
            Theme.objects.filter(session=session, other=False).exclude(pk=theme.pk).first()
            if number < unlike
            else theme
        )
        assert place_again(sorting=sorting, place=row.place, theme=None if chosen.other else chosen, by=user)
    sorting.refresh_from_db()
    return sorting


def test_agreement_is_counted_when_the_last_note_is_placed(session, accepted, lisa):
    assert agreement_of(session) is None
    sorting = sort_alike(session, lisa, unlike=4)
    assert sorting.finished_at is not None
    found = agreement_of(session)
    assert (found.alike, found.of) == (11, 15)


def test_none_is_alike_with_other(session, answers, accepted, fay, lisa):
    send_to_other(session=session, answers=[answers["wait"][0].pk], by=fay)
    sort_alike(session, lisa)
    found = agreement_of(session)
    assert (found.alike, found.of) == (15, 15)


def test_note_whose_theme_is_gone_is_not_compared(session, answers, accepted, lisa):
    sort_alike(session, lisa)
    Theme.objects.get(pk=theme_of_each(session)[answers["wait"][0].pk]).delete()
    found = agreement_of(session)
    assert (found.alike, found.of) == (10, 10)


def test_last_placing_can_be_taken_back(session, accepted, lisa, fay):
    sorting = sort_alike(session, lisa)
    assert not step_back(sorting=sorting, by=fay)
    assert step_back(sorting=sorting, by=lisa)
    sorting.refresh_from_db()
    assert sorting.finished_at is None
    assert agreement_of(session) is None


def test_whoever_sorted_cannot_sort_again(session, answers, accepted, fay, lisa):
    move_answers(answers=[answers["wait"][0].pk], to=accepted[0], by=fay)
    with pytest.raises(SortedBefore):
        begin_sorting(session=session, by=fay)
    begin_sorting(session=session, by=lisa)
    with pytest.raises(SortingIsGoingOn):
        begin_sorting(session=session, by=fay)
    assert begin_sorting(session=session, by=lisa) == latest_sorting(session), "one's own goes on"


def test_unfinished_sorting_can_be_given_up(session, accepted, lisa):
    sorting = begin_sorting(session=session, by=lisa)
    assert leave_off(sorting=sorting)
    assert latest_sorting(session) is None
    assert not leave_off(sorting=sort_alike(session, lisa))


def test_little_is_not_sorted_twice(session, answers, lisa):
    with pytest.raises(TooLittleToSort):
        begin_sorting(session=session, by=lisa)


def test_page_shows_nothing_of_the_first_placing(lisas, session, accepted, lisa, lena):
    here = reverse("second-sorter", args=[session.code])
    pages = [lisas.post(reverse("second-begin", args=[session.code]), follow=True)]
    theme = Theme.objects.filter(session=session).first()
    for place in (1, 2, 3):
        pages.append(
            lisas.post(reverse("second-place", args=[session.code]), {"place": place, "theme": theme.key}, follow=True)
        )
    without_notes = set()
    for shown in [*pages[1:], lisas.get(here)]:  # the first has nothing to undo yet
        words = re.sub(r'name="csrf\w+" value="[^"]*"|"X-CSRFToken": "[^"]*"', "", shown.content.decode())
        for side in ("leadership", "Leadership", "customers", "Customers", lena.gathering.name, lena.gathering.key):
            assert side not in words
        note = shown.context["note"]
        words = (
            words.replace(f'value="{note["place"]}"', "")
            .replace(note["text"], "")
            .replace(note["text"].replace("'", "&#x27;"), "")
        )
        without_notes.add(re.sub(r"\d+ of 15 placed", "", words))
        assert [choice.name for choice in shown.context["choices"]] == sorted(t.name for t in accepted)
    assert len(without_notes) == 1, "the pages differ in the note and nothing else"


def test_others_see_how_far_it_is_and_no_note(lisas, session, accepted, lisa, fay, answers):
    lisas.post(reverse("second-begin", args=[session.code]))
    words = browser_of(fay).get(reverse("second-sorter", args=[session.code])).content.decode()
    assert "Lisa sorts them now" in words
    assert not any(answer.text in words for some in answers.values() for answer in some)
    browser_of(fay).post(reverse("second-place", args=[session.code]), {"place": "1", "theme": accepted[0].key})
    assert not placings_of(latest_sorting(session)).filter(decided=True).exists()


def test_result_shows_what_was_placed_otherwise(lisas, session, accepted, lisa):
    sort_alike(session, lisa, unlike=2)
    words = lisas.get(reverse("second-sorter", args=[session.code])).content.decode()
    assert "13 of 15 placed alike" in words
    assert words.count("First “") == 2


@pytest.mark.parametrize(
    "sent", [{}, {"place": "x", "theme": "none"}, {"place": "9999", "theme": "none"}, {"place": "²", "theme": "none"}]
)
def test_nonsense_places_nothing(sent, lisas, session, accepted, lisa):
    begin_sorting(session=session, by=lisa)
    assert lisas.post(reverse("second-place", args=[session.code]), sent).status_code == 302
    assert not placings_of(latest_sorting(session)).filter(decided=True).exists()


def test_report_says_how_many_were_placed_alike(session, accepted, lisa):
    before = compare_session(session).provenance
    sort_alike(session, lisa, unlike=1)
    after = compare_session(session).provenance
    assert (before.sorted_alike, before.sorted_twice) == (0, 0)
    assert (after.sorted_alike, after.sorted_twice) == (14, 15)


def test_comparison_is_old_once_a_second_sorting_ends_or_is_taken_up_again(session, accepted, lisa):
    before = fingerprint_of(session)
    sorting = sort_alike(session, lisa)
    ended = fingerprint_of(session)
    step_back(sorting=sorting, by=lisa)
    assert ended != before
    assert fingerprint_of(session) == before


def test_late_moves_are_listed_with_who_and_whence(desk, session, answers, accepted, fay):
    here = reverse("late-moves", args=[session.code])
    where = theme_of_each(session)
    first, second = answers["wait"][:2]
    staff = Theme.objects.get(pk=where[answers["staff"][0].pk])
    move_answers(answers=[first.pk], to=staff, by=fay)
    assert "Nothing was moved" in desk.get(here).content.decode()
    close_themes(session=session)
    with remember(session=session, by=fay, answers=[second.pk]) as done:
        move_answers(answers=[second.pk], to=staff, by=fay)
    words = desk.get(here).content.decode()
    assert second.text in words
    assert first.text not in words
    assert "Fay" in words
    assert "1 move counts in the report." in words
    undo_change(change=done.change, by=fay)
    words = desk.get(here).content.decode()
    assert "taken back" in words
    assert "0 moves count in the report." in words


def test_struck_out_note_is_not_quoted_in_the_log(desk, session, answers, accepted, fay):
    close_themes(session=session)
    answer = answers["wait"][0]
    staff = Theme.objects.get(pk=theme_of_each(session)[answers["staff"][0].pk])
    move_answers(answers=[answer.pk], to=staff, by=fay)
    answer.struck_out = True
    answer.save()
    assert answer.text not in desk.get(reverse("late-moves", args=[session.code])).content.decode()
    assert MoveLog.objects.count() == 1


def test_log_takes_as_many_queries_for_many_moves(desk, session, answers, accepted, fay, django_assert_max_num_queries):
    close_themes(session=session)
    here = reverse("late-moves", args=[session.code])
    staff = Theme.objects.get(pk=theme_of_each(session)[answers["staff"][0].pk])
    with django_assert_max_num_queries(20) as few:
        desk.get(here)
    move_answers(answers=[answer.pk for answer in answers["wait"] + answers["park"]], to=staff, by=fay)
    with django_assert_max_num_queries(len(few) + 1):
        desk.get(here)


def test_second_sorting_changes_nothing_on_the_board(session, accepted, lisa):
    before = sorted(Placement.objects.values_list("answer", "theme", "standing"), key=str)
    sort_alike(session, lisa, unlike=5)
    assert sorted(Placement.objects.values_list("answer", "theme", "standing"), key=str) == before
    assert not Placement.objects.filter(role=Role.ALSO_IN).exists()
