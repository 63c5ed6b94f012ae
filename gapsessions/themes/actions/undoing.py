"""Taking an act on the themes back as a whole, and doing it again: names, places and pins together.

Either is refused where somebody went on from the act. Whoever acted takes back the own last acts, one after the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gapsessions.accounts.models import User
from gapsessions.sessions.models import GapSession
from gapsessions.themes.actions.rows import (
    PlaceIsGone,
    Rows,
    as_they_are,
    digest_of,
    headings_of,
    kept_of,
    last_move,
    lay_back,
    merged_of,
    places_of,
    strangers_in,
    themes_of,
)
from gapsessions.themes.models import BoardChange, Proposal
from gapsessions.themes.stirring import board_changed

KEEP = 50
"""How many of a person's acts on a session can be taken back."""


class NotTheLastMove(Exception):
    """The act cannot be taken back or done again: it was another's, or somebody went on from it."""


@dataclass
class Remembered:
    """What `remember` hands out: after the block, `change` can be undone; None where nothing has changed.

    ``verb`` and ``about`` may be filled inside the block with what is known only then.
    """

    change: BoardChange | None = None
    verb: str = ""
    about: dict[str, Any] = field(default_factory=dict)


@contextmanager
def remember(
    *,
    session: GapSession,
    by: User,
    answers: Collection[UUID] = (),
    proposal: Proposal | None = None,
    verb: str = "",
    about: dict[str, Any] | None = None,
) -> Iterator[Remembered]:
    """Note what the verbs inside the block change, in one transaction with them, and stir the boards.

    ``answers`` are those whose placements may change; changed themes are found by looking. ``proposal`` is one
    that is taken over inside. ``verb`` and ``about`` say what it was, for whoever reads of it (board/wording.py).
    """
    found = Remembered(verb=verb, about=dict(about or {}))
    with transaction.atomic():
        GapSession.objects.select_for_update().get(pk=session.pk)
        touched = [str(answer) for answer in answers]
        themes, places, headings = themes_of(session), places_of(touched), headings_of(session)
        kept, merged, move = kept_of(session), merged_of(session), last_move(session)
        state = proposal.state if proposal else None
        yield found
        themes_now, places_now, headings_now = themes_of(session), places_of(touched), headings_of(session)
        before: Rows = {
            "themes": _changed(themes, themes_now),
            "headings": _changed(headings, headings_now),
            "places": {pk: places[pk] for pk in touched if places[pk] != places_now[pk]},
            "kept": dict.fromkeys(kept_of(session).keys() - kept.keys()),
            "merged": _changed(merged, merged_of(session)),
            "moves": list(session.moves.filter(pk__gt=move).values_list("pk", flat=True)),
            "proposal": proposal.pk if proposal else None,
            "state": state,
        }
        if any(before.values()):
            found.change = BoardChange.objects.create(
                session=session,
                by=by,
                before=before,
                after=digest_of(as_they_are(session, before)),
                revision=board_changed(session),
                verb=found.verb,
                about=found.about,
                touched=_touched(before, themes | themes_now, places_now),
            )
            _forget_old(session, by)


def _changed(before: Rows, now: Rows) -> Rows:
    return {pk: before.get(pk) for pk in before.keys() | now.keys() if before.get(pk) != now.get(pk)}


def _touched(before: Rows, themes: Rows, places_now: Rows) -> list[str]:
    """Keys of the themes that changed, or that notes came to or went from."""
    found = set(before["themes"])
    for answer, (rows, _hints) in before["places"].items():
        found |= {str(row[0]) for row in rows} | {str(row[0]) for row in places_now[answer][0]}
    return sorted(themes[pk][0] for pk in found if pk in themes)


def _forget_old(session: GapSession, by: User) -> None:
    older = BoardChange.objects.filter(session=session, by=by).order_by("-pk").values_list("pk", flat=True)[KEEP:]
    BoardChange.objects.filter(pk__in=list(older)).delete()


def turns_of(session: GapSession, by: User) -> tuple[BoardChange | None, BoardChange | None]:
    """The act that this person would take back now, and the one that would be done again; one query.

    Done again is the first act that was taken back since the last one that stands.
    """
    acts = BoardChange.objects.filter(session=session, by=by, blocked=False).defer("before", "again").order_by("-pk")
    redo = None
    for act in acts[:KEEP]:
        if not act.undone:
            return act, redo
        redo = act
    return None, redo


def undo_change(*, change: BoardChange, by: User) -> None:
    """Take one's own act back; raises NotTheLastMove where it was another's, or somebody went on from it."""
    _turn(change, by, undo=True)


def redo_change(*, change: BoardChange, by: User) -> None:
    """Do an act again that one took back; raises NotTheLastMove where somebody touched it since."""
    _turn(change, by, undo=False)


def _turn(change: BoardChange, by: User, *, undo: bool) -> None:
    try:
        with transaction.atomic():
            session = GapSession.objects.select_for_update().get(pk=change.session_id)
            change.refresh_from_db()
            rows, now = (change.before if undo else change.again), as_they_are(session, change.before)
            expected = change.after if undo else digest_of(change.before)
            if change.by_id != by.pk or change.undone is undo or digest_of(now) != expected or strangers_in(rows):
                raise NotTheLastMove
            lay_back(session, rows, undone=undo)
            revision = board_changed(session)
            again = now if undo else {}
            BoardChange.objects.filter(pk=change.pk).update(undone=undo, again=again, revision=revision)
    except (IntegrityError, PlaceIsGone) as error:
        raise NotTheLastMove from error
