"""Late answers: placed where they clearly belong, otherwise undecided with two hints."""

from __future__ import annotations

import pytest

from gapsessions.method.vocabulary import Question
from gapsessions.sheets.models import Answer
from gapsessions.themes.actions import create_theme, move_answers, place_late
from gapsessions.themes.models import Placement, Role, Standing, Suggestion
from gapsessions.themes.queries import answers_of, theme_of_each, undecided_of
from tests.factories.rooms import write

pytestmark = pytest.mark.django_db


def test_late_answer_joins_its_theme(session, answers, accepted, encoder, sam):
    (late,) = write(sam, Question.IMPROVE, "Still a long wait")
    assert place_late(session=session) == [late.pk]
    placement = Placement.objects.get(answer=late)
    where = theme_of_each(session)
    assert placement.theme_id == where[answers["wait"][0].pk]
    assert (placement.role, placement.standing) == (Role.PRIMARY, Standing.PROPOSED)
    assert 0 < placement.confidence <= 1


def test_unsure_answer_waits_with_two_hints(session, answers, accepted, encoder, sam):
    (late,) = write(sam, Question.IMPROVE, "Nobody knows what this is about")
    assert place_late(session=session) == []
    assert list(undecided_of(session)) == [late]
    hints = Suggestion.objects.filter(answer=late).order_by("rank")
    assert [hint.rank for hint in hints] == [1, 2]
    assert hints[0].score >= hints[1].score
    assert place_late(session=session) == [], "again changes nothing"
    assert Suggestion.objects.count() == 2


def test_hints_go_when_a_person_decides(session, answers, accepted, encoder, sam, fay):
    (late,) = write(sam, Question.IMPROVE, "Nobody knows what this is about")
    place_late(session=session)
    move_answers(answers=[late.pk], to=accepted[0], by=fay)
    assert not Suggestion.objects.exists()


def test_person_who_decides_meanwhile_is_not_overruled(session, answers, accepted, encoder, sam, fay, monkeypatch):
    (late,) = write(sam, Question.IMPROVE, "Still a long wait")
    elsewhere = next(theme for theme in accepted if theme.pk != theme_of_each(session)[answers["wait"][0].pk])
    encode = encoder.encode

    def meanwhile(texts):
        move_answers(answers=[late.pk], to=elsewhere, by=fay)
        return encode(texts)

    monkeypatch.setattr(encoder, "encode", meanwhile)
    assert place_late(session=session) == []
    assert theme_of_each(session)[late.pk] == elsewhere.pk


def test_theme_made_by_hand_draws_answers_by_its_name(session, encoder, sam):
    theme = create_theme(session=session, name="Menu")
    (late,) = write(sam, Question.IMPROVE, "The menu is short")
    create_theme(session=session, name="Price")
    assert place_late(session=session) == [late.pk]
    assert theme_of_each(session) == {late.pk: theme.pk}


def test_only_the_answers_given_are_placed(session, answers, accepted, encoder, sam):
    first, second = write(sam, Question.IMPROVE, "Still a long wait", "And again a wait")
    assert place_late(session=session, answers=[second.pk]) == [second.pk]
    assert list(undecided_of(session)) == [first]


def test_without_themes_nothing_is_placed(session, answers, encoder):
    assert place_late(session=session) == []
    assert encoder.encoded == []


def test_what_is_written_in_the_silent_minutes_is_nobodys_to_sort(session, sam):
    (hidden,) = write(sam, Question.IMPROVE, "Hidden still", pen_hash="a" * 64)
    (open_note,) = write(sam, Question.IMPROVE, "For all to read")
    assert [answer.pk for answer in answers_of(session)] == [open_note.pk]
    Answer.objects.filter(pk=hidden.pk).update(pen_hash="")
    assert answers_of(session).count() == 2
