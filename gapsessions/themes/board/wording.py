"""What was done to the themes, in a sentence: beside undo, and to somebody whose move came too late."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.themes.models import BoardChange

MOVE, OTHER, NEW, ALSO, NOT_ALSO, CONFIRM = "move", "other", "new", "also", "not_also", "confirm"
RENAME, MERGE, SPLIT, CREATE, DELETE, ACCEPT = "rename", "merge", "split", "create", "delete", "accept"
HEADING, HEADING_NEW, HEADING_NAME, HEADING_AWAY = "heading", "heading_new", "heading_name", "heading_away"


def act_in_words(change: BoardChange) -> str:
    """What one act did, without who: "3 notes moved to “Prices”". An act of a verb that is not known is "a change"."""
    n = int(change.about.get("n", 1))
    facts = {"n": n, "from": change.about.get("from", ""), "to": change.about.get("to", "")}
    sentences = {
        MOVE: ngettext("%(n)d note moved to “%(to)s”", "%(n)d notes moved to “%(to)s”", n),
        NEW: ngettext("%(n)d note moved to the new “%(to)s”", "%(n)d notes moved to the new “%(to)s”", n),
        OTHER: ngettext("%(n)d note sent to “Other”", "%(n)d notes sent to “Other”", n),
        ALSO: ngettext("%(n)d note also in “%(to)s”", "%(n)d notes also in “%(to)s”", n),
        NOT_ALSO: ngettext("%(n)d note no longer also in “%(to)s”", "%(n)d notes no longer also in “%(to)s”", n),
        CONFIRM: ngettext("%(n)d note kept in “%(to)s”", "%(n)d notes kept in “%(to)s”", n),
        RENAME: _("“%(from)s” renamed to “%(to)s”"),
        MERGE: _("“%(from)s” merged into “%(to)s”"),
        SPLIT: _("“%(to)s” split off from “%(from)s”"),
        CREATE: _("“%(to)s” created"),
        DELETE: _("“%(from)s” deleted"),
        ACCEPT: _("a proposal taken over"),
        HEADING: _("“%(from)s” put under “%(to)s”") if facts["to"] else _("“%(from)s” put under no heading"),
        HEADING_NEW: _("heading “%(to)s” created"),
        HEADING_NAME: _("heading “%(from)s” renamed to “%(to)s”"),
        HEADING_AWAY: _("heading “%(from)s” removed"),
    }
    return sentences.get(change.verb, _("a change")) % facts


def who_did(change: BoardChange, me: int) -> str:
    """The same with the name of whoever did it, or took it back."""
    facts = {"name": change.by.name or _("Somebody"), "what": act_in_words(change)}
    if change.by_id == me:
        return (_("You took back: %(what)s.") if change.undone else _("You, meanwhile: %(what)s.")) % facts
    return (_("%(name)s took back: %(what)s.") if change.undone else _("%(name)s: %(what)s.")) % facts


def meanwhile(changes: Iterable[BoardChange], me: int) -> str:
    """What happened since a page was drawn, the latest act in a sentence; a machine's own placing has none."""
    for change in changes:
        return who_did(change, me)
    return _("The machine placed it meanwhile.")
