"""Waves: the next one is planned alike, themes are matched by hand, and what has moved is told in order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gapsessions.breakouts.actions import add_breakouts
from gapsessions.disparity.actions import compare_session, take_snapshot
from gapsessions.disparity.codec import decode, encode
from gapsessions.disparity.standing import keep_comparison
from gapsessions.disparity.worded.wave_told import wave_told
from gapsessions.facilitation.reporting.completing import complete
from gapsessions.gatherings.actions import open_gathering
from gapsessions.gatherings.models import Gathering
from gapsessions.method.findings import Verdict
from gapsessions.method.vocabulary import Perspective, Question, Scope, Stage, Style
from gapsessions.plan.waves.actions import NoEarlierSession, open_next_wave, propose_matches, repeat, settle_matches
from gapsessions.plan.waves.content import wave_since
from gapsessions.plan.waves.models import MatchState, ThemeMatch
from gapsessions.sessions.actions import archive
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.actions import close_themes, create_theme, move_answers
from tests.factories.people import browser_of, make_organisation
from tests.factories.rooms import make_gathering, make_session, make_single, write
from tests.factories.waves import elsewhere, hold, make_waves

pytestmark = pytest.mark.django_db
L, S, C = Perspective


@pytest.fixture
def waves(organisation, fay):
    return make_waves(organisation, fay)


def test_next_wave_is_planned_alike_and_empty(session, desk):
    session.segments = ["under 30"]
    session.save()
    session.questions.filter(perspective="staff").update(wording="Our own words?")
    room = open_gathering(
        session=session, perspective=S, style=Style.TABLES, name="Tuesday", planned_size=24, run_minutes=90, segment="n"
    )
    add_breakouts(gathering=room, names=["Window", "Door"])
    make_gathering(session, C)  # typed in from paper: nobody joined it
    made = open_next_wave(session=session, title="Autumn 2026")
    assert made.wave_of == session
    assert made.segments == ["under 30"]
    assert set(made.questions.filter(perspective="staff").values_list("wording", flat=True)) == {"Our own words?"}
    again = Gathering.objects.get(session=made)
    assert (again.name, again.planned_size, again.run_minutes, again.segment) == ("Tuesday", 24, 90, "n")
    assert again.stage == Stage.LOBBY
    assert again.code not in ("", room.code)
    assert sorted(again.breakouts.values_list("name", flat=True)) == ["Door", "Window"]
    assert not Answer.objects.filter(sheet__gathering__session=made).exists()
    answer = desk.post(f"/s/{session.code}/wave/next/")
    assert GapSession.objects.filter(wave_of=session).count() == 2
    assert answer.headers["Location"].endswith("/settings/")


def test_themes_are_proposed_by_what_they_mean_and_kept_by_hand(waves):
    last, now = waves
    assert propose_matches(session=now) == 2
    names = {(one.theme.name, one.earlier.name) for one in ThemeMatch.objects.all()}
    assert names == {("Long waits", "Waiting on the phone"), ("Kind staff", "Kind staff")}
    wait, kind = now.themes.get(name="Long waits"), now.themes.get(name="Kind staff")
    before = last.themes.get(name="Waiting on the phone")
    assert settle_matches(session=now, chosen={wait.key: before.key, kind.key: ""}) == 1
    assert ThemeMatch.objects.get(theme=wait).state == MatchState.CONFIRMED
    assert ThemeMatch.objects.get(theme=kind).state == MatchState.REFUSED
    assert propose_matches(session=now) == 0, "what was refused does not come again"
    assert settle_matches(session=now, chosen={wait.key: ""}) == 0
    assert not ThemeMatch.objects.filter(state=MatchState.CONFIRMED).exists()


def test_one_theme_of_last_time_is_found_again_once(waves):
    last, now = waves
    before = last.themes.get(name="Kind staff")
    keys = {theme.key: before.key for theme in now.themes.all()}
    assert settle_matches(session=now, chosen=keys) == 1
    other = next(theme for theme in now.themes.all() if not theme.matches.exists())
    assert settle_matches(session=now, chosen={other.key: before.key}) == 1
    assert ThemeMatch.objects.get(state=MatchState.CONFIRMED).theme == other
    assert settle_matches(session=now, chosen={other.key: "no such key"}) == 0


def matched(now: GapSession) -> None:
    propose_matches(session=now)
    ThemeMatch.objects.update(state=MatchState.CONFIRMED)


def test_wave_tells_deeds_counts_pulse_and_verdicts(waves):
    _last, now = waves
    matched(now)
    wave = wave_since(now, compare_session(now))
    assert [action.status for action in wave.actions] == ["planned", "done"] or len(wave.actions) == 2
    waiting = next(one for one in wave.themes if one.name_before == "Waiting on the phone")
    first = waiting.counts[0]
    assert (first.perspective, first.scope) == (L, Scope.IMPROVE)
    assert (first.raising_before, first.answered_before, first.raising, first.answered) == (1, 12, 10, 12)
    assert {(one.promoters_before, one.promoters) for one in wave.pulse} == {(4, 20)}
    closed = [one for one in wave.verdicts if one.verdict is Verdict.CLOSED]
    assert [(one.higher, one.lower, one.lower_scope) for one in closed] == [(C, L, Scope.PROBLEM)]
    assert wave.closed_by_chance is not None
    assert (wave.gone, wave.new) == ((), ())


def test_theme_that_nobody_found_again_is_not_compared(waves):
    _last, now = waves
    propose_matches(session=now)
    wave = wave_since(now, compare_session(now))
    assert (wave.themes, wave.verdicts) == ((), ())
    assert set(wave.gone) == {"Waiting on the phone", "Kind staff"}
    assert len(wave.new) == 2


def test_census_is_counted_and_not_judged(organisation, fay):
    def one(title: str, raising: int, **fields) -> GapSession:
        session = make_session(organisation, title, **fields)
        hold(session, fay, waiting={C: (28, 30)}, name="Waiting", pulse=3)
        room = make_gathering(session, L, Style.OWN_SHEETS, census=True)
        for number in range(9):
            said = write(make_single(room), Question.IMPROVE, f"Long wait, leader {number}")
            if number < raising:
                move_answers(answers=[said[0].pk], to=session.themes.get(name="Waiting"), by=fay)
            else:
                elsewhere(session, said[0], fay)
        return session

    last = one("2025", 0)
    take_snapshot(last, fay)
    now = one("2026", 7, wave_of=last)
    matched(now)
    wave = wave_since(now, compare_session(now))
    theme = next(each for each in wave.themes if each.name_before == "Waiting")
    leaders = next(count for count in theme.counts if count.perspective is L)
    assert (leaders.raising_before, leaders.answered_before, leaders.raising, leaders.answered) == (0, 9, 7, 9)
    judged = [each for each in wave.verdicts if L in (each.higher, each.lower)]
    assert judged
    assert {each.verdict for each in judged} == {Verdict.CANNOT_TELL}
    assert all(each.census for each in judged)


def test_wave_travels_in_the_snapshot_and_comes_back(waves):
    _last, now = waves
    matched(now)
    content = complete(now, compare_session(now))
    assert content.wave is not None
    assert decode(encode(content)) == content


def test_page_says_it_in_order_and_in_words(waves, desk):
    _last, now = waves
    matched(now)
    assert "Close the themes first" in desk.get(f"/s/{now.code}/wave/").text
    close_themes(session=now)
    now.refresh_from_db()
    keep_comparison(session=now)
    page = desk.get(f"/s/{now.code}/wave/").text
    said = [
        "1 of 2 actions are done",
        "1 of 12 last time, 10 of 12 now",
        "gave 9 or 10 last time",
        "The gap has closed",
    ]
    places = [page.index(words) for words in said]
    assert places == sorted(places)
    told = wave_told(complete(now, compare_session(now)))
    assert told.chance.startswith("1 gap is called closed.")


def test_session_repeats_only_an_earlier_one_of_its_organisation(waves, fay):
    last, now = waves
    theirs = make_session(make_organisation("Elsewhere"), created_at=last.created_at)
    later = make_session(now.organisation, "Later", created_at=timezone.now() + timedelta(days=1))
    for wrong in (theirs, later, now):
        with pytest.raises(NoEarlierSession):
            repeat(session=now, earlier=wrong)
    matched(now)
    repeat(session=now, earlier=None)
    assert not ThemeMatch.objects.exists()
    assert wave_since(now, compare_session(now)) is None


def test_page_of_a_first_wave_offers_the_next(session, desk, vera):
    page = desk.get(f"/s/{session.code}/wave/").text
    assert "Open the next wave" in page
    assert "Open the next wave" not in browser_of(vera).get(f"/s/{session.code}/wave/").text


def test_archived_wave_is_read_not_matched(waves, desk):
    _last, now = waves
    archive(session=now)
    with pytest.raises(SessionIsArchived):
        propose_matches(session=now)
    assert desk.get(f"/s/{now.code}/wave/").status_code == 200


def test_matching_is_done_on_the_page(waves, desk):
    last, now = waves
    at = f"/s/{now.code}/wave/"
    assert "2 themes might be" in desk.post(f"{at}propose/", follow=True).text
    wait, before = now.themes.get(name="Long waits"), last.themes.get(name="Waiting on the phone")
    page = desk.post(f"{at}matches/", {f"match-{wait.key}": before.key}, follow=True)
    assert "1 theme is matched" in page.text
    assert "saved" in desk.post(f"{at}repeats/", {"earlier": last.code}, follow=True).text.lower()
    assert "choose one" in desk.post(f"{at}repeats/", {"earlier": "NOTHING"}, follow=True).text


def test_hundred_themes_are_matched_in_constant_queries(waves, desk, django_assert_max_num_queries):
    last, now = waves
    for number in range(60):
        create_theme(session=now, name=f"now {number}")
        create_theme(session=last, name=f"then {number}")
    with django_assert_max_num_queries(30):
        desk.get(f"/s/{now.code}/wave/")
