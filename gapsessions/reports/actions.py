"""Making a version of the report: freeze the comparison, write its files, keep them beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from gapsessions.accounts.models import User
from gapsessions.disparity.actions import (
    Complete,
    StillWriting,
    compare_session,
    comparison_alone,
    read_snapshot,
    take_snapshot,
)
from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.standing import headline_of_people
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Stage
from gapsessions.reports.brand import brand_of
from gapsessions.reports.document import build_document
from gapsessions.reports.excel import excel_bytes
from gapsessions.reports.flat import disparity_json, themes_csv
from gapsessions.reports.freshness import stale_versions, stamp_of
from gapsessions.reports.leaving_out import as_reported
from gapsessions.reports.models import UNDER_WAY, BuildState, FileKind, PageHeadline, ReportFile, ReportVersion
from gapsessions.reports.pdf import PdfUnavailable, pdf_bytes
from gapsessions.reports.powerpoint import powerpoint_bytes
from gapsessions.reports.slides_pdf import slides_pdf_bytes
from gapsessions.sessions.models import GapSession

GIVEN_UP = timedelta(minutes=15)
"""A version that is not done by then stands in nobody's way any more: its workers were killed, one after the other."""
COMPARED, PRINTED, WRITTEN = 25, 75, 95
"""Percent done after each part; the PDF takes longest."""


class ThemesAreOpen(Exception):
    """A report shows readings, and these stay hidden until the themes are closed."""


class OneIsUnderWay(Exception):
    """A version of this session is being made right now."""


def still_open(session: GapSession) -> bool:
    """Whether answers may still arrive: what is made now is a draft."""
    return Gathering.objects.filter(session=session, stage__in=(Stage.WRITE.value, Stage.READ_BACK.value)).exists()


@transaction.atomic
def open_version(
    *, session: GapSession, by: User | None, paper: str, note: str = "", appendix: bool = False
) -> ReportVersion:
    """Note that a version is wanted; raises ThemesAreOpen or OneIsUnderWay."""
    session = GapSession.objects.select_for_update().get(pk=session.pk)
    if session.themes_closed_at is None:
        raise ThemesAreOpen
    stuck = ReportVersion.objects.filter(session=session, state__in=UNDER_WAY, created_at__lt=timezone.now() - GIVEN_UP)
    stuck.update(state=BuildState.FAILED, failure="Stuck")
    try:
        with transaction.atomic():
            return ReportVersion.objects.create(
                session=session,
                created_by=by,
                draft=still_open(session),
                paper=paper,
                note=note.strip(),
                headline=headline_of_people(session),
                headlines=headlines_of_people(session),
                appendix=appendix,
            )
    except IntegrityError as error:
        raise OneIsUnderWay from error


def headlines_of_people(session: GapSession) -> dict[str, str]:
    """The headlines that people wrote for pages of the next version, by page."""
    return dict(PageHeadline.objects.filter(session=session).values_list("page", "text"))


@transaction.atomic
def reword_pages(*, session: GapSession, headlines: Mapping[str, str]) -> None:
    """Keep people's own headlines of these pages; a blank one goes back to the one written from the data."""
    for page, text in headlines.items():
        mine = PageHeadline.objects.filter(session=session, page=page)
        if text.strip():
            mine.update_or_create(session=session, page=page, defaults={"text": text.strip()})
        else:
            mine.delete()


def make_version(*, version: ReportVersion, complete: Complete = comparison_alone) -> None:
    """Do what a waiting version needs, or go on where a killed worker left off; nothing happens where it is done.

    ``complete`` adds what other steps know, such as the plan. Computes outside of transactions. Errors go on to the
    caller after the version has been marked as failed.
    """
    under_way = ReportVersion.objects.filter(pk=version.pk, state__in=UNDER_WAY)
    if not under_way.update(state=BuildState.RUNNING):
        return
    version.refresh_from_db()
    try:
        content = _content(version, complete)
        _write_files(version, content)
    except Exception as error:
        under_way.update(state=BuildState.FAILED, failure=type(error).__name__)
        raise
    with transaction.atomic():
        under_way.update(state=BuildState.READY, progress=100)
        if version.draft:
            # A draft is good until the next one; what was frozen stays.
            ReportVersion.objects.filter(session=version.session_id, draft=True, pk__lt=version.pk).delete()


def _content(version: ReportVersion, complete: Complete) -> SnapshotContent:
    """The frozen content, taken now where it has not been; that of a draft is of the moment."""

    def completed(content: SnapshotContent) -> SnapshotContent:
        return replace(as_reported(version.session, complete(content)), headlines=dict(version.headlines))

    if version.snapshot is not None:
        return read_snapshot(version.snapshot)
    if not version.draft:
        try:
            version.snapshot = take_snapshot(
                version.session, version.created_by, headline=version.headline, complete=completed
            )
            version.save(update_fields=["snapshot"])
            return read_snapshot(version.snapshot)
        except StillWriting:
            # A gathering was opened again between the wish and the work.
            version.draft = True
            version.save(update_fields=["draft"])
    return replace(completed(compare_session(version.session)), headline=version.headline, draft=True)


def _write_files(version: ReportVersion, content: SnapshotContent) -> None:
    """Write every file anew; what they were made from is noted first, so that none passes for fresher than it is."""
    version.made_from = stamp_of(version)
    version.save(update_fields=["made_from"])
    _note(version, COMPARED)
    document = build_document(content, paper=version.paper, brand=brand_of(version.session.organisation))
    try:
        printed = pdf_bytes(document, appendix=version.appendix)
        _keep(version, FileKind.PDF, printed)
        version.pages, version.pdf_missing = _pages_of(printed), ""
        _keep(version, FileKind.SLIDES, slides_pdf_bytes(document))
    except PdfUnavailable as error:
        version.pdf_missing = str(error)[:400]
    version.save(update_fields=["pages", "pdf_missing"])
    _note(version, PRINTED)
    makers: list[tuple[FileKind, Callable[[], bytes]]] = [
        (FileKind.POWERPOINT, lambda: powerpoint_bytes(document)),
        (FileKind.EXCEL, lambda: excel_bytes(document)),
        (FileKind.THEMES, lambda: themes_csv(content)),
        (FileKind.FIGURES, lambda: disparity_json(content)),
    ]
    for kind, make in makers:
        _keep(version, kind, make())
    _note(version, WRITTEN)


def renew_files(*, session: GapSession) -> int:
    """Make the files of those versions anew whose words have changed since; give how many versions that were.

    A snapshot changes for one reason alone: somebody's words were withdrawn. A draft is good until the next one, so
    one that holds such words is deleted.
    """
    stale = stale_versions(session)
    for version in stale:
        if version.snapshot is None:
            version.delete()
        else:
            _write_files(version, read_snapshot(version.snapshot))
    return len(stale)


def _note(version: ReportVersion, progress: int) -> None:
    ReportVersion.objects.filter(pk=version.pk).update(progress=progress)


def _keep(version: ReportVersion, kind: FileKind, data: bytes) -> None:
    ReportFile.objects.update_or_create(
        version=version,
        kind=kind.value,
        defaults={"data": data, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()},
    )


def _pages_of(data: bytes) -> int:
    # Imported here: pikepdf is for those who write PDFs, and that is the worker alone.
    from io import BytesIO

    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)
