"""What people and typists do to the notes on a sheet.

Every verb takes the operation's own id, made by whoever sends it (`receipts`), and gives the note as it stands then. It
is refused with one of the exceptions of `refusals`, and then nothing has changed. What has changed is told to the
table once it is on the disk (`telling`).
"""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import IntegrityError

from gapsessions.method.cleaning import clean, is_blank, without_controls
from gapsessions.method.vocabulary import Intent, Question, Valence
from gapsessions.sheets import telling
from gapsessions.sheets.models import LONGEST_ANSWER, Answer, Sheet
from gapsessions.sheets.receipts import Done, Operation, begin, body_of, keep, note_on, whole
from gapsessions.sheets.refusals import (
    NoSuchNote,
    NoteIsBlank,
    NoteIsStale,
    NoteIsStruckOut,
    NoteTooLong,
    NotUnderstood,
    OperationDiffers,
    TagDoesNotFit,
    TooManyStars,
)
from gapsessions.sheets.silence import hidden_from, hiding_hash
from gapsessions.storage.prepared import Insertion

_put_down = Insertion(Answer)
MOST_STARS = 3
"""Stars per question on one sheet: the notes that matter most, not all of them."""


@whole
def add_note(
    *,
    sheet: Sheet,
    question: Question,
    text: str,
    operation: Operation,
    note_id: UUID | None = None,
    valence: Valence | None = None,
    intent: Intent | None = None,
    silent: bool | None = None,
) -> Done:
    """Put a new note on the sheet; `note_id` is what the sender calls it already.

    `silent` says whether the question is in its silent phase, where the caller knows: the note is hidden then until
    the reveal from all but the phone that holds the operation's pen.
    """
    kept = readable(text)
    body = body_of("add", note_id, question, kept, valence, intent)
    if seen := begin(operation, body, sheet):
        return seen
    fitting(question, valence, intent)
    note = Answer(
        id=note_id or uuid4(),
        sheet=sheet,
        question=question,
        text=kept,
        valence=valence or "",
        intent=intent or "",
        pen_hash=hiding_hash(sheet, question, operation, silent),
    )
    try:
        _put_down(note)
    except IntegrityError:
        # All else was checked: the id is taken, by whichever sheet.
        raise OperationDiffers from None
    return _finish(operation, body, sheet, note)


@whole
def edit_note(*, sheet: Sheet, note_id: UUID, text: str, base_revision: int, operation: Operation) -> Done:
    """Change what a note says; refused with both texts where somebody changed it since `base_revision`."""
    kept = readable(text)
    body = body_of("edit", note_id, kept, base_revision)
    if seen := begin(operation, body, sheet):
        return seen
    note = _note(sheet, note_id, operation)
    if note.struck_out:
        raise NoteIsStruckOut(mine=kept)
    if note.text != kept:
        _is_fresh(note, base_revision, mine=kept)
        note.text = kept
        note.revision += 1
        note.save(update_fields=["text", "revision"])
    return _finish(operation, body, sheet, note)


@whole
def strike_out(*, sheet: Sheet, note_id: UUID, operation: Operation, base_revision: int | None = None) -> Done:
    """Take a note off the sheet; it can be restored. Refused where its words are no longer those one saw."""
    body = body_of("strike", note_id)
    if seen := begin(operation, body, sheet):
        return seen
    note = _note(sheet, note_id, operation)
    if base_revision is not None and not note.struck_out:
        _is_fresh(note, base_revision, mine="")
    # A star on what is struck out would count against the three that may stand.
    note.struck_out, note.star = True, False
    note.save(update_fields=["struck_out", "star"])
    return _finish(operation, body, sheet, note)


@whole
def restore(*, sheet: Sheet, note_id: UUID, operation: Operation) -> Done:
    """Put a note back that was struck out."""
    body = body_of("restore", note_id)
    if seen := begin(operation, body, sheet):
        return seen
    note = _note(sheet, note_id, operation)
    note.struck_out = False
    note.save(update_fields=["struck_out"])
    return _finish(operation, body, sheet, note)


@whole
def tag(
    *,
    sheet: Sheet,
    note_id: UUID,
    operation: Operation,
    valence: Valence | None = None,
    intent: Intent | None = None,
) -> Done:
    """Say of a note under question 3 whether it is good for customers, under 4 whether to keep or to start it.

    None takes the tag away. The newest wins: a tag replaces nobody's words.
    """
    body = body_of("tag", note_id, valence, intent)
    if seen := begin(operation, body, sheet):
        return seen
    note = _note(sheet, note_id, operation)
    fitting(Question(note.question), valence, intent)
    note.valence, note.intent = valence or "", intent or ""
    note.save(update_fields=["valence", "intent"])
    return _finish(operation, body, sheet, note)


@whole
def star(*, sheet: Sheet, note_id: UUID, on: bool, operation: Operation) -> Done:
    """Mark a note as one of the three most important under its question, or take the mark away."""
    body = body_of("star", note_id, on)
    if seen := begin(operation, body, sheet):
        return seen
    note = _note(sheet, note_id, operation)
    if on and note.struck_out:
        raise NoteIsStruckOut(mine="")
    others = Answer.objects.filter(sheet=sheet, question=note.question, star=True, struck_out=False)
    if on and others.exclude(pk=note.pk).count() >= MOST_STARS:
        raise TooManyStars(MOST_STARS)
    note.star = on
    note.save(update_fields=["star"])
    return _finish(operation, body, sheet, note)


@whole
def same_as(*, sheet: Sheet, note_id: UUID, other_id: UUID | None, operation: Operation) -> Done:
    """Put a note on the stack of another that says the same under the same question; None takes it off again.

    A stack is one deep: what lay on the note goes along to the other one.
    """
    body = body_of("same as", note_id, other_id)
    if seen := begin(operation, body, sheet):
        return seen
    note = _note(sheet, note_id, operation)
    other = None
    if other_id is not None:
        other = _note(sheet, other_id, operation)
        if other.same_as_id and other.same_as_id != note.pk:
            other = _note(sheet, other.same_as_id, operation)
        if other.pk == note.pk or other.question != note.question:
            raise NotUnderstood
        # Two phones may stack the same two notes the other way round: the newest says which one lies on top.
        moved = list(Answer.objects.filter(sheet=sheet, same_as=note.pk))
        if other.same_as_id:
            moved.append(other)
        for one in moved:
            one.same_as = None if one.pk == other.pk else other
            one.save(update_fields=["same_as"])
            telling.of_note(sheet, one)
    note.same_as = other
    note.save(update_fields=["same_as"])
    return _finish(operation, body, sheet, note)


def readable(text: str) -> str:
    """The text as it is kept; raises NoteIsBlank or NoteTooLong."""
    kept = clean(without_controls(text))
    if is_blank(kept):
        raise NoteIsBlank
    if len(kept) > LONGEST_ANSWER:
        raise NoteTooLong(len(kept))
    return kept


def _note(sheet: Sheet, note_id: UUID, operation: Operation) -> Answer:
    """The note, unless it is hidden from whoever asks: then it is as if there were none."""
    note = note_on(sheet, note_id)
    if note.pen_hash and hidden_from(note, operation, sheet):
        raise NoSuchNote
    return note


def _is_fresh(note: Answer, base_revision: int, *, mine: str) -> None:
    if note.revision != base_revision:
        raise NoteIsStale(mine=mine, theirs=note.text, revision=note.revision)


def fitting(question: Question, valence: Valence | None, intent: Intent | None) -> None:
    """Raise TagDoesNotFit where a tag belongs to another question."""
    if (valence and question is not Question.COMPETITOR) or (intent and question is not Question.ACTION):
        raise TagDoesNotFit


def _finish(operation: Operation, body: str, sheet: Sheet, note: Answer) -> Done:
    """Keep the receipt in the same transaction; whoever read the sheet back has to do so again."""
    keep(operation, body, note.pk, revision=note.revision)
    if sheet.confirmed:
        sheet.confirmed = False
        Sheet.objects.filter(pk=sheet.pk).update(confirmed=False)
        telling.of_sheet(sheet)
    telling.of_note(sheet, note)
    return Done(note)
