"""The database refuses what no form may let through: every rule is broken here by writing past the forms."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from gapsessions.accounts.models import Membership, Organisation, User
from gapsessions.breakouts.models import Seat
from gapsessions.disparity.models import Snapshot
from gapsessions.gatherings.models import Gathering
from gapsessions.plan.models import Contact, FollowUpWish
from gapsessions.sheets.models import Answer, AnswerVector, LateNote, Prediction, PulseCount, Receipt, Sheet
from gapsessions.themes.ballot.models import BallotPaper
from gapsessions.themes.models import (
    MoveLog,
    Placement,
)
from tests.architecture.broken import BROKEN, HASH, Room


def _constraints() -> set[str]:
    return {c.name for model in apps.get_app_config("gapsessions").get_models() for c in model._meta.constraints}


def _write_past_every_form(rows: list[models.Model]) -> None:
    for row in rows:
        # bulk_create runs neither save() nor any validation.
        type(row).objects.bulk_create([row])


def test_every_constraint_has_a_case():
    assert set(BROKEN) == _constraints(), "a new constraint needs rows in BROKEN that break it and nothing else"


@pytest.mark.django_db
@pytest.mark.parametrize("name", BROKEN)
def test_constraint_refuses(name):
    rows = BROKEN[name](Room())
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        _write_past_every_form(rows)
    message = str(refused.value)
    # SQLite names the constraint of a check, but only the columns of a unique one.
    assert name in message or re.search(r"UNIQUE constraint failed", message), message


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make",
    [
        lambda r: r.gather(code="XZBCDF", planned_size=1),
        lambda r: r.gather(style="own_sheets", census=True, stage="closed", closed_at=timezone.now()),
        lambda r: r.note(question="competitor", valence="mixed", text="x" * 2000),
        lambda r: r.note(question="action", intent="continue", text="👩‍👩‍👧"),
        lambda r: Sheet(gathering=r.gathering, kind="single", head_count=1),
        lambda r: Placement(answer=r.answer, theme=r.theme, confidence=1.0),
        lambda r: Snapshot(session=r.session, number=1, sha256=HASH, payload=b"x"),
    ],
)
def test_constraint_lets_the_edge_of_the_allowed_pass(make):
    room = Room()
    make(room).save(force_insert=True)


@pytest.mark.django_db
def test_code_of_a_closed_gathering_is_no_obstacle():
    room = Room()
    room.gather(code="BCDFGH", stage="closed", closed_at=timezone.now()).save()
    room.gather(code="BCDFGH", stage="closed", closed_at=timezone.now()).save()
    room.gather(code="BCDFGH").save()
    room.gather(code="").save()
    room.gather(code="").save()
    assert Gathering.objects.filter(code="BCDFGH").count() == 3


@pytest.mark.django_db
def test_erasing_a_session_leaves_nothing_of_it():
    room = Room()
    room.placed().save()
    AnswerVector(answer=room.answer, encoder="m", revision=1, vector=b"x").save()
    MoveLog(session=room.session, answer=room.answer, to_theme=room.theme).save()
    Snapshot(session=room.session, number=1, sha256=HASH, payload=b"x").save()
    room.theme.quote = room.answer
    room.theme.save()
    room.session.delete()
    for model in apps.get_app_config("gapsessions").get_models():
        if model not in (User, Organisation, Membership):
            assert not model._default_manager.exists(), model.__name__


def test_nothing_about_an_answer_tells_when_it_was_written():
    told = {"DateTimeField", "DateField", "TimeField", "AutoField", "BigAutoField", "SmallAutoField"}
    for model in (
        Answer,
        AnswerVector,
        BallotPaper,
        Contact,
        FollowUpWish,
        LateNote,
        Placement,
        Prediction,
        PulseCount,
        Receipt,
        Seat,
        Sheet,
    ):
        kinds = {field.get_internal_type() for field in model._meta.concrete_fields}
        assert not kinds & told, model.__name__
        assert not model._meta.ordering, model.__name__
    linked = {field.related_model for field in Answer._meta.concrete_fields if field.is_relation}
    assert linked == {Sheet, Answer}, "an answer knows its sheet and what says the same there, never a seat or a user"
