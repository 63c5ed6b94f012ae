"""Pulse, predictions and votes in the comparison: rooms and links apart, closed rooms only, per perspective only."""

from __future__ import annotations

import pytest
from django.utils import timezone

from gapsessions.disparity.actions import compare_session
from gapsessions.disparity.asides.foreseen import foreseen_contents, most_raised
from gapsessions.disparity.content import ForeseenContent, PredictionContent, PulseContent
from gapsessions.disparity.fingerprint import fingerprint_of
from gapsessions.disparity.models import PredictionMatch
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Perspective, Question, Stage, Style
from gapsessions.sheets.models import Prediction, PulseCount
from gapsessions.themes.actions import create_theme, delete_theme, move_answers
from gapsessions.themes.ballot.actions import close_ballot, open_ballot
from gapsessions.themes.ballot.models import Ballot, BallotOption, BallotPaper
from tests.factories.rooms import make_gathering, make_table, write

pytestmark = pytest.mark.django_db
L, S, C = Perspective


def gave(gathering, *scores):
    """People of a gathering give scores."""
    for score in scores:
        count, _new = PulseCount.objects.get_or_create(gathering=gathering, score=score)
        count.people += 1
        count.save()


def close(gathering):
    gathering.stage, gathering.closed_at = Stage.CLOSED, timezone.now()
    gathering.save()


def pulse(session):
    return compare_session(session, shuffles=1).pulse


def test_pulse_keeps_rooms_and_links_apart(session):
    gave(make_gathering(session, C), 9, 10, 3, 8, 8)
    gave(make_gathering(session, C), 10)
    gave(make_gathering(session, C, Style.OPEN_LINK), *[9] * 4, *[2] * 27)
    gave(make_gathering(session, L), *[9] * 2, *[5] * 7)
    assert pulse(session) == (
        PulseContent(L, False, 9, (0, 0, 0, 0, 0, 7, 0, 0, 0, 2, 0), 2),
        PulseContent(C, False, 6, (0, 0, 0, 1, 0, 0, 0, 0, 2, 1, 2), 3),
        PulseContent(C, True, 31, (0, 0, 27, 0, 0, 0, 0, 0, 0, 4, 0), 4),
    )


def test_single_scores_of_few_people_stay_out(session):
    gave(make_gathering(session, L), 1, 9, 9, 4)
    assert pulse(session) == (PulseContent(L, False, 4, (), 2),)


@pytest.mark.parametrize("stage", [Stage.LOBBY, Stage.WRITE, Stage.READ_BACK])
def test_room_that_is_open_shows_no_pulse(session, stage):
    room = make_gathering(session, S, stage=stage)
    gave(room, *[9] * 8)
    assert pulse(session) == ()
    close(room)
    assert pulse(session)[0].people == 8


def test_pulse_of_an_open_link_advances_by_fives(session):
    link = make_gathering(session, C, Style.OPEN_LINK, stage=Stage.WRITE)
    gave(link, 9, 9, 9, 9)
    before = fingerprint_of(session)
    assert pulse(session) == ()
    gave(link, 1)
    assert fingerprint_of(session) != before
    assert pulse(session)[0].people == 5
    for score in (10, 10, 10, 10):
        before = fingerprint_of(session)
        gave(link, score)
        assert fingerprint_of(session) == before
        assert (pulse(session)[0].people, pulse(session)[0].promoters) == (5, 4)
    gave(link, 0)
    assert (pulse(session)[0].people, pulse(session)[0].promoters) == (10, 8)


def test_score_that_moves_shows_with_the_next_five_only(session):
    link = make_gathering(session, C, Style.OPEN_LINK, stage=Stage.WRITE)
    gave(link, *[9] * 5)
    pulse(session)
    PulseCount.objects.filter(gathering=link, score=9).update(people=4)
    gave(link, 0)
    assert pulse(session)[0].promoters == 5, "one person changed their mind, and nobody sees which way"
    gave(link, *[5] * 5)
    assert pulse(session)[0].promoters == 4


def test_closing_a_link_shows_everybody(session):
    link = make_gathering(session, C, Style.OPEN_LINK, stage=Stage.WRITE)
    gave(link, *[9] * 7)
    assert pulse(session)[0].people == 7  # seven wait together, so seven come in
    gave(link, 9)
    assert pulse(session)[0].people == 7
    close(link)
    assert pulse(session)[0].people == 8


@pytest.fixture
def themes(session):
    """Customers raise waiting (4 tables), prices and staff (2 each) and parking (1)."""
    customers = make_gathering(session, C)
    tables = [make_table(customers) for _ in range(5)]
    found = {}
    for name, count in (("Waiting", 4), ("Prices", 2), ("Staff", 2), ("Parking", 1)):
        found[name] = create_theme(session=session, name=name)
        for table in tables[:count]:
            note = write(table, Question.IMPROVE, f"something about {name} here")[0]
            move_answers(answers=[note.pk], to=found[name], by=None)
    return found


def predict(gathering, text, *themes):
    prediction = Prediction.objects.create(gathering=gathering, text=text)
    for theme in themes:
        PredictionMatch.objects.create(prediction=prediction, theme=theme)
    return prediction


def test_leaders_named_one_of_the_customers_top_three(session, themes):
    leaders, staff = make_gathering(session, L), make_gathering(session, S)
    predict(leaders, "The queue", themes["Waiting"])
    predict(leaders, "Always the queue", themes["Waiting"])
    predict(leaders, "Where to park", themes["Parking"])
    predict(leaders, "Our strategy", None)
    predict(staff, "Dear", themes["Prices"])
    predict(staff, "Not looked at yet")
    content = compare_session(session, shuffles=1)
    assert content.foreseen == (ForeseenContent(L, 1, 3), ForeseenContent(S, 1, 3, waiting=1))
    numbers = {theme.name: theme.theme for theme in content.themes}
    assert PredictionContent(L, "The queue", (numbers["Waiting"],)) in content.predictions
    assert PredictionContent(L, "Our strategy", ()) in content.predictions
    assert PredictionContent(S, "Not looked at yet", (), settled=False) in content.predictions


def test_ties_with_the_third_count(session, themes):
    customers = Gathering.objects.get(session=session)
    waiting = write(make_table(customers), Question.IMPROVE, "where to leave the car")[0]
    move_answers(answers=[waiting.pk], to=themes["Parking"], by=None)
    content = compare_session(session, shuffles=1)
    assert len(most_raised(content.comparison)) == 4, "prices, staff and parking tie"
    all_four = tuple(PredictionContent(L, str(theme), (theme,)) for theme in range(4))
    assert foreseen_contents(all_four, content.comparison) == (ForeseenContent(L, 3, 3),)


def test_nobody_foresees_where_customers_said_nothing(session):
    predict(make_gathering(session, L), "The queue")
    assert compare_session(session, shuffles=1).foreseen == ()


def test_predictions_of_an_open_room_wait(session, themes):
    predict(make_gathering(session, L, stage=Stage.READ_BACK), "The queue", themes["Waiting"])
    content = compare_session(session, shuffles=1)
    assert (content.predictions, content.foreseen) == ((), ())


def voted(gathering, themes, *papers, closed=True):
    ballot = open_ballot(gathering=gathering, themes=[theme.key for theme in themes])
    options = {option.theme.name: option.key for option in BallotOption.objects.filter(ballot=ballot)}
    for number, paper in enumerate(papers):
        given = {options[name]: dots for name, dots in paper.items()}
        BallotPaper.objects.create(ballot=ballot, key_hash=f"{number:064}", given=given)
    if closed:
        close_ballot(ballot=ballot)
    return ballot


def test_votes_are_added_up_per_perspective(session, themes):
    room = Gathering.objects.get(session=session)
    listed = [themes["Waiting"], themes["Prices"], themes["Staff"]]
    voted(room, listed, {"Waiting": 1}, {"Prices": 1}, {"Prices": 1})
    content = compare_session(session, shuffles=1)
    named = {theme.theme: theme.name for theme in content.themes}
    assert {(named[v.theme], v.dots, v.voters, v.perspective) for v in content.votes} == {
        ("Waiting", 1, 3, C),
        ("Prices", 2, 3, C),
        ("Staff", 0, 3, C),
    }


def test_last_vote_of_a_room_counts_and_an_open_one_does_not(session, themes):
    room = Gathering.objects.get(session=session)
    voted(room, [themes["Waiting"]], {"Waiting": 1})
    voted(room, [themes["Prices"]], {"Prices": 1})
    voted(room, [themes["Staff"]], {"Staff": 1}, closed=False)
    content = compare_session(session, shuffles=1)
    named = {theme.theme: theme.name for theme in content.themes}
    assert [(named[vote.theme], vote.dots) for vote in content.votes] == [("Prices", 1)]


def test_theme_that_is_gone_has_no_votes(session, themes):
    room = Gathering.objects.get(session=session)
    voted(room, [themes["Waiting"], themes["Prices"], themes["Staff"]], {"Waiting": 1})
    delete_theme(theme=themes["Waiting"], by=None)
    content = compare_session(session, shuffles=1)
    named = {theme.theme: theme.name for theme in content.themes}
    assert {named[vote.theme] for vote in content.votes} == {"Prices", "Staff"}
    assert not any(vote.dots for vote in content.votes)


CHANGES = {
    "a score of a closed room": lambda s: gave(Gathering.objects.filter(session=s).first(), 9),
    "a prediction": lambda s: predict(Gathering.objects.filter(session=s).first(), "The queue"),
    "a match": lambda s: PredictionMatch.objects.create(prediction=Prediction.objects.first()),
    "a vote that closes": lambda s: close_ballot(ballot=Ballot.objects.get(closed=False)),
    "a word for a reading": lambda s: type(s.organisation).objects.update(reading_words={"shared": "Common ground"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_fingerprint_notices_asides(change, session, themes):
    room = Gathering.objects.get(session=session)
    predict(room, "Kept from before")
    voted(room, [themes["Waiting"]], {"Waiting": 1}, closed=False)
    before = fingerprint_of(session)
    CHANGES[change](session)
    assert fingerprint_of(session) != before


def test_drawer_says_that_few_named_what_many_voted_for(session, themes):
    from gapsessions.disparity.drawer import drawer_of

    room = Gathering.objects.get(session=session)
    listed = [themes["Waiting"], themes["Prices"], themes["Parking"]]
    voted(room, listed, *[{"Parking": 1}] * 5)
    content = compare_session(session, shuffles=1)
    drawer = drawer_of(session, content, themes["Parking"].key, Question.IMPROVE)
    assert drawer.remarks == ("Customers: few named it, many voted for it",)
