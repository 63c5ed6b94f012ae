"""The stages of a gathering in words: where it stands, what its buttons say, and what a toast says afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from gapsessions.method.vocabulary import Stage


@dataclass(frozen=True)
class StageWords:
    """`name` is where the room stands, `go` the button that leads there, `done` what is said afterwards."""

    name: str
    go: str
    done: str
    about: str


STAGES: dict[Stage, StageWords] = {
    Stage.LOBBY: StageWords(
        gettext_noop("Lobby"),
        gettext_noop("Back to the lobby"),
        gettext_noop("Back in the lobby."),
        gettext_noop("People may join; nobody writes yet."),
    ),
    Stage.WRITE: StageWords(
        gettext_noop("Writing"),
        gettext_noop("Start writing"),
        gettext_noop("The sheets are open for writing."),
        gettext_noop("The sheets are open."),
    ),
    Stage.READ_BACK: StageWords(
        gettext_noop("Read back"),
        gettext_noop("Start read back"),
        gettext_noop("The sheets are read back."),
        gettext_noop("Everybody goes through the sheets and stars what matters most."),
    ),
    Stage.CLOSED: StageWords(
        gettext_noop("Closed"),
        gettext_noop("Close the gathering"),
        gettext_noop("The gathering is closed."),
        gettext_noop("Nobody can join. You can still type in what was written on paper."),
    ),
}
REOPEN = gettext_noop("Reopen")
BACK_TO_WRITING = gettext_noop("Back to writing")
