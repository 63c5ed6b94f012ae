"""The worker's part of the questions: reads the board as it stands and keeps what is most worth asking."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from django.db import transaction

from gapsessions.method.encoder import Encoder
from gapsessions.method.labelling import label_themes
from gapsessions.method.languages import detect_languages
from gapsessions.method.suggesting import MergeTwo, MoveNote, Question, SplitOne, Verdict, next_questions
from gapsessions.method.theme_view import ThemeView, open_view
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.encoder import the_encoder
from gapsessions.themes.encoding import encode_missing, vectors_of
from gapsessions.themes.models import LONGEST_NAME, Placement, Role, Standing, Theme
from gapsessions.themes.queries import answers_of
from gapsessions.themes.suggesting.models import BoardQuestion, Kind, QuestionRound, Said
from gapsessions.themes.suggesting.queries import learned_in, makes_sense, open_questions, places_now

COUNT = 10
"""Questions kept at a time; no two touch the same theme."""
Key = tuple[str, int | None, int | None, tuple[str, ...]]
"""What makes two questions the same: kind, themes and notes."""


def think(*, session: GapSession, encoder: Encoder | None = None) -> None:
    """Work out what to ask, as often as somebody has wished for since; nothing is asked of an empty board.

    Reads and computes outside of transactions.
    """
    asked = QuestionRound.objects.filter(session=session).first()
    if asked is None or asked.done >= asked.wanted:
        return
    wanted = asked.wanted
    try:
        _think(session, encoder or the_encoder())
    finally:
        QuestionRound.objects.filter(session=session, done__lt=wanted).update(done=wanted)


def _think(session: GapSession, encoder: Encoder) -> None:
    encode_missing(session, encoder)
    answers = sorted(answers_of(session), key=lambda answer: (answer.text, answer.question, answer.pk))
    row_of = {answer.pk: row for row, answer in enumerate(answers)}
    labels, pinned = _board(session, row_of)
    if not (labels >= 0).any():
        _keep(session, [])
        return
    texts = [answer.text for answer in answers]
    view = open_view(texts, vectors_of(session, answers, encoder), detect_languages(texts), encoder.languages)
    verdicts = [
        Verdict(row_of[one], row_of[other], together)
        for one, other, together in learned_in(session)
        if one in row_of and other in row_of
    ]
    passed_over = BoardQuestion.objects.filter(session=session, said=Said.SKIPPED)
    skipped = {key_of(question) for question in passed_over}
    found = next_questions(view, labels, verdicts, COUNT + len(skipped), pinned=pinned)
    rows = [_row(session, question, answers, view, encoder) for question in found]
    _keep(session, [row for row in rows if key_of(row) not in skipped][:COUNT])


def _board(session: GapSession, row_of: dict[UUID, int]) -> tuple[np.ndarray, list[int]]:
    """The theme of each row, -1 for undecided ones and for "other", and the rows that people pinned."""
    labels = np.full(len(row_of), -1, np.intp)
    pinned = []
    placed = Placement.objects.filter(theme__session=session, theme__other=False, role=Role.PRIMARY)
    for answer, theme, standing in placed.values_list("answer", "theme", "standing"):
        if answer in row_of:
            labels[row_of[answer]] = theme
            if standing == Standing.PINNED:
                pinned.append(row_of[answer])
    return labels, pinned


def _row(
    session: GapSession, question: Question, answers: Sequence[Answer], view: ThemeView, encoder: Encoder
) -> BoardQuestion:
    def ids(rows: Sequence[int]) -> list[str]:
        return [str(answers[row].pk) for row in rows]

    def taught(*, yes: bool) -> list[list[str | bool]]:
        pairs = question.verdicts(yes)
        return [[*ids((verdict.one, verdict.other)), verdict.together] for verdict in pairs]

    row = BoardQuestion(
        session=session,
        speaking=ids(question.speaking),
        words=list(question.words),
        verdicts={"yes": taught(yes=True), "no": taught(yes=False)},
    )
    match question:
        case MergeTwo():
            row.kind, row.theme_id, row.other_id = Kind.MERGE.value, question.one, question.other
        case SplitOne():
            row.kind, row.theme_id = Kind.SPLIT.value, question.theme
            row.notes, row.name = ids(question.rows), _name_of(question, view, answers, encoder)
        case MoveNote():
            row.kind, row.theme_id, row.other_id = Kind.MOVE.value, question.theme, question.into
            row.notes = ids(question.rows)
    return row


def _name_of(question: SplitOne, view: ThemeView, answers: Sequence[Answer], encoder: Encoder) -> str:
    """What the part would be called, told apart from all that is not in it."""
    halves = np.ones(len(answers), np.intp)
    halves[list(question.rows)] = 0
    halves[[row for row, answer in enumerate(answers) if not answer.text.strip()]] = -1
    texts = [answer.text for answer in answers]
    return label_themes(texts, halves, view.vectors, languages=list(view.languages), encoder=encoder)[0].name[
        :LONGEST_NAME
    ]


def key_of(question: BoardQuestion) -> Key:
    """What makes a question the same as another."""
    return question.kind, question.theme_id, question.other_id, tuple(sorted(question.notes))


@transaction.atomic
def _keep(session: GapSession, rows: list[BoardQuestion]) -> None:
    """Put these questions in place of the open ones; one that is asked already stays, and keeps its address."""
    GapSession.objects.select_for_update().get(pk=session.pk)
    there = set(Theme.objects.filter(session=session, other=False).values_list("pk", flat=True))
    places = places_now(session, {answer for row in rows for answer in row.notes})
    rows = [row for row in rows if row.theme_id in there and (row.other_id is None or row.other_id in there)]
    rows = [row for row in rows if makes_sense(row, places)]
    known = {key_of(question): question for question in open_questions(session)}
    kept = []
    for rank, row in enumerate(rows):
        old = known.get(key_of(row))
        if old is not None:
            kept.append(old.pk)
            BoardQuestion.objects.filter(pk=old.pk).update(rank=rank)
        else:
            row.rank = rank
    BoardQuestion.objects.filter(session=session, said=Said.OPEN).exclude(pk__in=kept).delete()
    BoardQuestion.objects.bulk_create([row for row in rows if key_of(row) not in known])
