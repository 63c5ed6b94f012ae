"""Tasks that only tests enqueue."""

from __future__ import annotations

from django_tasks import task

from gapsessions.accounts.models import Organisation
from gapsessions.background.discretion import discreet


@task()
@discreet
def rename(organisation_id: int) -> None:
    Organisation.objects.filter(pk=organisation_id).update(name="Done")


@task()
@discreet
def quote(organisation_id: int) -> None:
    raise ValueError(f"cannot read {Organisation.objects.get(pk=organisation_id).name}")
