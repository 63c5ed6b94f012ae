"""The verbs of the themes step: propose, accept, place, and everything people do on the board."""

from gapsessions.themes.actions.accepting import ProposalIsNotReady, accept_all
from gapsessions.themes.actions.board import (
    NameIsTaken,
    ThemeIsKept,
    also_in,
    close_themes,
    confirm_places,
    create_theme,
    delete_theme,
    merge_themes,
    move_answers,
    not_also_in,
    note_sight,
    rename_theme,
    reopen_themes,
    send_to_other,
    split_theme,
)
from gapsessions.themes.actions.headings import (
    HeadingIsGone,
    create_heading,
    put_under,
    remove_heading,
    rename_heading,
)
from gapsessions.themes.actions.late import place_late
from gapsessions.themes.actions.proposing import carry_out, open_proposal
from gapsessions.themes.actions.undoing import NotTheLastMove, redo_change, remember, turns_of, undo_change

__all__ = [
    "HeadingIsGone",
    "NameIsTaken",
    "NotTheLastMove",
    "ProposalIsNotReady",
    "ThemeIsKept",
    "accept_all",
    "also_in",
    "carry_out",
    "close_themes",
    "confirm_places",
    "create_heading",
    "create_theme",
    "delete_theme",
    "merge_themes",
    "move_answers",
    "note_sight",
    "not_also_in",
    "open_proposal",
    "place_late",
    "put_under",
    "redo_change",
    "remember",
    "remove_heading",
    "rename_heading",
    "rename_theme",
    "reopen_themes",
    "send_to_other",
    "split_theme",
    "turns_of",
    "undo_change",
]
