"""Why an act on a sheet was refused; what was typed travels with the refusal, so that it is never lost."""

from __future__ import annotations


class Refusal(Exception):
    """An act that changed nothing. Its text is no answer's: exceptions may end in a log."""


class SheetIsClosed(Refusal):
    """The gathering does not take notes from there now."""


class SheetIsArchived(SheetIsClosed):
    """The session is in the archive: its sheets are read, not written on."""


class NoSuchNote(Refusal):
    """There is no such note on this sheet."""


class NoteIsBlank(Refusal):
    """The note has nothing to read."""


class NoteTooLong(Refusal):
    """The note is longer than 2,000 characters."""

    def __init__(self, characters: int) -> None:
        super().__init__()
        self.characters = characters


class NoteIsStale(Refusal):
    """Somebody changed the note meanwhile: here is what it says now, and what was to stand there."""

    def __init__(self, *, mine: str, theirs: str, revision: int) -> None:
        super().__init__()
        self.mine, self.theirs, self.revision = mine, theirs, revision


class NoteIsStruckOut(Refusal):
    """The note was struck out: it must be restored first."""

    def __init__(self, *, mine: str) -> None:
        super().__init__()
        self.mine = mine


class OperationDiffers(Refusal):
    """The operation's id, or the new note's, was used before for something else."""


class TagDoesNotFit(Refusal):
    """Good, bad and mixed belong to question 3, keep and start to question 4."""


class TooManyStars(Refusal):
    """A sheet has its most important notes under this question already."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most


class WasTooLate(Refusal):
    """It came after the gathering closed; `kept` tells whether its words wait in the late tray."""

    def __init__(self, *, kept: bool) -> None:
        super().__init__()
        self.kept = kept


class SatElsewhere(Refusal):
    """It was meant for the sheet of another table than the phone sits at now; `key` is "" where it sits at none."""

    def __init__(self, *, key: str, name: str) -> None:
        super().__init__()
        self.key, self.name = key, name


class TableIsGone(Refusal):
    """The table was taken out of the room."""


class QuestionIsNotOpen(Refusal):
    """The room has not come to this question yet, or this perspective is not asked it."""


class SheetIsElsewhere(Refusal):
    """The phone took its one own sheet already, and does not say the key to it."""


class NotUnderstood(Refusal):
    """What was sent names no verb of ours, or not all that the verb needs."""
