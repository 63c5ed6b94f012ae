"""Accepting a proposal: the machine's themes, around everything people pinned."""

from __future__ import annotations

import pytest

from gapsessions.method.vocabulary import Question
from gapsessions.sheets.models import Answer
from gapsessions.themes.actions import (
    ProposalIsNotReady,
    accept_all,
    close_themes,
    create_theme,
    merge_themes,
    move_answers,
    rename_theme,
    send_to_other,
    split_theme,
)
from gapsessions.themes.matching import join_kept_together, match_themes
from gapsessions.themes.models import Heading, MoveLog, Placement, ProposalState, Standing, Theme
from gapsessions.themes.queries import is_reviewed, moves_after_closing, theme_of_each, themes_of, undecided_of
from tests.factories.rooms import write

pytestmark = pytest.mark.django_db


def _theme(answers, subject):
    """The theme in which all answers on a subject stand."""
    (theme,) = Theme.objects.filter(placements__answer__in=answers[subject]).distinct()
    return theme


def _ids(answers):
    return [answer.pk for answer in answers]


def test_accepting_places_every_answer(session, answers, accepted):
    assert {theme.answers for theme in themes_of(session)} == {5}
    assert len(accepted) == 3
    assert not undecided_of(session).exists()
    placements = Placement.objects.all()
    assert {placement.standing for placement in placements} == {Standing.ACCEPTED}
    assert all(0 <= placement.confidence <= 1 and placement.why["nearest"] for placement in placements)
    assert {_theme(answers, subject).quote in answers[subject] for subject in answers} == {True}
    assert is_reviewed(session)


def test_accepting_without_a_person_is_not_reviewing(session, answers, propose_now):
    accept_all(proposal=propose_now())
    assert {placement.standing for placement in Placement.objects.all()} == {Standing.PROPOSED}
    assert not is_reviewed(session)


def test_accepting_twice_is_refused(answers, propose_now, fay):
    proposal = propose_now()
    accept_all(proposal=proposal, by=fay)
    with pytest.raises(ProposalIsNotReady):
        accept_all(proposal=proposal, by=fay)


def test_accepting_replaces_older_proposals(answers, propose_now, fay):
    older, newer = propose_now(), propose_now()
    accept_all(proposal=newer, by=fay)
    older.refresh_from_db()
    assert older.state == ProposalState.SUPERSEDED


def test_new_run_keeps_what_is_much_alike(session, answers, accepted, propose_now, fay):
    theme = _theme(answers, "wait")
    theme.heading = Heading.objects.create(session=session, name="Access")
    theme.save()
    accept_all(proposal=propose_now(), by=fay)
    assert set(Theme.objects.values_list("pk", flat=True)) == {theme.pk for theme in accepted}
    again = _theme(answers, "wait")
    assert (again.pk, again.heading.name) == (theme.pk, "Access")


def test_new_run_never_moves_what_is_pinned(session, answers, accepted, propose_now, fay):
    wait, staff = _theme(answers, "wait"), _theme(answers, "staff")
    moved = answers["wait"][0]
    move_answers(answers=[moved.pk], to=staff, by=fay)
    send_to_other(session=session, answers=_ids(answers["park"][:2]), by=fay)
    accept_all(proposal=propose_now(), by=fay)
    where = theme_of_each(session)
    assert where[moved.pk] == staff.pk
    assert {where[answer.pk] for answer in answers["wait"][1:]} == {wait.pk}
    assert Theme.objects.get(pk=where[answers["park"][0].pk]).other
    pinned = Placement.objects.filter(standing=Standing.PINNED).values_list("answer", flat=True)
    assert set(pinned) == {moved.pk, *_ids(answers["park"][:2])}


def test_new_run_never_changes_a_pinned_name(session, answers, accepted, propose_now, fay):
    theme = _theme(answers, "wait")
    rename_theme(theme=theme, name="Time lost")
    accept_all(proposal=propose_now(), by=fay)
    assert _theme(answers, "wait").name == "Time lost"


def test_new_run_leaves_a_merged_pair_together(session, answers, accepted, propose_now, fay):
    merge_themes(into=_theme(answers, "wait"), others=[_theme(answers, "park")], by=None)
    accept_all(proposal=propose_now(), by=fay)
    where = theme_of_each(session)
    assert len({where[answer.pk] for answer in answers["wait"] + answers["park"]}) == 1
    assert themes_of(session).count() == 2
    assert not Placement.objects.filter(standing=Standing.PINNED).exists(), "merging pins the pair, not the answers"


def test_new_run_leaves_a_split_apart(session, answers, accepted, propose_now, fay):
    part = split_theme(theme=_theme(answers, "wait"), answers=_ids(answers["wait"][:2]), name="On arrival", by=fay)
    accept_all(proposal=propose_now(), by=fay)
    where = theme_of_each(session)
    assert {where[answer.pk] for answer in answers["wait"][:2]} == {part.pk}
    assert part.pk not in {where[answer.pk] for answer in answers["wait"][2:]}


def test_new_run_keeps_a_theme_made_by_hand(session, answers, accepted, propose_now, fay):
    create_theme(session=session, name="Opening hours")
    accept_all(proposal=propose_now(), by=fay)
    assert Theme.objects.filter(name="Opening hours").exists()
    assert Theme.objects.count() == 4


def test_theme_without_a_counterpart_goes(session, answers, accepted, propose_now, fay):
    Answer.objects.filter(pk__in=_ids(answers["park"])).update(struck_out=True)
    accept_all(proposal=propose_now(), by=fay)
    assert themes_of(session).count() == 2


def test_themes_may_swap_their_names(session, answers, accepted, propose_now, fay):
    one, two = _theme(answers, "wait"), _theme(answers, "staff")
    names = one.name, two.name
    for theme, name in ((one, "for a moment"), (two, names[0]), (one, names[1])):
        Theme.objects.filter(pk=theme.pk).update(name=name)
    accept_all(proposal=propose_now(), by=fay)
    assert (_theme(answers, "wait").name, _theme(answers, "staff").name) == names


def test_answer_that_came_meanwhile_stays_undecided(session, answers, propose_now, fay, sam):
    proposal = propose_now()
    (late,) = write(sam, Question.IMPROVE, "The menu is short")
    erased = answers["wait"][0]
    erased.delete()
    accept_all(proposal=proposal, by=fay)
    assert list(undecided_of(session)) == [late]


def test_accepting_is_no_move(accepted):
    assert not MoveLog.objects.exists()


def test_accepting_after_closing_logs_what_it_moved(session, answers, accepted, propose_now, fay):
    moved = [answer.pk for answer in answers["wait"][:2]]
    Placement.objects.filter(answer__in=moved).update(theme=_theme(answers, "park"))
    close_themes(session=session)
    accept_all(proposal=propose_now(), by=fay)
    log = MoveLog.objects.all()
    assert {move.answer_id for move in log} == set(moved)
    assert {(move.from_theme, move.to_theme, move.by) for move in log} == {
        (_theme(answers, "park"), _theme(answers, "wait"), fay)
    }
    assert moves_after_closing(session) == 2


def test_failure_half_way_changes_nothing(session, answers, accepted, propose_now, fay, monkeypatch):
    before = theme_of_each(session)
    proposal = propose_now()
    monkeypatch.setattr(
        "gapsessions.themes.actions.accepting.Acceptance.place", lambda *_: (_ for _ in ()).throw(RuntimeError)
    )
    with pytest.raises(RuntimeError):
        accept_all(proposal=proposal, by=fay)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.READY
    assert theme_of_each(session) == before


def test_matching_goes_by_what_is_in_common_then_by_name():
    proposed = {0: "abcd", 1: "efgh", 2: "ij", 3: "k"}
    present = {10: "abce", 11: "fgh", 12: "xyz", 13: ""}
    names = {0: "One", 1: "Two", 2: "PARKING", 3: "Four"}
    present_names = {10: "Two", 11: "One", 12: "Else", 13: "Parking"}
    assert match_themes(proposed, present, names, present_names) == {0: 10, 1: 11, 2: 13}


def test_kept_together_joins_in_chains():
    labels = {"a": 0, "b": 1, "c": 2, "d": 3}
    assert join_kept_together(labels, [("a", "b"), ("b", "c")], {}) == ({0: 0, 1: 0, 2: 0, 3: 3}, {})
    assert join_kept_together(labels, [("a", "d")], {"d": 77}) == ({0: 0, 1: 1, 2: 2, 3: 3}, {0: 77})
