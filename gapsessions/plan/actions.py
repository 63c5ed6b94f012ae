"""What was decided: actions are written down, changed, taken out and put back. Every word of them was typed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from gapsessions.accounts.models import User
from gapsessions.method.cleaning import clean, typed_line, without_controls
from gapsessions.plan.listening import stir_plan
from gapsessions.plan.models import LONGEST_NAME, LONGEST_NOTE, LONGEST_WHAT, Action, ActionOwner, ActionStatus
from gapsessions.sessions.archive import refuse_archived
from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import Theme

LONGEST_DEPARTMENTS = 200


class ActionNeedsWords(Exception):
    """Nobody said what is to be done."""


class ChangedMeanwhile(Exception):
    """Somebody else changed it since; nothing was changed."""


@dataclass(frozen=True)
class ActionWords:
    """Everything that people say about an action. ``theme`` is the key of a theme of the session, or ""."""

    what: str
    theme: str = ""
    owner: str = ""
    sponsor: str = ""
    departments: str = ""
    due: date | None = None
    measure: str = ""
    status: ActionStatus = ActionStatus.PLANNED
    note: str = ""


def words_of(action: Action) -> ActionWords:
    """What is written of an action now."""
    return ActionWords(
        what=action.what,
        theme=action.theme_key,
        owner=action.owner.name if action.owner else "",
        sponsor=action.sponsor,
        departments=action.departments,
        due=action.due,
        measure=action.measure,
        status=ActionStatus(action.status),
        note=action.note,
    )


def add_action(
    *,
    session: GapSession,
    what: str,
    owner: str = "",
    due: date | None = None,
    theme: Theme | None = None,
    by: User | None,
    entry: UUID | None = None,
) -> Action:
    """Write down what was just decided: what, who, until when. The rest may be said later.

    ``entry`` names the form: the same one sent twice is one action. Raises ActionNeedsWords or SessionIsArchived.
    """
    words = ActionWords(what, theme=theme.key if theme else "", owner=owner, due=due)
    return write_action(session=session, words=words, by=by, entry=entry)


@transaction.atomic
def write_action(*, session: GapSession, words: ActionWords, by: User | None, entry: UUID | None = None) -> Action:
    """The same with everything that can be said. A theme of another session is left out."""
    refuse_archived(session.pk)
    kept = _typed(words)
    GapSession.objects.select_for_update().get(pk=session.pk)  # two clicks wait for each other
    before = Action.objects.filter(entry=entry).select_related("owner").first() if entry else None
    if before is not None and before.session_id == session.pk:
        return before
    action = Action(session=session, created_by=by, entry=entry if entry and before is None else uuid4())
    _say(action, kept)
    action.save()
    stir_plan(session)
    return action


@transaction.atomic
def change_action(*, action: Action, words: ActionWords, seen: int) -> Action:
    """Say it anew, all of it; ``seen`` is the version that whoever wrote had before them.

    Raises ActionNeedsWords, ChangedMeanwhile or SessionIsArchived.
    """
    held, kept = _held(action), _typed(words)
    if kept == words_of(held):
        return held  # the second of two clicks
    if held.version != seen:
        raise ChangedMeanwhile
    _say(held, kept)
    held.version += 1
    held.save()
    stir_plan(held.session)
    return held


def set_status(*, action: Action, status: ActionStatus, seen: int) -> Action:
    """Say how far it is, and nothing else. Raises as `change_action`."""
    return change_action(action=action, words=replace(words_of(action), status=status), seen=seen)


@transaction.atomic
def report_progress(*, action: Action, status: ActionStatus, note: str, seen: int) -> Action:
    """What its owner says of it: how far it is, and a note. Raises ChangedMeanwhile or SessionIsArchived."""
    held = _held(action)
    return change_action(action=held, words=replace(words_of(held), status=status, note=note), seen=seen)


@transaction.atomic
def remove_action(*, action: Action) -> Action:
    """Take an action out of the plan; it is kept, and can be put back."""
    refuse_archived(action.session_id)
    Action.objects.filter(pk=action.pk, removed_at__isnull=True).update(removed_at=timezone.now())
    stir_plan(action.session)
    return action


@transaction.atomic
def put_back(*, action: Action) -> Action:
    """Undo `remove_action`."""
    refuse_archived(action.session_id)
    Action.objects.filter(pk=action.pk).update(removed_at=None)
    stir_plan(action.session)
    return action


def _held(action: Action) -> Action:
    refuse_archived(action.session_id)
    GapSession.objects.select_for_update().get(pk=action.session_id)  # a new owner's name is looked up and made
    # The owner may be none, and what may be none cannot be locked along with it on PostgreSQL.
    held = Action.objects.select_for_update(of=("self",)).select_related("owner", "session").get(pk=action.pk)
    if held.removed_at is not None:
        raise ChangedMeanwhile
    return held


def _typed(words: ActionWords) -> ActionWords:
    """As it is kept: clean, on one line but for the note, and no longer than there is room for."""
    longest = {"what": LONGEST_WHAT, "owner": LONGEST_NAME, "sponsor": LONGEST_NAME, "measure": LONGEST_WHAT}
    longest |= {"departments": LONGEST_DEPARTMENTS}
    lines = {name: typed_line(getattr(words, name), most) for name, most in longest.items()}
    if not lines["what"]:
        raise ActionNeedsWords
    return replace(words, note=clean(without_controls(words.note))[:LONGEST_NOTE].strip(), **lines)


def _say(action: Action, words: ActionWords) -> None:
    """Put the words on the row; not yet saved."""
    plain = asdict(words)
    name, theme, status = plain.pop("owner"), plain.pop("theme"), plain.pop("status")
    for field in fields(words):
        if field.name in plain:
            setattr(action, field.name, plain[field.name])
    known = Theme.objects.filter(session=action.session_id, other=False, key=theme).exists()
    # A theme that was merged away stays named: it may be brought back.
    action.theme_key = theme if known or theme == action.theme_key else ""
    action.owner = owner_called(action.session, name) if name else None
    if status is not ActionStatus(action.status):
        action.done_on = timezone.localdate() if status is ActionStatus.DONE else None
    action.status = status.value


def owner_called(session: GapSession, name: str) -> ActionOwner:
    """The session's owner of this name, upper and lower case alike; made where there is none."""
    known = ActionOwner.objects.filter(session=session, name__iexact=name).first()
    return known or ActionOwner.objects.create(session=session, name=name)
