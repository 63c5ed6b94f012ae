"""The proposal beside the board: what it says beforehand is what accepting does, whole or in parts."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gapsessions.method.proposing import STOPS
from gapsessions.method.vocabulary import Question
from gapsessions.themes.actions import (
    ProposalIsNotReady,
    accept_all,
    carry_out,
    close_themes,
    create_theme,
    merge_themes,
    move_answers,
    open_proposal,
    rename_theme,
)
from gapsessions.themes.actions.accepting import accept_answer, accept_theme, hold_meeting
from gapsessions.themes.models import KeptTogether, MoveLog, Placement, Proposal, ProposalState, Standing, Theme
from gapsessions.themes.proposals.actions import bring_back, put_away
from gapsessions.themes.proposals.board_now import board_now
from gapsessions.themes.proposals.meeting import Fate, difference, meet
from gapsessions.themes.proposals.models import Cut
from gapsessions.themes.proposals.stops import read_stop, stop_of
from gapsessions.themes.proposed import from_json
from gapsessions.themes.queries import heirs_of, latest_proposal, theme_of_each, undecided_of
from tests.factories.rooms import write

pytestmark = pytest.mark.django_db


def difference_of(proposal):
    return difference(meet(from_json(proposal.result), board_now(proposal.session)))


def number_of(proposal, answer):
    proposed = from_json(proposal.result)
    return proposed.labels[proposed.answers.index(answer.pk)]


def test_first_proposal_is_all_new(session, answers, propose_now):
    found = difference_of(propose_now())
    assert (found.new, found.merged, found.moving, found.placed) == (3, 0, 0, 15)
    assert {change.fate for change in found.themes} == {Fate.NEW}
    assert not Theme.objects.exists(), "looking changes nothing"


def test_proposal_like_the_board_changes_nothing(session, answers, accepted, propose_now):
    found = difference_of(propose_now())
    assert not found.anything
    assert {change.fate for change in found.themes} == {Fate.SAME}


def test_difference_tells_what_accepting_does(session, answers, accepted, propose_now, fay):
    waiting, staff = (theme_of_each(session)[answers[subject][0].pk] for subject in ("wait", "staff"))
    Placement.objects.filter(answer__in=answers["wait"][:3]).update(theme=staff)
    Placement.objects.filter(answer=answers["park"][0]).delete()
    proposal = propose_now()
    found = difference_of(proposal)
    assert (found.new, found.moving, found.placed) == (0, 3, 1)
    taking = next(change for change in found.themes if change.theme and change.theme.pk == waiting)
    assert sum(n for _name, n in taking.takes) == 3
    before = theme_of_each(session)
    accept_all(proposal=proposal, by=fay)
    after = theme_of_each(session)
    assert sum(before[answer] != after[answer] for answer in before) == found.moving
    assert len(after) - len(before) == found.placed


def test_two_themes_that_go_up_in_one_are_called_merged(session, answers, propose_now):
    one = Theme.objects.create(session=session, name="Queues")
    other = Theme.objects.create(session=session, name="Long queues")
    for answer, theme in zip(answers["wait"], (one, one, one, other, other), strict=True):
        Placement.objects.create(answer=answer, theme=theme)
    found = difference_of(propose_now())
    (merged,) = [change for change in found.themes if change.fate is Fate.MERGED]
    assert (found.merged, found.gone, merged.merges, merged.theme) == (1, 0, ("Long queues",), one)


def test_what_is_called_merged_beforehand_is_the_same_theme_afterwards(session, answers, propose_now, fay):
    """Even where a theme goes by equal halves: what the page says and what goes by the key of a theme agree."""
    present = {name: Theme.objects.create(session=session, name=name) for name in ("Waits", "Staffs", "Halves")}
    text_of = {answer.text: answer for written in answers.values() for answer in written}
    for text, name in {
        "Friendly staff": "Staffs",
        "Staff who care": "Staffs",
        "Warm staff": "Staffs",
        "Wait times grow": "Waits",
        "We wait and wait": "Waits",
        "Kind staff at the desk": "Halves",
        "Long wait on arrival": "Halves",
        "The staff listen": "Halves",
        "The wait is endless": "Halves",
    }.items():
        Placement.objects.create(answer=text_of[text], theme=present[name])
    proposal = propose_now()
    beforehand = {gone: change.theme for change in difference_of(proposal).themes for gone in change.merges}
    accept_all(proposal=proposal, by=fay)
    assert beforehand.keys() == {"Halves"}
    assert heirs_of(session) == {present["Halves"].key: beforehand["Halves"].key}


def test_theme_is_called_merged_where_two_proposed_ones_join_what_it_goes_up_in(session, answers, propose_now, fay):
    """Two of its notes come with each of both: neither is a half, together they are."""
    access, spread = (Theme.objects.create(session=session, name=name) for name in ("Access", "Spread"))
    pinned = answers["park"][0]
    move_answers(answers=[pinned.pk], to=access, by=fay)
    for subject in ("wait", "staff"):
        first, second = sorted((pinned, answers[subject][0]), key=lambda answer: answer.pk)
        KeptTogether.objects.create(session=session, first=first, second=second)
    for subject in ("wait", "staff", "park"):
        for answer in answers[subject][1:3]:
            Placement.objects.create(answer=answer, theme=spread)
    proposal = propose_now()
    found = difference_of(proposal)
    assert [change.theme for change in found.themes if change.merges] == [access]
    assert (found.merged, found.gone) == (1, 0)
    accept_all(proposal=proposal, by=fay)
    assert heirs_of(session) == {spread.key: access.key}


def test_taking_over_reads_the_result_once(session, answers, propose_now, fay):
    proposal = Proposal.objects.defer("result").get(pk=propose_now().pk)
    with CaptureQueriesContext(connection) as asked:
        accept_all(proposal=proposal, by=fay)
    reading = [query["sql"] for query in asked if query["sql"].startswith("SELECT") and '."result"' in query["sql"]]
    assert len(reading) == 1
    assert proposal.state == ProposalState.ACCEPTED


def test_one_theme_is_taken_and_the_rest_stays(session, answers, propose_now, fay):
    proposal = propose_now()
    taken = accept_theme(taken=hold_meeting(proposal=proposal), number=number_of(proposal, answers["wait"][0]), by=fay)
    assert set(theme_of_each(session)) == {answer.pk for answer in answers["wait"]}
    assert {placement.standing for placement in taken.placements.all()} == {Standing.ACCEPTED}
    assert undecided_of(session).count() == 10
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.READY, "the rest can be taken later"


def test_taking_the_themes_one_by_one_is_taking_all(session, answers, propose_now, fay):
    proposal = propose_now()
    for subject in answers:
        accept_theme(taken=hold_meeting(proposal=proposal), number=number_of(proposal, answers[subject][0]), by=fay)
    assert not difference_of(proposal).anything
    assert accept_theme(taken=hold_meeting(proposal=proposal), number=0, by=fay) is not None, "again is no error"
    assert Theme.objects.count() == 3


def test_one_answer_makes_the_theme_and_the_others_join_it(session, answers, propose_now, fay):
    proposal = propose_now()
    first = accept_answer(taken=hold_meeting(proposal=proposal), answer=answers["wait"][0].pk, by=fay)
    second = accept_answer(taken=hold_meeting(proposal=proposal), answer=answers["wait"][1].pk, by=fay)
    assert first == second
    assert theme_of_each(session) == dict.fromkeys([answer.pk for answer in answers["wait"][:2]], first.pk)
    assert first.quote_id in {answer.pk for answer in answers["wait"]}
    assert accept_answer(taken=hold_meeting(proposal=proposal), answer=answers["wait"][0].pk, by=fay) is None


def test_pinned_answer_is_neither_taken_nor_moved(session, answers, propose_now, fay):
    elsewhere = create_theme(session=session, name="Elsewhere")
    move_answers(answers=[answers["wait"][0].pk], to=elsewhere, by=fay)
    proposal = propose_now()
    assert accept_answer(taken=hold_meeting(proposal=proposal), answer=answers["wait"][0].pk, by=fay) is None
    accept_theme(taken=hold_meeting(proposal=proposal), number=number_of(proposal, answers["wait"][1]), by=fay)
    assert theme_of_each(session)[answers["wait"][0].pk] == elsewhere.pk
    (change,) = [change for change in difference_of(proposal).themes if change.pinned_elsewhere]
    assert change.pinned_elsewhere == 1


def test_one_answer_takes_along_what_a_merge_tied_to_it(session, answers, accepted, propose_now, fay):
    first, second = answers["wait"][0], answers["staff"][0]
    where = theme_of_each(session)
    themes = {theme.pk: theme for theme in accepted}
    merge_themes(into=themes[where[first.pk]], others=[themes[where[second.pk]]], by=fay)
    tied = list(session.kept_together.values_list("first", "second"))[0]
    Placement.objects.all().delete()
    Theme.objects.all().delete()
    proposal = propose_now()
    accept_answer(taken=hold_meeting(proposal=proposal), answer=tied[0], by=fay)
    placed = theme_of_each(session)
    assert set(placed) == set(tied)
    assert len(set(placed.values())) == 1


def test_pinned_name_stays_when_its_theme_is_taken(session, answers, accepted, propose_now, fay):
    theme = Theme.objects.get(pk=theme_of_each(session)[answers["wait"][0].pk])
    rename_theme(theme=theme, name="Hours lost")
    Placement.objects.filter(answer=answers["wait"][0]).delete()
    proposal = propose_now()
    accept_theme(taken=hold_meeting(proposal=proposal), number=number_of(proposal, answers["wait"][0]), by=fay)
    theme.refresh_from_db()
    assert theme.name == "Hours lost"


def test_theme_that_is_emptied_goes_unless_a_person_made_it(session, answers, propose_now, fay):
    machines = Theme.objects.create(session=session, name="Leftover")
    persons = create_theme(session=session, name="Mine")
    Placement.objects.create(answer=answers["wait"][0], theme=machines)
    Placement.objects.create(answer=answers["wait"][1], theme=persons)
    for answer in answers["wait"][2:]:
        Placement.objects.create(answer=answer, theme=Theme.objects.get_or_create(session=session, name="Waits")[0])
    proposal = propose_now()
    accept_theme(taken=hold_meeting(proposal=proposal), number=number_of(proposal, answers["wait"][0]), by=fay)
    assert set(Theme.objects.values_list("name", flat=True)) >= {"Mine"}
    assert not Theme.objects.filter(pk=machines.pk).exists()


def test_answers_written_since_the_run_stay_where_they_are(session, answers, accepted, propose_now, fay, sam):
    proposal = propose_now()
    (late,) = write(sam, Question.IMPROVE, "Written since")
    Placement.objects.create(answer=late, theme=accepted[0])
    accept_all(proposal=proposal, by=fay)
    assert theme_of_each(session)[late.pk] == accepted[0].pk


def test_taking_parts_after_closing_is_logged(session, answers, accepted, propose_now, fay):
    waiting, staff = (theme_of_each(session)[answers[subject][0].pk] for subject in ("wait", "staff"))
    Placement.objects.filter(answer=answers["wait"][0]).update(theme=staff)
    close_themes(session=session)
    proposal = propose_now()
    accept_answer(taken=hold_meeting(proposal=proposal), answer=answers["wait"][0].pk, by=fay)
    move = MoveLog.objects.get()
    assert (move.from_theme_id, move.to_theme_id, move.after_closing, move.by) == (staff, waiting, True, fay)


def test_every_stop_of_the_slider_is_worked_out(session, answers, propose_now):
    proposal = propose_now()
    cuts = list(Cut.objects.filter(proposal=proposal).order_by("stop"))
    assert [cut.stop for cut in cuts] == list(range(len(STOPS)))
    assert [cut.themes for cut in cuts] == sorted(cut.themes for cut in cuts)
    own = read_stop(proposal, stop_of(proposal.granularity))
    assert own.labels == from_json(proposal.result).labels
    assert [theme.name for theme in own.themes] == [theme.name for theme in from_json(proposal.result).themes]
    for cut in cuts:
        names = [theme.name.casefold() for theme in read_stop(proposal, cut.stop).themes]
        assert len(set(names)) == len(names) == cut.themes


def test_cuts_hold_no_texts_beside_names(session, answers, propose_now):
    """A name may be a quote, and a keyword three words long; whole answers stand nowhere else."""
    propose_now()
    kept = [cut.result | {"themes": [theme[1:] for theme in cut.result["themes"]]} for cut in Cut.objects.all()]
    long = [answer.text for some in answers.values() for answer in some if len(answer.text.split()) > 3]
    assert len(long) > 3
    assert not any(text in str(kept) for text in long)


def test_accepting_at_a_stop_keeps_that_stop(session, answers, propose_now, fay):
    proposal = propose_now()
    accept_all(proposal=proposal, by=fay, stop=0)
    assert proposal.granularity == STOPS[0]
    assert from_json(proposal.result).labels == read_stop(proposal, 0).labels
    assert from_json(proposal.result).broader is None
    with pytest.raises(ProposalIsNotReady):
        accept_all(proposal=proposal, by=fay, stop=3)


def test_run_that_is_stopped_changes_nothing(session, answers, encoder):
    proposal = open_proposal(session=session)
    assert put_away(proposal=proposal) == ProposalState.WAITING
    carry_out(proposal=proposal)
    assert proposal.state == ProposalState.SUPERSEDED
    assert not Cut.objects.exists()
    with pytest.raises(ProposalIsNotReady):
        put_away(proposal=proposal)
    with pytest.raises(ProposalIsNotReady):
        bring_back(proposal=proposal)


def test_proposal_put_away_comes_back_unless_there_is_a_newer_one(session, answers, propose_now):
    proposal = propose_now()
    assert put_away(proposal=proposal) == ProposalState.READY
    bring_back(proposal=proposal)
    assert latest_proposal(session, ProposalState.READY) == proposal
    put_away(proposal=proposal)
    propose_now()
    with pytest.raises(ProposalIsNotReady):
        bring_back(proposal=proposal)
