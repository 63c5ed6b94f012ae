"""Questions about the board: asked where they gain most, answered once, remembered, and taken back whole."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gapsessions.background.models import WorkerBeat
from gapsessions.themes.actions import NotTheLastMove, move_answers, undo_change
from gapsessions.themes.models import KeptTogether, Placement, Role, Standing, Theme
from gapsessions.themes.queries import theme_of_each
from gapsessions.themes.suggesting import asking
from gapsessions.themes.suggesting.actions import (
    NotAsked,
    answer_question,
    ask_skipped_again,
    take_back,
    wish_for_questions,
)
from gapsessions.themes.suggesting.asking import think
from gapsessions.themes.suggesting.models import BoardQuestion, Kind, Said
from gapsessions.themes.suggesting.queries import learned_in, next_question, open_questions, settled
from tests.factories.people import browser_of, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def fays(fay):
    return browser_of(fay)


def place(answers, theme, standing=Standing.ACCEPTED):
    Placement.objects.filter(answer__in=answers, role=Role.PRIMARY).delete()
    Placement.objects.bulk_create(Placement(answer=a, theme=theme, standing=standing, confidence=0.6) for a in answers)


@pytest.fixture
def board(session, answers):
    """Waiting in two themes, staff and parking in one."""
    long, short, mixed = (Theme.objects.create(session=session, name=n) for n in ("Waits", "Queues", "All sorts"))
    place(answers["wait"][:3], long)
    place(answers["wait"][3:], short)
    place(answers["staff"] + answers["park"], mixed)
    return long, short, mixed


@pytest.fixture
def ask(session, encoder, monkeypatch):
    monkeypatch.setattr(asking, "the_encoder", lambda: encoder)

    def run():
        wish_for_questions(session=session)
        think(session=session)
        return list(open_questions(session))

    return run


@pytest.fixture
def asked(board, ask):
    """What is asked of that board, by kind."""
    return {Kind(question.kind): question for question in ask()}


def state(session):
    fields = ("pk", "name", "name_pinned", "made_by_hand", "quote")
    themes = sorted(Theme.objects.filter(session=session).values_list(*fields))
    fields = ("answer", "theme", "role", "standing", "confidence")
    kept = sorted(KeptTogether.objects.filter(session=session).values_list("first", "second"))
    return themes, sorted(Placement.objects.filter(theme__session=session).values_list(*fields), key=str), kept


def test_board_in_doubt_is_asked_about(board, asked):
    long, short, mixed = board
    assert {asked[Kind.MERGE].theme, asked[Kind.MERGE].other} == {long, short}
    assert asked[Kind.SPLIT].theme == mixed
    assert asked[Kind.SPLIT].name


def test_yes_to_a_merge_merges_and_keeps_the_pair(session, board, asked, fay, answers):
    answer_question(session=session, key=asked[Kind.MERGE].key, said=Said.YES, by=fay)
    where = theme_of_each(session)
    assert len({where[answer.pk] for answer in answers["wait"]}) == 1
    assert KeptTogether.objects.count() == 1
    assert Placement.objects.filter(standing=Standing.PINNED).count() == 0, "a merge pins the pair, not the notes"


def test_yes_to_a_split_splits_and_pins(session, board, asked, fay, answers):
    answer_question(session=session, key=asked[Kind.SPLIT].key, said=Said.YES, by=fay)
    where = theme_of_each(session)
    sides = [{where[answer.pk] for answer in answers[subject]} for subject in ("staff", "park")]
    assert len(sides[0]) == len(sides[1]) == 1
    assert sides[0] != sides[1]
    assert Placement.objects.filter(standing=Standing.PINNED).count() == 5


def test_no_changes_nothing_and_is_never_asked_again(session, board, asked, fay, ask):
    before = state(session)
    for question in asked.values():
        answer_question(session=session, key=question.key, said=Said.NO, by=fay)
    assert state(session) == before
    assert len(learned_in(session)) == len(asked)

    def told(question: BoardQuestion) -> tuple[object, ...]:
        return question.kind, question.theme_id, question.other_id, *sorted(question.notes)

    assert not {told(question) for question in ask()} & {told(question) for question in asked.values()}


def test_move_goes_where_it_was_asked_about(session, answers, accepted, ask, fay):
    where = theme_of_each(session)
    stray, home, away = answers["wait"][0], where[answers["wait"][0].pk], where[answers["staff"][0].pk]
    Placement.objects.filter(answer=stray).update(theme=away)
    (question,) = [question for question in ask() if question.kind == Kind.MOVE]
    assert (question.notes, question.theme_id, question.other_id) == ([str(stray.pk)], away, home)
    answer_question(session=session, key=question.key, said=Said.YES, by=fay)
    placement = Placement.objects.get(answer=stray, role=Role.PRIMARY)
    assert (placement.theme_id, placement.standing) == (home, Standing.PINNED)


@pytest.mark.parametrize("said", [Said.YES, Said.NO, Said.SKIPPED])
@pytest.mark.parametrize("kind", [Kind.MERGE, Kind.SPLIT])
def test_every_answer_can_be_taken_back(said, kind, session, board, asked, fay):
    before = state(session)
    answer_question(session=session, key=asked[kind].key, said=said, by=fay)
    assert take_back(session=session, by=fay) == asked[kind]
    assert state(session) == before
    assert not learned_in(session)
    assert next_question(session).question == asked[kind], "it comes first again"
    answer_question(session=session, key=asked[kind].key, said=Said.YES, by=fay)
    assert state(session) != before


def test_taking_back_is_refused_where_somebody_went_on(session, organisation, board, asked, fay, answers):
    answer_question(session=session, key=asked[Kind.MERGE].key, said=Said.YES, by=fay)
    elsewhere = board[2]
    move_answers(answers=[answers["wait"][4].pk], to=elsewhere, by=make_member("Lisa", organisation))
    with pytest.raises(NotTheLastMove):
        take_back(session=session, by=fay)


def test_nobody_takes_back_what_another_answered(session, organisation, board, asked, fay):
    answer_question(session=session, key=asked[Kind.MERGE].key, said=Said.NO, by=fay)
    assert take_back(session=session, by=make_member("Lisa", organisation)) is None
    assert settled(session) == 1


def test_yes_undone_on_the_board_has_taught_nothing(session, board, asked, fay):
    done = answer_question(session=session, key=asked[Kind.SPLIT].key, said=Said.YES, by=fay)
    assert learned_in(session)
    undo_change(change=done.change, by=fay)
    assert not learned_in(session)
    assert settled(session) == 0


def test_question_is_answered_once(session, board, asked, fay):
    answer_question(session=session, key=asked[Kind.MERGE].key, said=Said.NO, by=fay)
    with pytest.raises(NotAsked):
        answer_question(session=session, key=asked[Kind.MERGE].key, said=Said.YES, by=fay)


def test_question_whose_notes_moved_is_not_asked(session, board, asked, fay):
    (note,) = Placement.objects.filter(answer=asked[Kind.SPLIT].notes[0])
    move_answers(answers=[note.answer_id], to=board[0], by=fay)
    with pytest.raises(NotAsked):
        answer_question(session=session, key=asked[Kind.SPLIT].key, said=Said.YES, by=fay)
    assert next_question(session).question != asked[Kind.SPLIT]


def test_skipped_question_comes_when_it_is_asked_for(session, board, asked, fay, ask):
    for question in asked.values():
        answer_question(session=session, key=question.key, said=Said.SKIPPED, by=fay)
    ask()
    kinds = {(question.kind, question.theme_id) for question in open_questions(session)}
    assert not kinds & {(question.kind, question.theme_id) for question in asked.values()}
    assert ask_skipped_again(session=session) == len(asked)
    assert set(asked.values()) <= set(open_questions(session))


def test_questions_keep_their_address_when_the_worker_thinks_again(session, board, asked, ask):
    assert {question.key for question in ask()} == {question.key for question in asked.values()}


def test_questions_hold_no_words_of_answers_but_single_ones(session, board, asked, answers):
    kept = str(list(BoardQuestion.objects.values("words", "name", "notes", "speaking", "verdicts")))
    assert not any(answer.text in kept for some in answers.values() for answer in some)


def test_nothing_is_asked_of_an_empty_board(session, answers, ask):
    assert ask() == []
    assert next_question(session) is None


def test_page_asks_shows_both_sides_and_goes_on(fays, session, board, asked):
    here = reverse("board-questions", args=[session.code])
    shown = fays.get(here)
    first = shown.context["asked"].question
    words = shown.content.decode()
    assert words.count("<kbd>") >= 3
    for side in (shown.context["asked"].left, shown.context["asked"].right):
        assert side.quotes
    after = fays.post(
        reverse("board-questions-answer", args=[session.code]), {"key": first.key, "said": "no"}, follow=True
    )
    assert "1 answered." in after.content.decode()
    assert after.context["asked"] is None or after.context["asked"].question != first
    back = fays.post(reverse("board-questions-undo", args=[session.code]), follow=True)
    assert back.context["asked"].question == first


@pytest.mark.parametrize(
    "sent", [{}, {"said": "open"}, {"said": "yes"}, {"key": "nothing", "said": "yes"}, {"said": "\x00"}]
)
def test_answer_to_nothing_is_a_sentence(sent, fays, session, board, asked):
    before = state(session)
    shown = fays.post(reverse("board-questions-answer", args=[session.code]), sent, follow=True)
    assert "Here is what is next" in shown.content.decode()
    assert state(session) == before


def test_page_waits_for_the_worker_and_says_when_there_is_none(fays, session, board, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    here = reverse("board-questions", args=[session.code])
    assert "Ask me" in fays.get(here).content.decode()
    fays.post(reverse("board-questions-begin", args=[session.code]))
    assert "Nobody is at work" in fays.get(here).content.decode()
    WorkerBeat.objects.create(worker_id="here")
    assert "data-poll" in fays.get(here).content.decode()


def test_questions_are_blind(fays, session, board, asked, lena):
    words = fays.get(reverse("board-questions", args=[session.code])).content.decode()
    for side in ("leadership", "Leadership", "customers", "Customers", lena.gathering.name, lena.gathering.key):
        assert side not in words


def test_viewers_read_the_question_and_are_offered_no_answer(session, vera, board, asked):
    words = browser_of(vera).get(reverse("board-questions", args=[session.code])).content.decode()
    assert 'name="said"' not in words
    assert 'class="pair"' in words


def test_part_that_would_be_called_as_the_whole_is_told_apart(fays, session, board, asked):
    question = asked[Kind.SPLIT]
    BoardQuestion.objects.filter(session=session).exclude(pk=question.pk).delete()
    BoardQuestion.objects.filter(pk=question.pk).update(name=question.theme.name)
    words = fays.get(reverse("board-questions", args=[session.code])).content.decode()
    assert ("One part of it" in words, "The rest of it" in words) == (True, True)
