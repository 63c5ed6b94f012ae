"""Places on the grid: put there, moved, taken off, taken from a vote, and all of it taken back."""

from __future__ import annotations

import pytest
from django.utils import timezone

from gapsessions.method.priorities import MIDDLES, Quadrant, impact_of_dots, quadrant_of
from gapsessions.plan.placing import (
    NotOnTheGrid,
    Place,
    place_by_dots,
    place_in_quadrant,
    place_theme,
    places_of,
    put_places_back,
    take_off,
)
from gapsessions.sessions.archive import SessionIsArchived
from tests.factories.board import make_theme
from tests.factories.rooms import make_session


def test_every_place_lies_in_one_quarter():
    """Worked by hand: the corners and what stands on either side of the middle."""
    assert [quadrant_of(*at) for at in ((6, 1), (4, 3))] == [Quadrant.FIRST] * 2
    assert [quadrant_of(*at) for at in ((6, 6), (4, 4))] == [Quadrant.PLAN] * 2
    assert [quadrant_of(*at) for at in ((1, 1), (3, 3))] == [Quadrant.EASY] * 2
    assert [quadrant_of(*at) for at in ((1, 6), (3, 4))] == [Quadrant.LEAVE] * 2
    assert {quadrant: quadrant_of(*middle) for quadrant, middle in MIDDLES.items()} == {q: q for q in Quadrant}


def test_dots_become_impact_in_equal_parts_of_the_most():
    """Worked by hand: 12 dots are the most, so every two dots are a step."""
    assert [impact_of_dots(dots, 12) for dots in (0, 1, 2, 3, 6, 7, 10, 11, 12)] == [1, 1, 1, 2, 3, 4, 5, 6, 6]
    assert [impact_of_dots(1, 1), impact_of_dots(0, 0)] == [6, 1]


@pytest.fixture
def theme(session):
    return make_theme(session)


def test_theme_is_placed_and_moved(session, theme):
    assert place_theme(session=session, theme=theme.key, impact=6, effort=2) == {theme.key: None}
    assert place_theme(session=session, theme=theme.key, impact=2, effort=5) == {theme.key: (6, 2, False)}
    assert places_of(session) == {theme.key: Place(2, 5)}


def test_place_beside_the_grid_is_refused(session, theme, organisation):
    other = make_theme(make_session(organisation), "Elsewhere")
    aside = make_theme(session, "Other", other=True)
    for key, impact, effort in (
        (theme.key, 0, 3),
        (theme.key, 7, 3),
        (theme.key, 3, 0),
        (theme.key, 3, 7),
        (other.key, 3, 3),
        (aside.key, 3, 3),
        ("", 3, 3),
    ):
        with pytest.raises(NotOnTheGrid):
            place_theme(session=session, theme=key, impact=impact, effort=effort)
    assert places_of(session) == {}


def test_quarter_alone_puts_it_in_the_middle_and_leaves_it_where_it_is_there_already(session, theme):
    place_in_quadrant(session=session, theme=theme.key, quadrant=Quadrant.PLAN)
    assert places_of(session) == {theme.key: Place(5, 5)}
    place_theme(session=session, theme=theme.key, impact=4, effort=6)
    assert place_in_quadrant(session=session, theme=theme.key, quadrant=Quadrant.PLAN) == {}
    assert places_of(session) == {theme.key: Place(4, 6)}


def test_taking_off_and_taking_back(session, theme):
    first = place_theme(session=session, theme=theme.key, impact=6, effort=2)
    before = take_off(session=session, theme=theme.key)
    assert places_of(session) == {}
    put_places_back(session=session, before=before)
    assert places_of(session) == {theme.key: Place(6, 2)}
    put_places_back(session=session, before=first)
    assert places_of(session) == {}


def test_vote_says_impact_and_nothing_of_effort(session, theme):
    hours, kind = make_theme(session, "Opening hours"), make_theme(session, "Kind people")
    place_theme(session=session, theme=theme.key, impact=1, effort=6)
    dots = {theme.key: 4, hours.key: 12, "NOSUCHTHEME0": 3}
    before = place_by_dots(session=session, dots=dots)
    assert places_of(session) == {theme.key: Place(2, 6, voted=True), hours.key: Place(6, 3, voted=True)}
    assert kind.key not in before
    place_theme(session=session, theme=hours.key, impact=6, effort=2)
    assert not places_of(session)[hours.key].voted, "somebody has moved it since"
    put_places_back(session=session, before=before)
    assert places_of(session) == {theme.key: Place(1, 6)}


def test_archive_refuses(session, theme):
    session.archived_at = timezone.now()
    session.save()
    for verb in (
        lambda: place_theme(session=session, theme=theme.key, impact=6, effort=2),
        lambda: take_off(session=session, theme=theme.key),
        lambda: place_by_dots(session=session, dots={theme.key: 1}),
        lambda: put_places_back(session=session, before={theme.key: (1, 1, False)}),
    ):
        with pytest.raises(SessionIsArchived):
            verb()
    assert places_of(session) == {}
