"""Why a session file is not taken in, or not written: one sentence each, which quotes nothing of the file."""

from __future__ import annotations

from django.utils.translation import gettext


class FileRefused(Exception):
    """The file is not taken in; nothing was changed. `str()` is the sentence for whoever brought it."""


class SessionIsBeingHeld(Exception):
    """A room of the session writes or votes now: what was carried away would be half of what is said."""

    def __init__(self, names: list[str]) -> None:
        words = gettext("%(names)s is going on. Close it first: a file holds what was said, not half of it.")
        super().__init__(words % {"names": ", ".join(names)})


def not_one() -> FileRefused:
    """It is something else altogether."""
    return FileRefused(gettext("This is no session file. Choose a file that ends in .gapsession."))


def too_new() -> FileRefused:
    """A later version of the product wrote it."""
    return FileRefused(gettext("This file was written by a later version. Update this installation first."))


def cut_short() -> FileRefused:
    """It ends before its end."""
    return FileRefused(gettext("The file is cut short: its end is missing. Copy it again from where it was written."))


def damaged() -> FileRefused:
    """Its checksum, or what stands in it, does not fit together."""
    return FileRefused(
        gettext("The file is not as it was written: it was damaged or changed on its way. Nothing was taken in.")
    )


def too_much() -> FileRefused:
    """It unpacks to more than any session holds."""
    return FileRefused(gettext("The file unpacks to more than a session can hold. Nothing was taken in."))


def here_already() -> str:
    """The same file was taken in before."""
    return gettext("This file was taken in before; the session is here already. Nothing was changed.")


def not_now() -> FileRefused:
    """People write in a room here, and would wait."""
    return FileRefused(
        gettext(
            "People are writing in a room here, and would wait while so large a file is taken in. Do it afterwards."
        )
    )
