"""What is written while groups write: placed by the worker, once, and never by the phone's own request."""

from __future__ import annotations

import time

import pytest
from django_tasks_db.models import DBTaskResult

from gapsessions.method.vocabulary import Question, Stage
from gapsessions.sessions.actions import archive
from gapsessions.themes import stirring
from gapsessions.themes.actions import accept_all, move_answers
from gapsessions.themes.models import Board, Proposal, ProposalState, Suggestion, Theme
from gapsessions.themes.newcomers import be_ready, place_what_was_written
from gapsessions.themes.queries import newcomers_of, theme_of_each
from gapsessions.themes.stirring import board_changed, revision_of, tell_unsorted_boards, tell_what_the_worker_did
from gapsessions.themes.tasks import place_newcomers
from tests.factories.rooms import make_gathering, make_session, make_table, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return DBTaskResult.objects.filter(task_path=place_newcomers.module_path)


@pytest.fixture
def room(session):
    return make_gathering(session, stage=Stage.WRITE)


def test_new_note_is_left_to_the_worker_once(session, accepted, room, queued):
    write(make_table(room), Question.IMPROVE, "Still a long wait")
    place_what_was_written([room.key])
    place_what_was_written([room.key])
    assert queued.count() == 1


def test_nothing_is_queued_where_there_is_nothing_to_place(session, accepted, room, queued):
    place_what_was_written([room.key])
    silent = make_gathering(make_session(), stage=Stage.WRITE)
    write(make_table(silent), Question.IMPROVE, "No themes here")
    place_what_was_written([silent.key])
    write(make_table(room), Question.IMPROVE, "Hidden still", pen_hash="a" * 64)
    place_what_was_written([room.key])
    assert not queued.exists()


def test_new_note_finds_its_theme_or_waits_with_hints(session, answers, accepted, encoder, room):
    sheet = make_table(room)
    (clear,) = write(sheet, Question.IMPROVE, "Still a long wait")
    (doubtful,) = write(sheet, Question.IMPROVE, "Nobody knows what this is about")
    before = revision_of(session)
    place_newcomers.call(session.pk)
    where = theme_of_each(session)
    assert where[clear.pk] == where[answers["wait"][0].pk]
    assert Suggestion.objects.filter(answer=doubtful).count() == 2
    assert not newcomers_of(session).exists()
    assert revision_of(session) == before + 1, "boards hear of it"
    place_newcomers.call(session.pk)
    assert revision_of(session) == before + 1, "once is enough"


def test_board_without_themes_hears_of_what_is_written(session, answers, room, monkeypatch):
    heard = []
    monkeypatch.setattr("gapsessions.themes.stirring.publish", lambda topic, event: heard.append(topic))
    tell_unsorted_boards([room.key])
    assert heard == [f"themes:{session.code}"]
    Theme.objects.create(session=session, name="Waiting")
    tell_unsorted_boards([room.key])
    assert len(heard) == 1, "there the worker tells, once it has placed them"


def test_what_a_person_took_out_is_not_placed_again(session, answers, accepted, encoder, fay):
    answer = answers["wait"][0]
    move_answers(answers=[answer.pk], to=accepted[0], by=fay)
    answer.placements.all().delete()
    assert not newcomers_of(session).exists()


def test_archived_sessions_are_left_alone(session, accepted, room, queued):
    write(make_table(room), Question.IMPROVE, "Still a long wait")
    archive(session=session)
    place_what_was_written([room.key])
    assert not queued.exists()


def test_model_is_opened_while_a_sorted_session_writes_and_not_before(session, answers, propose_now, fay, monkeypatch):
    opened = []
    monkeypatch.setattr("gapsessions.themes.encoder.the_encoder", lambda: opened.append(1))
    make_gathering(session, stage=Stage.WRITE)
    be_ready()
    assert not opened
    accept_all(proposal=propose_now(), by=fay)
    be_ready()
    assert opened


@pytest.fixture
def heard(monkeypatch):
    """What boards of this process are told, by topic; none is open yet."""
    topics = []
    monkeypatch.setattr(stirring, "_told", {})
    monkeypatch.setattr(stirring, "publish", lambda topic, event: topics.append(topic))
    return topics


def let_time_pass(code):
    """A minute since the board of the session was let in."""
    stirring._told[code] = stirring._told[code]._replace(since=time.monotonic() - stirring.CONNECTING - 1)


def test_open_board_hears_of_what_another_process_did(session, heard, django_capture_on_commit_callbacks):
    board_changed(session)
    tell_what_the_worker_did()
    assert len(heard) == 1, "no board is open: nobody asks for one"
    stirring._topics(session)
    with django_capture_on_commit_callbacks(execute=True):
        board_changed(session)
    tell_what_the_worker_did()
    assert len(heard) == 2, "an act of this process is told once"
    Board.objects.filter(session=session).update(revision=9)  # as the worker leaves it
    tell_what_the_worker_did()
    tell_what_the_worker_did()
    assert heard[2:] == [f"themes:{session.code}"]


def test_with_redis_the_workers_own_word_comes_and_nothing_is_asked_or_kept(
    session, heard, settings, django_assert_num_queries
):
    settings.REDIS_URL = "redis://somewhere"
    with django_assert_num_queries(0):
        assert stirring._topics(session) == [f"themes:{session.code}"]
        tell_what_the_worker_did()
    assert (stirring._told, heard) == ({}, [])


def test_open_board_hears_of_a_proposal_that_became_ready(session, heard):
    stirring._topics(session)
    proposal = Proposal.objects.create(session=session, state=ProposalState.RUNNING)
    tell_what_the_worker_did()
    assert len(heard) == 1
    Proposal.objects.filter(pk=proposal.pk).update(progress=50)
    tell_what_the_worker_did()
    assert len(heard) == 1
    Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.READY)
    tell_what_the_worker_did()
    tell_what_the_worker_did()
    assert len(heard) == 2
    Proposal.objects.create(session=session, state=ProposalState.READY)
    tell_what_the_worker_did()
    assert heard[2:] == [f"themes:{session.code}"], "asked for and done between two looks"


def test_board_that_was_left_is_asked_about_no_more(session, heard, django_assert_num_queries):
    stirring._topics(session)
    let_time_pass(session.code)
    with django_assert_num_queries(0):
        tell_what_the_worker_did()
    assert stirring._told == {}


def test_board_that_comes_again_has_its_time_to_connect(session, heard, django_assert_num_queries):
    stirring._topics(session)
    let_time_pass(session.code)
    Board.objects.create(session=session, revision=9)  # by the worker, while it was away
    with django_assert_num_queries(0):
        stirring._topics(session)
    tell_what_the_worker_did()
    assert heard == [f"themes:{session.code}"]


def test_act_of_a_board_that_was_left_is_noted_nowhere(session, heard):
    stirring._note(session.code, 3)
    assert stirring._told == {}
