"""What was decided about a theme, and where it was placed, goes along when it is merged into another."""

from __future__ import annotations

import pytest

from gapsessions.disparity.standing import keep_comparison, standing_of
from gapsessions.plan.actions import add_action
from gapsessions.plan.content import planned_of, priorities_of
from gapsessions.plan.placing import Place, place_theme, places_of, put_places_back, take_off
from gapsessions.plan.queries import actions_about
from gapsessions.plan.said.queries import done_about
from gapsessions.plan.standing import entries_of
from gapsessions.themes.models import MergedTheme
from tests.plan.test_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(worked, theme_of):
    """Fees went up in Calling back, after something was decided about it and it was placed. Gives both keys."""
    gone, heir = theme_of["Fees"], theme_of["Calling back"]
    add_action(session=worked, what="Print one price list", theme=gone, by=None)
    place_theme(session=worked, theme=gone.key, impact=5, effort=2)
    gone.placements.update(theme=heir)
    MergedTheme.objects.create(session=worked, gone=gone.key, into=heir.key)
    key = gone.key
    gone.delete()
    keep_comparison(session=worked)
    return key, heir.key


def test_action_stands_with_the_heir_on_every_page(desk, worked, merged):
    action = worked.actions.get()
    row = next(row for row in desk.get(f"/s/{worked.code}/plan/").context["page"].start if row.line.key == merged[1])
    assert [todo.action for todo in row.todos] == [action]
    assert "Print one price list Calling back" in text_of(desk.get(f"/s/{worked.code}/plan/actions/"))
    assert actions_about(worked, merged[1]) == [action]
    assert [entry.theme for entry in entries_of(worked, [action])] == ["Calling back"]
    form = desk.get(f"/s/{worked.code}/plan/actions/{action.key}/").context["form"]
    assert form["theme"].value() == merged[1]


def test_snapshot_and_what_is_told_name_the_heir(worked, merged):
    content = standing_of(worked).content
    number = next(theme.theme for theme in content.themes if theme.key == merged[1])
    assert [action.theme for action in planned_of(worked, content.themes)] == [number]
    assert [(place.theme, place.impact) for place in priorities_of(worked, content.themes)] == [(number, 5)]
    worked.actions.update(status="under_way")
    assert done_about(worked) == {merged[1]: "Print one price list."}


def test_place_goes_along_gives_way_to_one_of_its_own_and_can_be_taken_off(worked, merged):
    gone, heir = merged
    assert places_of(worked)[heir] == Place(5, 2)
    before = place_theme(session=worked, theme=heir, impact=1, effort=6)
    assert places_of(worked)[heir] == Place(1, 6)
    put_places_back(session=worked, before=before)
    before = take_off(session=worked, theme=heir)
    assert places_of(worked) == {}
    put_places_back(session=worked, before=before)
    assert places_of(worked)[heir] == Place(5, 2)


def test_of_several_places_the_one_that_is_begun_first_counts(worked, merged, theme_of):
    gone, heir = merged
    place_theme(session=worked, theme=theme_of["Video advice"].key, impact=6, effort=1)
    MergedTheme.objects.create(session=worked, gone=theme_of["Video advice"].key, into=heir)
    theme_of["Video advice"].delete()
    assert places_of(worked)[heir] == Place(6, 1)
