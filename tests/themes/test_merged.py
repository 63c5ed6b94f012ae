"""What names a theme by its key finds it where its notes are now: after a merge, several, an undo, a proposal."""

from __future__ import annotations

import pytest

from gapsessions.themes.actions import delete_theme, merge_themes, redo_change, remember, undo_change
from gapsessions.themes.actions.accepting import accept_all
from gapsessions.themes.models import Placement, Theme
from gapsessions.themes.queries import heirs_of, present_theme_of
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(session):
    return [Theme.objects.create(session=session, name=name) for name in ("Waiting", "Queues", "Staff")]


def merge(session, by, theme, into):
    with remember(session=session, by=by) as done:
        merge_themes(into=Theme.objects.get(pk=into.pk), others=[Theme.objects.get(pk=theme.pk)], by=by)
    return done.change


def test_theme_of_its_own_has_no_heir(session, three):
    assert heirs_of(session) == {}
    assert present_theme_of(session, three[0].key) == three[0]
    assert present_theme_of(session, "nosuchthemes") is None


def test_merges_in_a_row_lead_to_the_last(session, three, fay):
    first, second, third = three
    merge(session, fay, first, second)
    merge(session, fay, second, third)
    assert heirs_of(session) == {first.key: third.key, second.key: third.key}
    assert present_theme_of(session, first.key) == third


def test_undo_gives_the_theme_back_and_redo_takes_it_again(session, three, fay):
    first, second, third = three
    one, two = merge(session, fay, first, second), merge(session, fay, second, third)
    undo_change(change=two, by=fay)
    assert heirs_of(session) == {first.key: second.key}
    undo_change(change=one, by=fay)
    assert heirs_of(session) == {}
    assert present_theme_of(session, first.key) == first
    redo_change(change=one, by=fay)
    assert present_theme_of(session, first.key) == second


def test_two_who_merged_it_differently_do_not_mislead_each_other(session, three, fay, organisation):
    lou = make_member("Lou", organisation)
    first, second, third = three
    fays = merge(session, fay, first, second)
    undo_change(change=fays, by=fay)
    lous = merge(session, lou, first, third)
    assert present_theme_of(session, first.key) == third
    undo_change(change=lous, by=lou)
    redo_change(change=fays, by=fay)
    assert present_theme_of(session, first.key) == second


def test_heir_that_is_deleted_leaves_none(session, three, fay):
    first, second, _third = three
    merge(session, fay, first, second)
    delete_theme(theme=second, by=fay)
    assert heirs_of(session) == {}
    assert present_theme_of(session, first.key) is None


def test_merged_there_and_back_is_no_endless_way(session, three, fay):
    first, second, _third = three
    change = merge(session, fay, first, second)
    undo_change(change=change, by=fay)
    merge(session, fay, second, first)
    merge(session, fay, first, three[2])
    delete_theme(theme=three[2], by=fay)
    assert heirs_of(session) == {}


def test_proposal_that_joins_two_leaves_word(session, answers, fay, propose_now):
    """The machine has waiting as one theme; by hand nobody, but the machine before, had it as two."""
    both = [Theme.objects.create(session=session, name=name) for name in ("Long waits", "Short waits")]
    for number, answer in enumerate(answers["wait"]):
        Placement.objects.create(answer=answer, theme=both[number > 2], standing="accepted", confidence=0.9)
    accept_all(proposal=propose_now(), by=fay)
    assert set(Theme.objects.filter(pk__in=[one.pk for one in both])) == {both[0]}
    assert present_theme_of(session, both[1].key) == both[0]
