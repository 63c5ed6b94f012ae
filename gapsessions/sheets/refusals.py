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
