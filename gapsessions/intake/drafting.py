"""Verbs for an uploaded file before it counts: keep, mend, leave out, take back in, save, throw away."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gapsessions.accounts.models import User
from gapsessions.intake.actions import (
    GatheringIsOpen,
    ImportResult,
    NothingToImport,
    RowsNeedMending,
    import_answers,
)
from gapsessions.intake.checking import check, checked_of, parse_draft
from gapsessions.intake.columns import has_answer_columns
from gapsessions.intake.draft_table import Changes, StoredTable, changes_of, pack, unpack
from gapsessions.intake.grid import printable
from gapsessions.intake.models import LONGEST_FILE_NAME, DraftState, IntakeDraft
from gapsessions.intake.tables import read_table
from gapsessions.intake.unfolding import Layout, unfold
from gapsessions.intake.words import Column
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.sessions.models import GapSession

MOST_DRAFTS = 10
"""Files one person keeps waiting in one session; the oldest makes room."""
UNDO_MINUTES = 10
"""How long a file that was thrown away can be had back."""


class DraftIsClosed(Exception):
    """The file is being saved, was saved, or was thrown away meanwhile."""


Revision = Callable[[Changes], Changes]


def keep_draft(*, session: GapSession, user: User, data: bytes, name: str) -> IntakeDraft:
    """Read an uploaded file and let it wait; raises TableRefused and then keeps nothing."""
    name = printable(name)[:LONGEST_FILE_NAME] or _("The file")
    table = read_table(data, name, fits=has_answer_columns)
    found = check(session, table, Changes())
    forget_drafts()
    mine = IntakeDraft.objects.filter(session=session, user=user).order_by("-created_at", "-pk")
    IntakeDraft.objects.filter(pk__in=[one.pk for one in mine.only("pk")[MOST_DRAFTS - 1 :]]).delete()
    return IntakeDraft.objects.create(
        session=session,
        user=user,
        file_name=name,
        rows=pack(table),
        changes=Changes().as_json(),
        checked=found.as_json(),
    )


def mend(*, draft: IntakeDraft, cells: Mapping[int, Mapping[str, str]]) -> None:
    """Put other texts into cells, by row and column. Raises DraftIsClosed."""
    _revise(draft, lambda changes: replace(changes, cells=changes.with_cells(cells)))


def leave_out(*, draft: IntakeDraft, rows: Collection[int]) -> None:
    """Say that rows are not to be saved; numbers of no row are passed over. Raises DraftIsClosed."""
    there = frozenset(StoredTable(bytes(draft.rows)).numbers if draft.rows else ())
    blank = frozenset(draft.checked.get("blank", ()))
    _revise(draft, lambda changes: replace(changes, left_out=changes.left_out | (frozenset(rows) & there - blank)))


def take_in(*, draft: IntakeDraft, rows: Collection[int] | None = None) -> None:
    """Take back what was left out: these rows, or all. Raises DraftIsClosed."""
    back = frozenset(rows) if rows is not None else None
    _revise(
        draft,
        lambda changes: replace(changes, left_out=frozenset() if back is None else changes.left_out - back),
    )


def choose_columns(*, draft: IntakeDraft, columns: Mapping[Column, int]) -> None:
    """Say which column of the file is which. Raises DraftIsClosed."""
    _revise(draft, lambda changes: replace(changes, columns=dict(columns)))


def lay_out(*, draft: IntakeDraft, layout: Layout) -> None:
    """Read the file as a row for each person. Raises TableRefused, and DraftIsClosed as ``mend`` does.

    What was mended and left out so far is about other rows and is forgotten.
    """
    if not draft.rows or draft.state != DraftState.OPEN:
        raise DraftIsClosed
    table = unfold(unpack(bytes(draft.rows)), layout, draft.file_name)
    found = check(draft.session, table, Changes())
    same = IntakeDraft.objects.filter(pk=draft.pk, version=draft.version, state=DraftState.OPEN)
    changed = {"changes": Changes().as_json(), "checked": found.as_json(), "version": draft.version + 1}
    if not same.update(**changed, rows=pack(table), trouble=""):
        raise DraftIsClosed
    draft.refresh_from_db()


def look_again(*, draft: IntakeDraft) -> None:
    """Check the file against the session as it stands now. Raises DraftIsClosed."""
    _revise(draft, lambda changes: changes)


def _revise(draft: IntakeDraft, revision: Revision) -> None:
    """Change what is to be done with the file and look at it again.

    The look takes most of a second for 30,000 rows, so it is done outside of the transaction, and once more where
    another change came between.
    """
    table = unpack(bytes(draft.rows)) if draft.rows else None
    while True:
        if table is None or draft.state != DraftState.OPEN:
            raise DraftIsClosed
        changes = revision(changes_of(draft.changes))
        found = check(draft.session, table, changes)
        same = IntakeDraft.objects.filter(pk=draft.pk, version=draft.version, state=DraftState.OPEN)
        changed = {"changes": changes.as_json(), "checked": found.as_json(), "version": draft.version + 1}
        if same.update(**changed, trouble=""):
            draft.refresh_from_db()
            return
        try:
            draft.refresh_from_db(fields=["changes", "version", "state"])
        except IntakeDraft.DoesNotExist:
            raise DraftIsClosed from None


def save_draft(*, draft: IntakeDraft) -> ImportResult:
    """Save the good rows of a file whose bad ones were all mended or left out, and empty the draft.

    Raises RowsNeedMending, NothingToImport, GatheringIsOpen or SessionIsArchived; then it saves and loses nothing.
    """
    parsed = parse_draft(draft.session, unpack(bytes(draft.rows)), changes_of(draft.changes))
    with transaction.atomic():
        result = import_answers(session=draft.session, parsed=parsed)
        IntakeDraft.objects.filter(pk=draft.pk).update(
            state=DraftState.SAVED, rows=b"", changes={}, checked={}, outcome=asdict(result), trouble=""
        )
    draft.refresh_from_db()
    return result


def save_in_background(*, draft: IntakeDraft) -> None:
    """Do what a task was asked to do; a file that cannot be saved is open again, with the reason."""
    try:
        save_draft(draft=draft)
    except (RowsNeedMending, NothingToImport, GatheringIsOpen, SessionIsArchived) as error:
        IntakeDraft.objects.filter(pk=draft.pk).update(state=DraftState.OPEN, trouble=str(error)[:300])
    except Exception:
        sentence = _("Something went wrong here, and nothing was saved. Please try again.")
        IntakeDraft.objects.filter(pk=draft.pk).update(state=DraftState.OPEN, trouble=sentence)
        raise


def is_ready(draft: IntakeDraft) -> bool:
    """Whether nothing stands in the way of saving, as of the last look."""
    found = checked_of(draft.checked)
    return bool(found.good) and not found.bad and not found.unusable


def discard(*, draft: IntakeDraft) -> None:
    """Throw a file away; for ten minutes it can be had back."""
    ends_at = timezone.now() + timedelta(minutes=UNDO_MINUTES)
    open_ones = IntakeDraft.objects.filter(pk=draft.pk, state=DraftState.OPEN)
    open_ones.update(state=DraftState.DISCARDED, ends_at=ends_at)


def bring_back(*, draft: IntakeDraft) -> None:
    """Have a file back that was thrown away: the undo of ``discard``."""
    thrown = IntakeDraft.objects.filter(pk=draft.pk, state=DraftState.DISCARDED)
    thrown.update(state=DraftState.OPEN, ends_at=timezone.now() + timedelta(hours=1))


def forget_drafts() -> int:
    """Delete every file whose time is over, whoever's it is; returns how many."""
    return IntakeDraft.objects.filter(ends_at__lte=timezone.now()).delete()[0]
