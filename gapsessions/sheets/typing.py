"""Typing at the desk: a form's fields read as one verb on a sheet, and a refusal put into a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID, uuid4

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.method.vocabulary import Intent, Question, Valence
from gapsessions.sheets import actions, refusals
from gapsessions.sheets.models import LONGEST_ANSWER, Sheet
from gapsessions.sheets.receipts import Done, Operation

LONGEST_ID = 64
Word = TypeVar("Word", bound=StrEnum)


def carry_out(sheet: Sheet, said: Mapping[str, str]) -> Done:
    """Do what the fields say; raises a Refusal, and then nothing has changed.

    `verb` is "add", "edit", "strike", "restore", "tag:good" ... "tag:start", "tag:none", "star:on" or "star:off";
    `note` names the note, `op` the operation, `revision` the text one saw.
    """
    verb, _colon, value = said.get("verb", "").partition(":")
    operation = Operation((said.get("op") or uuid4().hex)[:LONGEST_ID])
    text = said.get("text", "")
    if verb == "add":
        given = _uuid(said.get("note", "")) if said.get("note") else None
        question = _word(Question, said.get("question", ""))
        return actions.add_note(sheet=sheet, question=question, text=text, operation=operation, note_id=given)
    if verb not in ("edit", "strike", "restore", "star", "tag"):
        raise refusals.NotUnderstood
    note = _uuid(said.get("note", ""))
    revision = said.get("revision", "")
    base = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 9 else None
    if verb == "edit" and base is not None:
        return actions.edit_note(sheet=sheet, note_id=note, text=text, base_revision=base, operation=operation)
    if verb == "strike":
        return actions.strike_out(sheet=sheet, note_id=note, base_revision=base, operation=operation)
    if verb == "restore":
        return actions.restore(sheet=sheet, note_id=note, operation=operation)
    if verb == "star" and value in ("on", "off"):
        return actions.star(sheet=sheet, note_id=note, on=value == "on", operation=operation)
    if verb == "tag":
        valence = Valence(value) if value in [*Valence] else None
        intent = Intent(value) if value in [*Intent] else None
        if valence or intent or value == "none":
            return actions.tag(sheet=sheet, note_id=note, valence=valence, intent=intent, operation=operation)
    raise refusals.NotUnderstood


@dataclass(frozen=True)
class Answered:
    """A refusal as the page says it: its HTTP status, a sentence, and the texts that must not be lost."""

    status: int
    sentence: str
    mine: str = ""
    theirs: str = ""
    revision: int = 0


def in_words(refused: refusals.Refusal, said: Mapping[str, str]) -> Answered:
    """Say why nothing changed; `mine` is what was typed, whatever happened to it."""
    mine = said.get("text", "")
    if isinstance(refused, refusals.NoteIsStale):
        return Answered(
            409, _("Somebody changed this note meanwhile. Both texts are here."), mine, refused.theirs, refused.revision
        )
    status, sentence = _plainly(refused)
    return Answered(status, sentence, mine)


def _plainly(refused: refusals.Refusal) -> tuple[int, str]:
    if isinstance(refused, refusals.NoteTooLong):
        long = {"characters": refused.characters, "most": LONGEST_ANSWER}
        return 422, _("This note has %(characters)d characters; %(most)d fit. Make two notes of it.") % long
    if isinstance(refused, refusals.TooManyStars):
        most = {"most": refused.most}
        return 422, ngettext(
            "%(most)d note has its star already. Take one away first.",
            "%(most)d notes have their star already. Take one away first.",
            refused.most,
        ) % most
    for kind, status, sentence in (
        (
            refusals.SheetIsArchived,
            409,
            _("This session is in the archive: its sheets take no notes. Your text is kept here."),
        ),
        (refusals.SheetIsClosed, 409, _("This sheet takes no notes now. Your text is kept here.")),
        (refusals.NoSuchNote, 410, _("This note is no longer on the sheet. Your text is kept here.")),
        (refusals.NoteIsStruckOut, 409, _("This note was struck out. Restore it first.")),
        (refusals.NoteIsBlank, 422, _("There is nothing to read in this note.")),
        (refusals.OperationDiffers, 422, _("This was sent before with other words. Your text is kept here.")),
        (refusals.TagDoesNotFit, 422, _("This tag belongs to another question.")),
    ):
        if isinstance(refused, kind):
            return status, sentence
    return 422, _("That was not understood. Your text is kept here.")


def _uuid(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise refusals.NoSuchNote from None


def _word(words: type[Word], said: str) -> Word:
    try:
        return words(said)
    except ValueError:
        raise refusals.NotUnderstood from None
