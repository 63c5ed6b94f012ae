"""A run of the machine: encodes once, stands beside what is there, survives being cut short."""

from __future__ import annotations

import json

import numpy as np
import pytest
from django_tasks import TaskResultStatus

from gapsessions.method.encoder import LexicalOnly
from gapsessions.method.vocabulary import Question
from gapsessions.sessions.actions import erase_session
from gapsessions.sheets.models import Answer, AnswerVector
from gapsessions.themes import tasks
from gapsessions.themes.actions import carry_out, open_proposal, proposing
from gapsessions.themes.encoding import encode_missing, pack, unpack, vectors_of
from gapsessions.themes.models import Placement, Proposal, ProposalState, Theme
from gapsessions.themes.proposed import from_json, to_json
from tests.factories.rooms import write

pytestmark = pytest.mark.django_db


def test_proposal_finds_the_subjects(answers, propose_now):
    proposal = propose_now()
    assert (proposal.state, proposal.progress) == (ProposalState.READY, 100)
    found = from_json(proposal.result)
    label = dict(zip(found.answers, found.labels, strict=True))
    for group in answers.values():
        assert len({label[answer.pk] for answer in group}) == 1
    assert len(set(label.values())) == 3
    assert proposal.encoder == "subjects-1"
    assert proposal.granularity is not None
    assert proposal.languages == ["en"]


def test_proposal_stands_beside_what_is_there(answers, propose_now):
    propose_now()
    assert not Theme.objects.exists()
    assert not Placement.objects.exists()


def test_proposal_says_why(answers, propose_now):
    found = from_json(propose_now().result)
    theme_of = dict(zip(found.answers, found.labels, strict=True))
    for place, answer in enumerate(found.answers):
        why = found.why(place)
        assert theme_of[found.answers[found.reasons[place].nearest]] == theme_of[answer]
        assert why["nearest"] != str(answer)
        assert 0 <= found.confidence[place] <= 1
    assert any(found.why(place)["words"] for place in range(len(found.answers)))


def test_proposal_survives_json(answers, propose_now):
    found = from_json(propose_now().result)
    assert from_json(json.loads(json.dumps(to_json(found)))) == found


def test_proposal_stores_no_text(answers, propose_now):
    stored = json.dumps(propose_now().result)
    for group in answers.values():
        for answer in group:
            assert answer.text not in stored


def test_answers_are_encoded_once(session, answers, encoder, propose_now):
    propose_now()
    assert AnswerVector.objects.count() == 15
    encoder.encoded.clear()
    changed = answers["wait"][0]
    Answer.objects.filter(pk=changed.pk).update(text="A menu nobody reads", revision=2)
    assert encode_missing(session, encoder) == 1
    assert encoder.encoded == ["A menu nobody reads"]
    assert AnswerVector.objects.count() == 15
    changed.refresh_from_db()
    assert vectors_of(session, [changed], encoder)[0] @ encoder.encode(["menu"])[0] == pytest.approx(1, abs=1e-3)


def test_vector_is_small_and_exact_enough():
    vector = np.random.default_rng(1).normal(size=384).astype(np.float32)
    vector /= np.linalg.norm(vector)
    assert len(pack(vector)) == 768
    assert unpack(pack(vector)) @ vector == pytest.approx(1, abs=1e-4)


def test_struck_out_notes_are_no_part_of_it(answers, propose_now):
    gone = answers["wait"][0]
    Answer.objects.filter(pk=gone.pk).update(struck_out=True)
    assert gone.pk not in from_json(propose_now().result).answers


def test_session_without_answers_has_an_empty_proposal(session, propose_now):
    proposal = propose_now()
    assert proposal.state == ProposalState.READY
    assert from_json(proposal.result).themes == ()


def test_words_alone_do_where_no_model_is_installed(session, answers):
    proposal = open_proposal(session=session)
    carry_out(proposal=proposal, encoder=LexicalOnly())
    assert proposal.encoder == ""
    assert "no_encoder" in from_json(proposal.result).notices
    assert not AnswerVector.objects.exists()


def test_progress_only_rises(session, answers, encoder, monkeypatch):
    seen, note = [], proposing._note
    monkeypatch.setattr(proposing, "_note", lambda p, **f: (seen.append(f.get("progress")), note(p, **f)))
    monkeypatch.setattr("gapsessions.themes.encoding.BATCH", 4)
    carry_out(proposal=open_proposal(session=session))
    assert seen == sorted(seen)
    assert len(seen) > 4
    assert seen[-1] == 100


def test_new_run_takes_the_place_of_one_under_way(session, answers, encoder):
    first = open_proposal(session=session)
    second = open_proposal(session=session)
    carry_out(proposal=first)
    assert first.state == ProposalState.SUPERSEDED
    carry_out(proposal=second)
    assert second.state == ProposalState.READY


def test_run_stops_when_another_takes_its_place(session, answers, encoder, monkeypatch):
    first = open_proposal(session=session)
    monkeypatch.setattr(proposing, "answers_of", lambda s: (open_proposal(session=s), [])[1])
    carry_out(proposal=first)
    assert first.state == ProposalState.SUPERSEDED
    assert first.result == {}


def test_run_of_an_erased_session_ends_quietly(session, answers, encoder, monkeypatch):
    proposal = open_proposal(session=session)
    monkeypatch.setattr(proposing, "answers_of", lambda s: (erase_session(session=s), [])[1])
    carry_out(proposal=proposal)
    assert not Proposal.objects.exists()


def test_run_that_was_killed_is_done_again(session, answers, encoder):
    proposal = open_proposal(session=session)
    Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.RUNNING, progress=40)
    encode_missing(session, encoder)
    encoder.encoded.clear()
    carry_out(proposal=proposal)
    assert proposal.state == ProposalState.READY
    written = {answer.text for answer in answers["wait"]}
    assert not written & set(encoder.encoded), "what was encoded before the end is kept"


def test_run_that_is_done_is_not_done_again(answers, propose_now, encoder, monkeypatch):
    proposal = propose_now()
    monkeypatch.setattr(proposing, "_run", lambda *_: pytest.fail("ran again"))
    carry_out(proposal=proposal)


def test_task_carries_ids_and_no_words(session, answers, encoder, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    proposal = tasks.propose(session=session)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.READY
    assert tasks.cluster.enqueue(-1).status == TaskResultStatus.SUCCESSFUL, "an erased proposal is no error"


def test_failure_keeps_no_words(session, sam, encoder, settings, monkeypatch, caplog):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    write(sam, Question.IMPROVE, "canary in the coal mine")

    def fail(texts, *_args, **_kwargs):
        try:
            raise KeyError(texts[0])
        except KeyError as error:
            raise ValueError(f"cannot read {texts[0]}") from error

    monkeypatch.setattr(proposing, "propose_themes", fail)
    proposal = open_proposal(session=session)
    result = tasks.cluster.enqueue(proposal.pk)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.failure) == (ProposalState.FAILED, "ValueError")
    (error,) = result.errors
    assert "canary" not in error.traceback + caplog.text
    assert "ValueError at" in error.traceback
    assert "proposing.py" in error.traceback
