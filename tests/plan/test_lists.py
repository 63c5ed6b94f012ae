"""What to start and what to keep, in a session worked by hand: who stands in which list, in which order, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gapsessions.disparity.content import VoteContent
from gapsessions.disparity.standing import standing_of
from gapsessions.method.vocabulary import Perspective
from gapsessions.plan.actions import add_action
from gapsessions.plan.content import with_plan
from gapsessions.plan.lists import lists_of
from gapsessions.plan.page import Unfolded, plan_page
from gapsessions.plan.placing import Place, place_theme, places_of
from gapsessions.plan.queries import actions_of
from gapsessions.reports.aside_pages import plan_page_of
from gapsessions.themes.queries import heirs_of
from tests.factories.snapshots import empty_snapshot, make_snapshot
from tests.plan.test_actions import TODAY

pytestmark = pytest.mark.django_db
L, S, C = Perspective


def page_of(session, content, **how):
    """The page as the desk puts it together."""
    return plan_page(content, places_of(session), actions_of(session), heirs_of(session), today=TODAY, **how)


@pytest.fixture
def content(worked):
    content = standing_of(worked).content
    assert content is not None
    return content


def evidence(line):
    return [(asked.cell.perspective, asked.short) for asked in line.asked]


def test_lists_of_the_worked_session(content):
    """Worked by hand.

    Start: "Calling back" was proposed by two staff tables and asked for by two sides; "Fees" is an orphan gap of one
    side, "Video advice" a start of one side. One side each and a reach of 4/4 each: the name decides. "Parking" was
    praised once, by one table: it stands in no list.
    """
    lists = lists_of(content, {})
    assert [(line.rank, line.name) for line in lists.start] == [(1, "Calling back"), (2, "Fees"), (3, "Video advice")]
    assert [line.name for line in lists.keep] == ["Kind people"]
    calling, fees, video = lists.start
    # Improve or start: staff tables 0, 1, 2 and 2, 3 are four of four. All four leaders: said to be nearly all.
    assert evidence(calling) == [(S, "4 of 4"), (C, "4 of 4"), (L, "0 of 4")]
    assert evidence(fees) == [(C, "4 of 4"), (L, "0 of 4"), (S, "0 of 4")]
    assert evidence(video) == [(L, "nearly all of 4"), (S, "0 of 4"), (C, "0 of 4")]
    # Strength or continue: customer tables 0, 1, 2 are three of four, staff tables 1, 2 are two of four.
    assert evidence(lists.keep[0]) == [(C, "3 of 4"), (S, "2 of 4"), (L, "0 of 4")]


def test_what_a_plan_must_answer_is_pointed_out_where_it_is_true(content):
    calling, fees, video = lists_of(content, {}).start
    assert [chip.label for chip in fees.pointed] == ["No one proposed a start"]
    assert [chip.label for chip in video.pointed] == ["Not raised by customers"]
    assert (calling.pointed, calling.leadership_alone, fees.leadership_alone) == ((), False, False)
    assert video.leadership_alone


def test_one_other_sheet_that_proposes_it_and_leadership_is_not_alone(content):
    """The same theme with one staff table behind the start, and then without anybody else who answered."""
    video = lists_of(content, {}).start[2]
    number = next(theme.theme for theme in content.themes if theme.key == video.key)

    def with_counts(change):
        themes = tuple(
            replace(f, counts={key: change(key, count) for key, count in f.counts.items()}) if f.theme == number else f
            for f in content.comparison.themes
        )
        changed = replace(content, comparison=replace(content.comparison, themes=themes))
        return next(line for line in lists_of(changed, {}).start if line.key == video.key)

    joined = with_counts(lambda key, c: replace(c, tables_raising=1) if key[0] is S else c)
    assert not joined.leadership_alone
    alone = with_counts(lambda key, c: c if key[0] is L else replace(c, tables=0, singles=0))
    assert not alone.leadership_alone, "nobody else answered: that is not the same as nobody else wanting it"


def test_places_rank_before_reach(content, theme_of):
    """First, plan, easy, leave; within a quarter impact, then effort; what has no place comes last."""
    key = {name: theme.key for name, theme in theme_of.items()}
    ranked = lists_of(content, {key["Video advice"]: Place(4, 3), key["Fees"]: Place(6, 6)})
    assert [line.name for line in ranked.start] == ["Video advice", "Fees", "Calling back"]
    ranked = lists_of(
        content,
        {key["Video advice"]: Place(1, 6), key["Fees"]: Place(5, 2), key["Calling back"]: Place(5, 1)},
    )
    assert [line.name for line in ranked.start] == ["Calling back", "Fees", "Video advice"]
    assert [line.quadrant for line in ranked.start] == ["first", "first", "leave"]


def test_what_somebody_placed_stands_in_the_list_although_nobody_asked(content, theme_of):
    placed = lists_of(content, {theme_of["Parking"].key: Place(6, 1)})
    assert placed.start[0].name == "Parking"


def test_dots_of_fewer_than_five_people_are_not_shown(content):
    fees = next(theme.theme for theme in content.themes if theme.name == "Fees")
    votes = (VoteContent(fees, 3, 4, L), VoteContent(fees, 9, 5, C))
    line = next(line for line in lists_of(replace(content, votes=votes), {}).start if line.name == "Fees")
    assert [(dots.perspective, dots.dots, dots.voters) for dots in line.dots] == [(C, 9, 5)]


def test_page_puts_actions_to_their_themes_and_the_others_besides(worked, content, theme_of, fay):
    add_action(session=worked, what="Call back", theme=theme_of["Calling back"], due=TODAY, by=fay)
    add_action(session=worked, what="Thank them", theme=theme_of["Kind people"], by=fay)
    add_action(session=worked, what="Paint the hall", by=fay)
    add_action(session=worked, what="Count the cars", theme=theme_of["Parking"], by=fay)
    place_theme(session=worked, theme=theme_of["Fees"].key, impact=1, effort=6)
    page = page_of(worked, content)
    assert [[todo.action.what for todo in row.todos] for row in page.start] == [["Call back"], []]
    assert [row.line.name for row in page.later] == ["Fees"]
    assert [[todo.action.what for todo in row.todos] for row in page.keep] == [["Thank them"]]
    assert [todo.action.what for todo in page.others] == ["Paint the hall", "Count the cars"]
    spot = next(spot for spot in page.spots if spot.lines)
    assert (spot.impact, spot.effort, spot.says) == (1, 6, "Leave for now (hardly any impact, very large effort)")
    assert len(page.spots) == 36
    assert [line.name for line in page.unplaced] == ["Calling back", "Video advice"]


def test_without_a_comparison_there_are_actions_only(worked, fay):
    add_action(session=worked, what="Call back", by=fay)
    page = page_of(worked, None)
    assert (page.spots, page.start, page.keep) == ((), (), ())
    assert [todo.action.what for todo in page.others] == ["Call back"]


@pytest.mark.parametrize("sides", [(L, S, C), (S, C), (C,)])
def test_lists_stand_with_fewer_perspectives(sides):
    content = make_snapshot(perspectives=sides)
    lists = lists_of(content, {})
    assert lists.start
    assert all(len(line.asked) == len(sides) for line in lists.start)
    assert not any(line.leadership_alone for line in lists.start) or L in sides


def test_a_hundred_themes_are_shown_a_page_at_a_time_unless_asked_for(worked):
    content = make_snapshot(themes=100)
    page = page_of(worked, content)
    assert (len(page.start), len(page.later), len(page.unplaced)) == (10, 0, 20)
    assert page.themes == 10 + page.more_later == 20 + page.more_unplaced
    first = page_of(worked, content, unfolded=Unfolded("start"))
    assert first.pages == -(-page.themes // 30) > 1
    shown = [page_of(worked, content, unfolded=Unfolded("start", number + 1)) for number in range(first.pages)]
    assert [row.line.rank for one in shown for row in one.start] == list(range(1, page.themes + 1))
    assert {(one.pages, len(one.later), one.more_later, one.more_unplaced) for one in shown} == {(first.pages, 0, 0, 0)}
    assert shown[1].unplaced == tuple(row.line for row in shown[1].start)
    behind = page_of(worked, content, unfolded=Unfolded("start", 99))
    assert (behind.page, behind.start) == (first.pages, shown[-1].start)
    kept = [page_of(worked, content, unfolded=Unfolded("keep", number)) for number in (1, 2, 3, 4)]
    assert sum(len(one.keep) for one in kept[: kept[0].pages]) == (
        len(page.keep) + len(page.kept_besides) + page.more_to_keep
    )


def test_empty_session_has_empty_lists():
    lists = lists_of(empty_snapshot(), {})
    assert (lists.start, lists.keep) == ((), ())


def test_numbers_of_the_report_are_those_of_the_page(worked, content, theme_of):
    for name, impact, effort in (("Fees", 6, 6), ("Video advice", 4, 1), ("Calling back", 4, 1), ("Parking", 2, 2)):
        place_theme(session=worked, theme=theme_of[name].key, impact=impact, effort=effort)
    shown = [line.name for line in lists_of(content, places_of(worked)).start if line.place]
    assert shown == ["Calling back", "Video advice", "Fees", "Parking"]
    page = plan_page_of(with_plan(worked, content))
    assert page is not None
    assert page.grid_title.endswith("1 Calling back; 2 Video advice; 3 Fees; 4 Parking")
