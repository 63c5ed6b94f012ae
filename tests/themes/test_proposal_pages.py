"""The page of a proposal: the slider, why of each note, taking over with its undo, and what a second tab is told."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from gapsessions.method.vocabulary import Question, Stage
from gapsessions.themes.actions import accept_all, open_proposal
from gapsessions.themes.models import Placement, Proposal, ProposalState, Role, Standing, Theme
from gapsessions.themes.proposals.panel import WIDEST_QUOTE, shortened
from gapsessions.themes.proposals.stops import stop_of
from gapsessions.themes.proposed import from_json
from gapsessions.themes.queries import theme_of_each
from tests.factories.people import browser_of
from tests.factories.rooms import make_gathering, make_table, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def fays(fay):
    return browser_of(fay)


def act(browser, place, session, /, *more, **sent):
    return browser.post(reverse(place, args=[session.code, *more]), sent, follow=True)


def page(browser, place, session, *more, **asked):
    return browser.get(reverse(place, args=[session.code, *more]), asked)


def number_of(proposal, answer):
    proposed = from_json(proposal.result)
    return proposed.labels[proposed.answers.index(answer.pk)]


def test_page_says_what_would_change_and_slides(fays, session, answers, propose_now):
    propose_now()
    shown = page(fays, "proposal", session).content.decode()
    assert "3 themes." in shown
    assert "15 notes would be placed" in shown
    assert 'type="range"' in shown
    part = fays.get(
        reverse("proposal", args=[session.code]),
        {"stop": "15"},
        headers={"HX-Request": "true", "HX-Target": "div#proposal-result"},
    ).content.decode()
    assert part.lstrip().startswith('<div id="proposal-result"')
    assert 'name="stop" value="15"' in part


@pytest.mark.parametrize("stop", ["99", "-1", "x", "", "\x00"])
def test_stop_that_is_none_shows_where_the_machine_set_it(stop, fays, session, answers, propose_now):
    proposal = propose_now()
    shown = page(fays, "proposal", session, stop=stop).context["shown"]
    assert shown.stop == stop_of(proposal.granularity)


def test_page_says_why_of_each_note(fays, session, answers, propose_now):
    proposal = propose_now()
    number = number_of(proposal, answers["wait"][0])
    shown = page(fays, "proposal-notes", session, proposal.key, number)
    notes = shown.context["notes"]
    assert {note.key for note in notes} == {answer.pk for answer in answers["wait"]}
    assert all(note.moves and note.nearest and note.sure.words for note in notes)
    assert any("wait" in note.shared or "waiting" in " ".join(note.shared).lower() for note in notes)
    assert "Most like:" in shown.content.decode()


def undo_address(response):
    return re.findall(r'action="([^"]*/(?:undo|back)/[^"]*)"', response.content.decode())[-1]


def state(session):
    fields = ("pk", "name", "name_pinned", "made_by_hand", "quote")
    themes = sorted(Theme.objects.filter(session=session).values_list(*fields))
    fields = ("answer", "theme", "role", "standing", "confidence")
    return themes, sorted(Placement.objects.filter(theme__session=session).values_list(*fields), key=str)


@pytest.mark.parametrize("verb", ["all", "theme", "note"])
def test_every_taking_over_can_be_undone(verb, fays, session, answers, accepted, propose_now):
    waiting, staff = (theme_of_each(session)[answers[subject][0].pk] for subject in ("wait", "staff"))
    Placement.objects.filter(answer__in=answers["wait"][:2]).update(theme=staff)
    Placement.objects.filter(answer=answers["park"][0]).delete()
    proposal = propose_now()
    before = state(session)
    number = number_of(proposal, answers["wait"][0])
    done = {
        "all": lambda: act(fays, "themes-accept", session, proposal.key, stop="7"),
        "theme": lambda: act(fays, "proposal-theme", session, proposal.key, number=number),
        "note": lambda: act(fays, "proposal-note", session, proposal.key, answer=answers["wait"][0].pk),
    }[verb]()
    assert state(session) != before
    assert "Undone" in fays.post(undo_address(done), follow=True).content.decode()
    assert state(session) == before
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.READY


@pytest.mark.parametrize("verb", ["theme", "note"])
def test_taking_a_part_reads_the_proposal_and_the_board_once(
    verb, fays, session, answers, propose_now, django_assert_max_num_queries
):
    proposal = propose_now()
    stop = stop_of(proposal.granularity)
    number, answer = number_of(proposal, answers["wait"][0]), answers["wait"][0].pk
    address = reverse(f"proposal-{verb}", args=[session.code, proposal.key])
    with django_assert_max_num_queries(60) as done:
        fays.post(address, {"stop": stop, "number": number, "answer": answer})
    asked = [query["sql"] for query in done.captured_queries]
    assert theme_of_each(session)[answer]
    assert sum('FROM "gapsessions_cut"' in sql for sql in asked) == 1
    assert sum('"pen_hash"' in sql for sql in asked) == 1, "the readable notes"


def test_second_tab_is_told_and_not_lost(fays, session, answers, propose_now):
    proposal = propose_now()
    act(fays, "themes-accept", session, proposal.key)
    for verb, sent in (("themes-accept", {}), ("proposal-theme", {"number": 0}), ("proposal-away", {})):
        again = act(fays, verb, session, proposal.key, **sent)
        assert again.status_code == 200
        assert "taken over or replaced before" in again.content.decode()
    assert "No longer proposed" in page(fays, "proposal-notes", session, proposal.key, 0).content.decode()


def test_taking_a_theme_twice_says_that_nothing_had_to_change(fays, session, answers, propose_now):
    proposal = propose_now()
    act(fays, "proposal-theme", session, proposal.key, number=0)
    assert "Nothing had to change" in act(fays, "proposal-theme", session, proposal.key, number=0).content.decode()
    assert "Nothing had to change" in act(fays, "proposal-theme", session, proposal.key, number=999).content.decode()


def test_putting_away_is_undoable(fays, session, answers, propose_now):
    proposal = propose_now()
    done = act(fays, "proposal-away", session, proposal.key)
    assert not page(fays, "proposal", session).context["shown"]
    fays.post(undo_address(done))
    assert page(fays, "proposal", session).context["shown"]


def test_run_that_failed_is_put_away_and_not_stopped(fays, session, answers):
    proposal = open_proposal(session=session)
    Proposal.objects.update(state=ProposalState.FAILED, failure="MemoryError")
    done = act(fays, "proposal-away", session, proposal.key).content.decode()
    assert "is put away" in done
    assert "Stopped" not in done
    assert "/back/" not in done
    again = open_proposal(session=session)
    assert "Stopped" in act(fays, "proposal-away", session, again.key).content.decode()


def test_viewers_read_and_are_offered_nothing(session, vera, answers, propose_now):
    proposal = propose_now()
    shown = page(browser_of(vera), "proposal", session).content.decode()
    assert "15 notes would be placed" in shown
    assert '<form method="post" action="/s/' not in shown.replace("/account", "")
    notes = page(browser_of(vera), "proposal-notes", session, proposal.key, 0).content.decode()
    assert "/note/" not in notes


def test_proposal_takes_as_many_queries_for_many_answers(
    fays, session, answers, propose_now, sam, django_assert_max_num_queries
):
    propose_now()
    with django_assert_max_num_queries(20) as few:
        page(fays, "proposal", session)
    for number in range(30):
        write(sam, Question.IMPROVE, f"The price of thing {number} and the menu")
    propose_now()
    with django_assert_max_num_queries(len(few)):
        page(fays, "proposal", session)


def test_sorting_goes_on_while_groups_write(fays, session, answers, propose_now, encoder):
    room = make_gathering(session, stage=Stage.WRITE)
    write(make_table(room), Question.IMPROVE, "Nobody to talk to, just a wait")
    proposal = propose_now()
    act(fays, "themes-accept", session, proposal.key)
    assert len(theme_of_each(session)) == 16
    screen = fays.get(f"/s/{session.code}/g/{room.key}/screen/").content.decode()
    assert not any(theme.name in screen for theme in Theme.objects.all())
    assert "Nobody to talk to" not in screen


def test_proposal_of_an_empty_session_is_no_error(fays, session, propose_now, encoder):
    proposal = propose_now()
    shown = page(fays, "proposal", session)
    assert shown.status_code == 200
    assert act(fays, "themes-accept", session, proposal.key).status_code == 200
    assert Proposal.objects.get().state == ProposalState.ACCEPTED


def test_blind_pages_tell_nobodys_side(fays, session, answers, propose_now, lena):
    proposal = propose_now()
    for shown in (page(fays, "proposal", session), page(fays, "proposal-notes", session, proposal.key, 0)):
        words = shown.content.decode()
        for side in ("leadership", "Leadership", "customers", "Customers", lena.gathering.name, lena.gathering.key):
            assert side not in words


def test_role_of_what_is_taken_is_primary(session, answers, propose_now, fay):
    proposal = propose_now()
    theme = Theme.objects.create(session=session, name="Elsewhere")
    Placement.objects.create(answer=answers["wait"][0], theme=theme, role=Role.ALSO_IN, standing=Standing.PINNED)
    accept_all(proposal=proposal, by=fay)
    roles = set(Placement.objects.filter(answer=answers["wait"][0]).values_list("role", flat=True))
    assert Role.PRIMARY in roles


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("short", "short"),
        ("x" * WIDEST_QUOTE, "x" * WIDEST_QUOTE),
        ("x" * 200, "x" * (WIDEST_QUOTE - 1) + "…"),
        ("nine more " * 20, ("nine more " * 15).rstrip() + " nine…"),
    ],
)
def test_quote_that_is_cut_ends_with_a_word_and_says_so(text, shown):
    assert shortened(text) == shown
