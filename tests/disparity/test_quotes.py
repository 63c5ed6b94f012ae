"""Quotes: starred first, typical next, readable, one per sheet."""

from __future__ import annotations

import numpy as np
import pytest

from gapsessions.disparity.queries import gather_material
from gapsessions.disparity.quotes import pick_quotes
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.sheets.models import AnswerVector
from gapsessions.themes.actions import create_theme, move_answers
from gapsessions.themes.encoding import pack
from gapsessions.themes.models import Proposal
from tests.factories.rooms import make_gathering, make_single, make_table, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(session):
    return create_theme(session=session, name="Waiting")


@pytest.fixture
def tables(session):
    gathering = make_gathering(session, Perspective.CUSTOMERS)
    return [make_table(gathering) for _ in range(5)]


def _put(theme, sheet, *texts, **fields):
    answers = write(sheet, Question.IMPROVE, *texts, **fields)
    move_answers(answers=[answer.pk for answer in answers], to=theme, by=None)
    return answers


def _quoted(session):
    return [quote.text for quote in pick_quotes(gather_material(session))]


def test_quote_is_neither_too_short_nor_too_long(session, waiting, tables):
    _put(waiting, tables[0], "Three words only")
    _put(waiting, tables[1], "word " * 31)
    _put(waiting, tables[2], "just four  words here\n")
    assert _quoted(session) == ["just four words here"]


def test_sheet_speaks_once_and_words_are_said_once(session, waiting, tables):
    _put(waiting, tables[0], "we always wait far too long", "we wait here once again")
    _put(waiting, tables[1], "We always wait far too long")
    assert len(_quoted(session)) == 1 or len({text.casefold() for text in _quoted(session)}) == 2
    assert len(_quoted(session)) <= 2


def test_starred_come_first_and_three_are_enough(session, waiting, tables):
    for number, sheet in enumerate(tables):
        _put(waiting, sheet, f"we wait for number {number} to be called", star=number >= 3)
    quoted = _quoted(session)
    assert len(quoted) == 3
    assert {text[len("we wait for number ")] for text in quoted[:2]} == {"3", "4"}


def test_most_typical_comes_first(session, waiting, tables):
    Proposal.objects.create(session=session, state="accepted", encoder="m", result={})
    for number, sheet in enumerate(tables):
        (answer,) = _put(waiting, sheet, f"we wait for number {number} to be called")
        angle = (number - 1) * 0.4
        vector = np.array([np.cos(angle), np.sin(angle)], np.float32)
        AnswerVector.objects.create(answer=answer, encoder="m", revision=1, vector=pack(vector))
    assert [text[len("we wait for number ")] for text in _quoted(session)][0] == "2"


def _with_vectors(session, answers, angles):
    Proposal.objects.create(session=session, state="accepted", encoder="m", result={}, languages=["en"])
    for answer, angle in zip(answers, angles, strict=True):
        vector = np.array([np.cos(angle), np.sin(angle)], np.float32)
        AnswerVector.objects.create(answer=answer, encoder="m", revision=1, vector=pack(vector))


def test_same_thing_in_other_words_is_quoted_once(session, waiting, tables):
    texts = ("I've always waited far too long", "I have always waited far too long", "the queue never moves at all")
    answers = [_put(waiting, sheet, text)[0] for sheet, text in zip(tables[:3], texts, strict=True)]
    _with_vectors(session, answers, (0.0, 0.1, 0.6))
    quoted = _quoted(session)
    assert len(quoted) == 2
    assert texts[2] in quoted


def test_quote_is_typical_of_its_question_too(session, waiting, tables):
    praise = write(tables[0], Question.STRENGTH, *(f"no wait at all on visit {n}" for n in range(4)))
    move_answers(answers=[answer.pk for answer in praise], to=waiting, by=None)
    blame = [_put(waiting, sheet, f"we wait far too long at desk {n}")[0] for n, sheet in enumerate(tables[1:])]
    # Praise pulls the theme's centre to 0; 0.2 is near it, but the odd one out among the blame.
    _with_vectors(session, praise + blame, (0.0,) * 4 + (0.2, 1.0, 1.1, 1.2))
    first = next(q for q in pick_quotes(gather_material(session)) if q.question is Question.IMPROVE)
    assert first.text != "we wait far too long at desk 0"


def test_nothing_to_say_is_quoted_last(session, waiting, tables):
    for sheet in tables[:3]:
        _put(waiting, sheet, f"Nothing at all comes to mind {'.' * len(sheet.breakout.name)}")
    _put(waiting, tables[3], "we always wait so very long here that we have stopped counting the hours now")
    assert _quoted(session)[0].startswith("we always wait")


def test_quotes_stand_by_theme_question_and_perspective(session, waiting, tables):
    staff = create_theme(session=session, name="Staff")
    _put(waiting, tables[0], "we always wait far too long")
    _put(waiting, make_single(make_gathering(session, Perspective.STAFF)), "they wait because of us")
    praise = write(tables[1], Question.STRENGTH, "the staff are very kind", "the staff do listen well")
    move_answers(answers=[praise[0].pk], to=staff, by=None)
    found = {(quote.perspective, quote.question, quote.text) for quote in pick_quotes(gather_material(session))}
    assert found == {
        (Perspective.CUSTOMERS, Question.IMPROVE, "we always wait far too long"),
        (Perspective.STAFF, Question.IMPROVE, "they wait because of us"),
        (Perspective.CUSTOMERS, Question.STRENGTH, "the staff are very kind"),
    }


def test_undecided_answers_are_not_quoted(session, tables):
    write(tables[0], Question.IMPROVE, "nobody has placed this one yet")
    assert _quoted(session) == []
