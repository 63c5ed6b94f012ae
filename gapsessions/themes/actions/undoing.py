"""Taking an act on the themes back as a whole: names, places and pins together, unless somebody went on from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from gapsessions.accounts.models import User
from gapsessions.sessions.models import GapSession
from gapsessions.themes.actions.board import NotTheLastMove
from gapsessions.themes.models import (
    BoardChange,
    KeptTogether,
    MoveLog,
    Placement,
    Proposal,
    ProposalState,
    Suggestion,
    Theme,
)

KEEP = timedelta(hours=2)
"""How long an act can be taken back; the button itself is gone sooner."""
THEME_FIELDS = ("key", "heading_id", "name", "name_pinned", "made_by_hand", "other", "quote_id")
PLACEMENT_FIELDS = ("theme_id", "role", "standing", "confidence", "why")
HINT_FIELDS = ("theme_id", "rank", "score")
BATCH = 5000
Rows = dict[str, Any]


@dataclass
class Remembered:
    """What `remember` hands out: after the block, `change` can be undone; None where nothing has changed."""

    change: BoardChange | None = None


@contextmanager
def remember(
    *, session: GapSession, by: User, answers: Collection[UUID] = (), proposal: Proposal | None = None
) -> Iterator[Remembered]:
    """Note what the verbs inside the block change, in one transaction with them.

    ``answers`` are those whose placements may change; changed themes are found by looking. ``proposal`` is one
    that is taken over inside.
    """
    found = Remembered()
    with transaction.atomic():
        GapSession.objects.select_for_update().get(pk=session.pk)
        touched = [str(answer) for answer in answers]
        themes, places = _themes(session), _places(touched)
        kept, last_move = _kept(session), _last_move(session)
        yield found
        themes_now, places_now = _themes(session), _places(touched)
        before: Rows = {
            "themes": {
                pk: themes.get(pk) for pk in themes.keys() | themes_now.keys() if themes.get(pk) != themes_now.get(pk)
            },
            "places": {pk: places[pk] for pk in touched if places[pk] != places_now[pk]},
            "kept": sorted(_kept(session) - kept),
            "moves": list(session.moves.filter(pk__gt=last_move).values_list("pk", flat=True)),
            "proposal": proposal.pk if proposal else None,
        }
        if any(before.values()):
            BoardChange.objects.filter(session=session, at__lt=timezone.now() - KEEP).delete()
            digest = _digest(_now(session, before))
            found.change = BoardChange.objects.create(session=session, by=by, before=before, after=digest)


@transaction.atomic
def undo_change(*, change: BoardChange, by: User) -> None:
    """Take one's own act back; raises NotTheLastMove where it was another's, or somebody went on from it."""
    session = GapSession.objects.select_for_update().get(pk=change.session_id)
    change.refresh_from_db()
    before = change.before
    made = [int(pk) for pk, row in before["themes"].items() if row is None]
    inside = Placement.objects.filter(theme__in=made).values_list("answer", flat=True)
    strangers = {str(answer) for answer in inside} - before["places"].keys()
    stands = _digest(_now(session, before)) == change.after
    if change.by_id != by.pk or change.undone or not stands or strangers:
        raise NotTheLastMove
    try:
        with transaction.atomic():
            _restore(session, before, made)
    except IntegrityError as error:
        raise NotTheLastMove from error
    BoardChange.objects.filter(pk=change.pk).update(undone=True)


def _restore(session: GapSession, before: Rows, made: list[int]) -> None:
    for some in _batches(before["places"]):
        Placement.objects.filter(answer__in=some).delete()
        Suggestion.objects.filter(answer__in=some).delete()
    Theme.objects.filter(session=session, pk__in=made).delete()
    kept = {int(pk): row for pk, row in before["themes"].items() if row is not None}
    for theme in Theme.objects.filter(pk__in=kept):
        # Two that swap their names back must not meet half-way.
        Theme.objects.filter(pk=theme.pk).update(name=theme.key)
    for pk, row in kept.items():
        Theme(pk=pk, session=session, **dict(zip(THEME_FIELDS, row, strict=True))).save()
    Placement.objects.bulk_create(
        Placement(answer_id=answer, **dict(zip(PLACEMENT_FIELDS, row, strict=True)))
        for answer, (rows, _hints) in before["places"].items()
        for row in rows
    )
    Suggestion.objects.bulk_create(
        Suggestion(answer_id=answer, **dict(zip(HINT_FIELDS, row, strict=True)))
        for answer, (_rows, hints) in before["places"].items()
        for row in hints
    )
    KeptTogether.objects.filter(session=session, pk__in=before["kept"]).delete()
    MoveLog.objects.filter(session=session, pk__in=before["moves"]).update(undone=True)
    Proposal.objects.filter(session=session, pk=before["proposal"]).update(state=ProposalState.READY)


def _themes(session: GapSession) -> Rows:
    rows = Theme.objects.filter(session=session).values_list("pk", *THEME_FIELDS)
    return {str(pk): [str(part) if isinstance(part, UUID) else part for part in row] for pk, *row in rows}


def _places(answers: Collection[str]) -> Rows:
    """Placements and suggestions of each answer, in an order of their own."""
    found: Rows = {answer: ([], []) for answer in answers}
    for some in _batches(answers):
        for part, model, fields in ((0, Placement, PLACEMENT_FIELDS), (1, Suggestion, HINT_FIELDS)):
            rows = model.objects.filter(answer__in=some).order_by("theme").values_list("answer", *fields)
            for answer, *row in rows:
                found[str(answer)][part].append(row)
    return found


def _batches(answers: Collection[str]) -> Iterator[list[str]]:
    """SQLite takes so many values in one statement and no more."""
    ids = list(answers)
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _kept(session: GapSession) -> set[int]:
    return set(KeptTogether.objects.filter(session=session).values_list("pk", flat=True))


def _last_move(session: GapSession) -> int:
    last: int | None = session.moves.aggregate(last=Max("pk"))["last"]
    return last or 0


def _now(session: GapSession, before: Rows) -> Rows:
    """The rows that the record names, as they are now."""
    themes = _themes(session)
    return {
        "themes": {pk: themes.get(pk) for pk in before["themes"]},
        "places": _places(list(before["places"])),
    }


def _digest(rows: Rows) -> str:
    return hashlib.sha256(json.dumps(rows, sort_keys=True, default=str).encode()).hexdigest()
