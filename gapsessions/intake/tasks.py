"""What the worker does for intake: saving big files, and forgetting files that nobody saved."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from gapsessions.background.discretion import discreet
from gapsessions.intake.drafting import DraftIsClosed, forget_drafts, save_in_background
from gapsessions.intake.models import DraftState, IntakeDraft


@task()
@discreet
def save_file(draft_id: int) -> None:
    """Save a file somebody looked through; one that was erased or is saved is no error."""
    draft = IntakeDraft.objects.select_related("session").filter(pk=draft_id, state=DraftState.SAVING).first()
    if draft is not None:
        save_in_background(draft=draft)


@task()
@discreet
def forget_ended_files() -> None:
    """Delete uploaded files whose time is over."""
    forget_drafts()


@transaction.atomic
def ask_to_save(*, draft: IntakeDraft) -> None:
    """Leave the saving to the worker, once. Raises DraftIsClosed."""
    if not IntakeDraft.objects.filter(pk=draft.pk, state=DraftState.OPEN).update(state=DraftState.SAVING, trouble=""):
        raise DraftIsClosed
    save_file.enqueue(draft.pk)


def plan_forgetting(*, draft: IntakeDraft) -> None:
    """Have the words deleted when the draft ends, whether anybody comes back or not."""
    forget_ended_files.using(run_after=draft.ends_at).enqueue()
