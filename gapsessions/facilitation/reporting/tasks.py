"""What the worker does for reports; the argument is an id, and doing it twice changes nothing."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django_tasks import task

from gapsessions.accounts.models import User
from gapsessions.background.discretion import discreet
from gapsessions.facilitation.reporting.completing import complete
from gapsessions.reports.actions import make_version, open_version, renew_files
from gapsessions.reports.models import ReportVersion
from gapsessions.sessions.models import GapSession


@task()
@discreet
def make_report(version_id: int) -> None:
    """Make a version; one that was erased or is done is no error."""
    version = ReportVersion.objects.select_related("session__organisation", "snapshot").filter(pk=version_id).first()
    if version is not None:
        make_version(version=version, complete=partial(complete, version.session))


@task()
@discreet
def renew_reports(session_id: int) -> None:
    """Make files anew that hold words which were withdrawn; a session that was erased is no error."""
    session = GapSession.objects.filter(pk=session_id).first()
    if session is not None:
        renew_files(session=session)


@transaction.atomic
def ask_for_version(
    *, session: GapSession, by: User | None, paper: str, note: str = "", appendix: bool = False
) -> ReportVersion:
    """Leave a version to the worker; the wish and the task are noted in one transaction, or neither."""
    version = open_version(session=session, by=by, paper=paper, note=note, appendix=appendix)
    make_report.enqueue(version.pk)
    return version
