"""What a phone is answered: the status and the word its outbox goes by, and a kind sentence for whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gapsessions.sheets import refusals
from gapsessions.sheets.from_phones import Outcome
from gapsessions.sheets.telling import facts_of
from gapsessions.sheets.typing import in_words


@dataclass(frozen=True)
class Reply:
    """An HTTP status and the JSON that goes with it."""

    status: int
    facts: dict[str, Any] = field(default_factory=dict)


def of_outcome(outcome: Outcome) -> Reply:
    """What was done, with the note as it stands now where there is one."""
    if outcome.note is None:
        return Reply(200, {"done": True, "repeated": outcome.repeated})
    return Reply(200, {"note": facts_of(outcome.note), "repeated": outcome.repeated})


def of_refusal(refused: refusals.Refusal, text: str = "") -> Reply:
    """Why nothing was done; `text` is what was typed, and goes back where a decision has to be made about it."""
    status, why, more = _kind(refused)
    sentence = _SENTENCES.get(type(refused))
    said = sentence() if sentence else in_words(refused, {}).sentence
    if isinstance(refused, refusals.WasTooLate) and not refused.kept:
        said = _("The room has closed.")
    if status == 409 and why in ("stale", "struck_out"):
        more = {"mine": text, **more}
    return Reply(status, {"why": why, "sentence": said, **more})


def of_flood() -> Reply:
    """Too much at once; what was sent is sent again a little later."""
    return Reply(429, {"why": "wait", "sentence": _("Too much at once. Your notes are kept and sent a little later.")})


def _kind(refused: refusals.Refusal) -> tuple[int, str, dict[str, Any]]:
    if isinstance(refused, refusals.NoteIsStale):
        return 409, "stale", {"theirs": refused.theirs, "revision": refused.revision}
    if isinstance(refused, refusals.SatElsewhere):
        return 409, "moved", {"table": refused.key, "name": refused.name}
    if isinstance(refused, refusals.WasTooLate):
        return 409, "late", {"kept": refused.kept}
    for kind, status, why in _PLAIN:
        if isinstance(refused, kind):
            return status, why, {}
    return 422, "malformed", {}


_PLAIN: tuple[tuple[type[refusals.Refusal], int, str], ...] = (
    (refusals.NoteIsStruckOut, 409, "struck_out"),
    (refusals.SheetIsClosed, 409, "closed"),
    (refusals.SheetIsElsewhere, 409, "other_sheet"),
    (refusals.QuestionIsNotOpen, 409, "not_open"),
    (refusals.TableIsGone, 410, "table_gone"),
    (refusals.NoSuchNote, 410, "no_such_note"),
    (refusals.NoteIsBlank, 422, "blank"),
    (refusals.NoteTooLong, 422, "too_long"),
    (refusals.TagDoesNotFit, 422, "tag"),
    (refusals.TooManyStars, 422, "stars"),
    (refusals.OperationDiffers, 422, "differs"),
)

_SENTENCES = {
    refusals.SatElsewhere: lambda: _("You sit at another table now. Your text is kept here: add it there if it fits."),
    refusals.TableIsGone: lambda: _("This table is no longer in the room. Your text is kept here."),
    refusals.WasTooLate: lambda: _("The room has closed. Your note was handed to the facilitator."),
    refusals.QuestionIsNotOpen: lambda: _("This question is not open yet. Your text is kept here."),
    refusals.SheetIsElsewhere: lambda: _("This phone has a sheet already, and cannot find it. Ask the facilitator."),
    refusals.SheetIsClosed: lambda: _("This room takes no notes now. Your text is kept here."),
}
