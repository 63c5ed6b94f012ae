"""A prepared query gives what the queryset gives, for any value, and puts its SQL together once."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Subquery
from django.db.models.sql.compiler import SQLCompiler

from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Question
from gapsessions.sheets.models import Answer, Receipt, Sheet
from gapsessions.storage.prepared import Insertion, Prepared
from tests.factories.rooms import make_table, write

pytestmark = pytest.mark.django_db


def test_rows_are_those_of_the_queryset_with_everything_joined(sam, django_assert_num_queries):
    other = make_table(sam.gathering)
    prepared = Prepared(lambda pk: Sheet.objects.select_related("breakout", "gathering__session").filter(pk=pk))
    for sheet in (sam, other, sam):
        with django_assert_num_queries(1):
            (found,) = prepared(sheet.pk)
            assert (found, found.breakout, found.gathering) == (sheet, sheet.breakout, sheet.gathering)
            assert found.gathering.session.title == sam.gathering.session.title
    assert prepared(uuid4()) == []
    assert prepared.first(uuid4()) is None


def test_sql_is_put_together_once(sam, monkeypatch):
    """Fails when `_Kept.run` leaves `as_sql` to Django."""
    built = []
    original = SQLCompiler.as_sql
    monkeypatch.setattr(SQLCompiler, "as_sql", lambda *a, **k: built.append(1) or original(*a, **k))
    prepared = Prepared(lambda key: Breakout.objects.filter(key=key)[:1])
    for _ in range(3):
        assert prepared.first(sam.breakout.key) == sam.breakout
    assert len(built) == 1


def test_values_keep_their_places_whatever_they_hold(sam):
    (note,) = write(sam, Question.IMPROVE, "x' OR '1'='1")
    prepared = Prepared(
        lambda text, sheet, gathering, also: Answer.objects.filter(
            text=text, sheet=sheet, sheet__gathering=gathering, question="improve"
        ).exclude(text=also)
    )
    assert prepared(note.text, sam.pk, sam.gathering_id, "stand-in 0") == [note]
    assert prepared(note.text, sam.pk, sam.gathering_id, note.text) == []
    assert prepared("stand-in 3", sam.pk, sam.gathering_id, "") == []
    assert prepared(note.text, sam.pk, sam.gathering_id + 1, "") == []


def test_tuples_and_subqueries_come_converted(sam):
    inner = lambda key: Gathering.objects.filter(key=key).values("closed_at")[:1]  # noqa: E731
    prepared = Prepared(lambda key, pk: Sheet.objects.filter(pk=pk).values_list("pk", Subquery(inner(key))))
    assert prepared(sam.gathering.key, sam.pk) == [(sam.pk, sam.gathering.closed_at)]


def test_row_is_held_where_the_queryset_says_so(sam):
    prepared = Prepared(lambda pk: Sheet.objects.select_for_update(of=("self",)).filter(pk=pk))
    for _ in range(2):
        with transaction.atomic():
            assert prepared(sam.pk) == [sam]


def test_value_that_leaves_no_gap_is_refused():
    with pytest.raises(ValueError, match="not found"):
        Prepared(lambda key: Gathering.objects.filter(key=key.upper()))("abc")


def test_inserted_row_is_what_the_model_would_have_saved(sam, django_assert_num_queries):
    put_down = Insertion(Answer)
    kept = {"sheet": sam, "question": Question.IMPROVE, "text": "100% “slow”\nanswers", "struck_out": True}
    saved = Answer.objects.create(**kept)
    for _ in range(2):
        note = Answer(**kept)
        with django_assert_num_queries(1):
            put_down(note)
        assert not note._state.adding, "a later save changes it"
        found, model = (Answer.objects.filter(pk=pk).values().get() for pk in (note.pk, saved.pk))
        assert {**found, "id": saved.pk} == model
    receipt = Receipt(pk="a" * 64, answer_id=saved.pk, result={"body": "b", "revision": 1})
    Insertion(Receipt)(receipt)
    receipt.refresh_from_db()
    assert receipt.result == {"body": "b", "revision": 1}


def test_row_that_breaks_a_rule_is_refused_as_by_the_model(sam):
    note = Answer(sheet=sam, question=Question.IMPROVE, text="Slow answers")
    Insertion(Answer)(note)
    with pytest.raises(IntegrityError), transaction.atomic():
        Insertion(Answer)(note)
    with pytest.raises(IntegrityError), transaction.atomic():
        Insertion(Answer)(Answer(sheet=sam, question=Question.IMPROVE, text=" "))
