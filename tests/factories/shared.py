"""Frozen versions and links to them, without computing or printing anything."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from gapsessions.disparity.codec import encode
from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.models import Snapshot
from gapsessions.reports.models import BuildState, FileKind, ReportFile, ReportVersion
from gapsessions.reports.sharing.models import LinkKind, ShareLink
from gapsessions.sessions.models import GapSession
from gapsessions.storage.codes import hash_of
from tests.factories.snapshots import make_snapshot

TOKEN = "MatrixMatrixMatrix1234"
PREVIEW_TOKEN = "MatrixPreviewPrev12345"


def freeze(session: GapSession, content: SnapshotContent | None = None, **facts: Any) -> ReportVersion:
    """A frozen version of plausible content, with a PDF and a workbook that hold next to nothing."""
    number = session.snapshots.count() + 1
    content = replace(content or make_snapshot(themes=12), number=number)
    payload = encode(content)
    digest = hashlib.sha256(payload).hexdigest()
    snapshot = Snapshot.objects.create(session=session, number=number, payload=zlib.compress(payload), sha256=digest)
    version = ReportVersion.objects.create(session=session, snapshot=snapshot, state=BuildState.READY, **facts)
    for kind, data in ((FileKind.PDF, b"%PDF-1.7"), (FileKind.EXCEL, b"PK")):
        made = hashlib.sha256(data).hexdigest()
        ReportFile.objects.create(version=version, kind=kind, data=data, size=len(data), sha256=made)
    return version


def make_share_link(session: GapSession, version: ReportVersion | None, token: str = TOKEN, **facts: Any) -> ShareLink:
    """An open link with a secret that a test knows."""
    facts = {"kind": LinkKind.REPORT, "expires_at": timezone.now() + timedelta(days=3)} | facts
    return ShareLink.objects.create(session=session, version=version, token_hash=hash_of(token), **facts)


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def opened(reader: Client, token: str = TOKEN, **headers: str) -> HttpResponse:
    """What a reader is answered at the address of a link."""
    return reader.get(f"/shared/{token}/", headers=headers)
