"""Answering a question about the board: a yes does what it says, a no is remembered, and either can be taken back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gapsessions.accounts.models import User
from gapsessions.sessions.models import GapSession
from gapsessions.themes.actions import merge_themes, move_answers, remember, split_theme, undo_change
from gapsessions.themes.board import wording
from gapsessions.themes.models import BoardChange, Placement, Theme, free_name
from gapsessions.themes.suggesting.models import BoardQuestion, Kind, QuestionRound, Said
from gapsessions.themes.suggesting.queries import makes_sense, open_questions, places_now


class NotAsked(Exception):
    """The question was answered meanwhile, or what it was about has changed."""


@transaction.atomic
def wish_for_questions(*, session: GapSession) -> bool:
    """Note that somebody wants to be asked; False where the worker is on it already."""
    GapSession.objects.select_for_update().get(pk=session.pk)
    asked, _new = QuestionRound.objects.get_or_create(session=session)
    if asked.done < asked.wanted:
        return False
    QuestionRound.objects.filter(session=session).update(wanted=F("wanted") + 1)
    return True


@transaction.atomic
def answer_question(*, session: GapSession, key: str, said: Said, by: User) -> BoardQuestion:
    """Say yes, no, or skip it; a yes merges, splits or moves, as a person who does it by hand. Raises NotAsked."""
    GapSession.objects.select_for_update().get(pk=session.pk)
    question = open_questions(session).filter(key=key).first()
    if question is None or not makes_sense(question, places_now(session, question.notes)):
        raise NotAsked
    # A theme that goes takes its place in the question with it; an undo brings both back.
    verdicts = question.verdicts | {"themes": [question.theme_id, question.other_id]}
    change = _do(session, question, by) if said is Said.YES else None
    BoardQuestion.objects.filter(pk=question.pk).update(
        said=said, by=by, said_at=timezone.now(), change=change, verdicts=verdicts
    )
    question.refresh_from_db()
    return question


def _do(session: GapSession, question: BoardQuestion, by: User) -> BoardChange | None:
    theme, other = question.theme, question.other
    assert theme is not None  # noqa: S101 (makes_sense)
    notes = [UUID(answer) for answer in question.notes]
    if question.kind == Kind.SPLIT:
        taken = {other.casefold() for other in session.themes.values_list("name", flat=True)}
        name = free_name(question.name or theme.name, taken)
        with remember(
            session=session, by=by, answers=notes, verb=wording.SPLIT, about={"from": theme.name, "to": name}
        ) as done:
            split_theme(theme=theme, answers=notes, name=name, by=by)
        return done.change
    assert other is not None  # noqa: S101 (makes_sense)
    if question.kind == Kind.MERGE:
        inside = set(Placement.objects.filter(theme__in=(theme, other)).values_list("answer", flat=True))
        with remember(
            session=session, by=by, answers=inside, verb=wording.MERGE, about={"from": other.name, "to": theme.name}
        ) as done:
            merge_themes(into=theme, others=[other], by=by)
        return done.change
    with remember(
        session=session, by=by, answers=notes, verb=wording.MOVE, about={"n": len(notes), "to": other.name}
    ) as done:
        move_answers(answers=notes, to=other, by=by)
    return done.change


def last_answered(session: GapSession, by: User) -> BoardQuestion | None:
    """The question that this person answered last and could take back."""
    mine = BoardQuestion.objects.filter(session=session, by=by).exclude(said=Said.OPEN).exclude(change__undone=True)
    return mine.order_by("-said_at", "-pk").first()


@transaction.atomic
def take_back(*, session: GapSession, by: User) -> BoardQuestion | None:
    """Take back one's own last answer, and what a yes did; None where there is none. Raises NotTheLastMove."""
    GapSession.objects.select_for_update().get(pk=session.pk)
    question = last_answered(session, by)
    if question is None:
        return None
    if question.change is not None:
        undo_change(change=question.change, by=by)
        question.refresh_from_db()
    # It comes first again: whoever took it back wants to see it.
    there = dict(Theme.objects.filter(session=session).values_list("pk", "pk"))
    theme, other = question.verdicts.get("themes", (question.theme_id, question.other_id))
    BoardQuestion.objects.filter(pk=question.pk).update(
        said=Said.OPEN, by=None, said_at=None, change=None, rank=0, theme=there.get(theme), other=there.get(other)
    )
    BoardQuestion.objects.filter(session=session, said=Said.OPEN).exclude(pk=question.pk).update(rank=F("rank") + 1)
    return question


@transaction.atomic
def ask_skipped_again(*, session: GapSession) -> int:
    """Open what was skipped; give how many."""
    passed_over = BoardQuestion.objects.filter(session=session, said=Said.SKIPPED)
    return passed_over.update(said=Said.OPEN.value, by=None, said_at=None)
