"""The dot vote: a frozen list, secret papers, hidden totals, and what is left when it closes."""

from __future__ import annotations

import secrets

import pytest

from gapsessions.breakouts.models import Seat
from gapsessions.breakouts.seats import take_seat
from gapsessions.method.vocabulary import Question, Stage
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.themes.ballot.actions import (
    DotsDoNotFit,
    NothingToVoteOn,
    PaperIsElsewhere,
    VoteIsClosed,
    VoteIsUnderWay,
    cast,
    close_ballot,
    dots_for,
    open_ballot,
)
from gapsessions.themes.ballot.models import Ballot, BallotPaper
from gapsessions.themes.ballot.queries import candidates_of, results_of
from gapsessions.themes.models import Placement, Theme
from tests.factories.rooms import make_gathering, make_session, make_table, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(organisation):
    session = make_session(organisation)
    return make_gathering(session, stage=Stage.READ_BACK, code="BCDFGH")


def raise_theme(gathering, name, *texts, sheets=1):
    """A theme with answers on so many sheets of the gathering."""
    theme = Theme.objects.create(session=gathering.session, name=name)
    for _ in range(sheets):
        for answer in write(make_table(gathering), Question.IMPROVE, *texts):
            Placement.objects.create(answer=answer, theme=theme)
    return theme


def key():
    return secrets.token_hex(16)


@pytest.fixture
def ballot(room):
    themes = [raise_theme(room, f"Theme {number}", f"Words {number}", sheets=number + 1) for number in range(6)]
    return open_ballot(gathering=room, themes=[theme.key for theme in themes])


def option(ballot, name):
    return ballot.options.get(name=name).key


def sit(gathering) -> Seat:
    return take_seat(gathering=gathering)[0]


def test_ballot_offers_only_what_this_room_raised(room):
    elsewhere = make_gathering(room.session)
    raise_theme(elsewhere, "Raised elsewhere", "Far away")
    here = raise_theme(room, "Raised here", "Close by", sheets=2)
    raise_theme(room, "Raised once", "Once")
    assert [(one.theme.name, one.sheets, one.quote) for one in candidates_of(room)] == [
        ("Raised here", 2, "Close by"),
        ("Raised once", 1, "Once"),
    ]
    theme_elsewhere = Theme.objects.get(name="Raised elsewhere")
    opened = open_ballot(gathering=room, themes=[theme_elsewhere.key, here.key])
    assert [one.name for one in opened.options.all()] == ["Raised here"]
    with pytest.raises(VoteIsUnderWay):
        open_ballot(gathering=room, themes=[here.key])


def test_ballot_holds_twelve_themes_at_most(room):
    themes = [raise_theme(room, f"Theme {number:02}", "Words") for number in range(14)]
    opened = open_ballot(gathering=room, themes=[theme.key for theme in themes])
    assert opened.options.count() == 12
    assert opened.dots == 4


@pytest.mark.parametrize(("options", "dots"), [(1, 1), (3, 1), (5, 1), (6, 2), (9, 3), (12, 4), (15, 5), (30, 5)])
def test_dots_are_a_third_of_the_list(options, dots):
    assert dots_for(options) == dots


def test_ballot_without_a_theme_is_not_opened(room):
    with pytest.raises(NothingToVoteOn):
        open_ballot(gathering=room, themes=["nothing"])
    room.refresh_from_db()
    assert not room.ballot_open


def test_ballot_of_an_archived_session_is_refused(room):
    from django.utils import timezone

    theme = raise_theme(room, "Theme", "Words")
    room.session.archived_at = timezone.now()
    room.session.save()
    with pytest.raises(SessionIsArchived):
        open_ballot(gathering=room, themes=[theme.key])


def test_list_is_frozen_when_it_opens(ballot):
    Theme.objects.filter(name="Theme 5").update(name="Renamed")
    Theme.objects.filter(name="Theme 4").delete()
    assert {"Theme 4", "Theme 5"} <= {one.name for one in results_of(ballot)}


def test_paper_is_changed_and_never_doubled(room, ballot):
    sam, paper = sit(room), key()
    first, second = option(ballot, "Theme 1"), option(ballot, "Theme 2")
    cast(ballot=ballot, seat=sam, key=paper, given={first: 2})
    cast(ballot=ballot, seat=sam, key=paper, given={first: 2})
    cast(ballot=ballot, seat=sam, key=paper, given={first: 1, second: 1})
    assert [one.given for one in BallotPaper.objects.all()] == [{first: 1, second: 1}]


def test_phone_has_one_paper(room, ballot):
    sam = sit(room)
    cast(ballot=ballot, seat=sam, key=key(), given={option(ballot, "Theme 1"): 1})
    with pytest.raises(PaperIsElsewhere):
        cast(ballot=ballot, seat=sam, key=key(), given={option(ballot, "Theme 1"): 1})
    assert BallotPaper.objects.count() == 1


@pytest.mark.parametrize("given", [{"Theme 1": 3}, {"Theme 1": 1, "Theme 2": 2}, {"Theme 1": -1}, {"nothing": 1}])
def test_dots_that_do_not_fit_change_nothing(room, ballot, given):
    known = {one.name: one.key for one in ballot.options.all()}
    with pytest.raises(DotsDoNotFit):
        cast(ballot=ballot, seat=sit(room), key=key(), given={known.get(name, name): n for name, n in given.items()})
    assert not BallotPaper.objects.exists()


def test_no_more_than_three_dots_on_one(room):
    themes = [raise_theme(room, f"Theme {number:02}", "Words") for number in range(12)]
    opened = open_ballot(gathering=room, themes=[theme.key for theme in themes])
    with pytest.raises(DotsDoNotFit):
        cast(ballot=opened, seat=sit(room), key=key(), given={option(opened, "Theme 00"): 4})


def test_totals_appear_when_it_closes_and_papers_are_gone(room, ballot):
    one, two = option(ballot, "Theme 1"), option(ballot, "Theme 2")
    for given in ({one: 2}, {one: 1, two: 1}, {}):
        cast(ballot=ballot, seat=sit(room), key=key(), given=given)
    assert {option.dots for option in results_of(ballot)} == {0}
    closed = close_ballot(ballot=ballot)
    assert [(option.name, option.dots) for option in results_of(closed)][:2] == [("Theme 1", 3), ("Theme 2", 1)]
    assert closed.papers_counted == 2
    assert not BallotPaper.objects.exists()
    room.refresh_from_db()
    assert not room.ballot_open
    with pytest.raises(VoteIsClosed):
        cast(ballot=ballot, seat=sit(room), key=key(), given={one: 1})
    close_ballot(ballot=ballot)
    assert [(option.name, option.dots) for option in results_of(closed)][:1] == [("Theme 1", 3)]


def test_a_second_vote_gives_every_phone_a_new_paper(room, ballot):
    sam = sit(room)
    cast(ballot=ballot, seat=sam, key=key(), given={option(ballot, "Theme 1"): 1})
    close_ballot(ballot=ballot)
    again = open_ballot(gathering=room, themes=list(Theme.objects.values_list("key", flat=True)))
    cast(ballot=again, seat=sam, key=key(), given={option(again, "Theme 1"): 1})
    assert again.papers.count() == 1


def test_nothing_leads_from_a_paper_to_a_seat(ballot):
    fields = {field.name for field in BallotPaper._meta.get_fields()}
    assert fields == {"id", "ballot", "key_hash", "given"}


def test_phone_votes_and_is_led_back_when_the_vote_is_over(room, ballot, client):
    _seat, token = take_seat(gathering=room)
    client.cookies[f"seat-{room.key}"] = token
    page = client.get(f"/r/{room.key}/ballot/")
    assert page.status_code == 200
    names = [f"Theme {number}" for number in range(6)]
    order = sorted(names, key=lambda name: page.content.decode().index(name))
    again = client.get(f"/r/{room.key}/ballot/").content.decode()
    assert order == sorted(names, key=again.index), "a reload shows the same order"
    paper = key()
    given = {"paper": paper, f"dots-{option(ballot, 'Theme 1')}": "2"}
    assert client.post(f"/r/{room.key}/ballot/", given).json() == {"done": True}
    too_many = client.post(f"/r/{room.key}/ballot/", given | {f"dots-{option(ballot, 'Theme 2')}": "2"})
    assert (too_many.status_code, "does not fit" in too_many.json()["sentence"]) == (422, True)
    for odd in ({}, {"paper": "x"}, {"paper": paper, "dots-x": "²"}, {"paper": paper, "dots-x": "9" * 400}):
        assert client.post(f"/r/{room.key}/ballot/", odd).status_code == 422
    close_ballot(ballot=ballot)
    assert client.get(f"/r/{room.key}/ballot/").status_code == 302
    assert Ballot.objects.get().options.get(name="Theme 1").dots == 2
