"""Themes, proposals and reports with fixed keys, for tests that name them in an address."""

from __future__ import annotations

import hashlib
from typing import Any

from gapsessions.accounts.models import User
from gapsessions.reports.models import BuildState, FileKind, ReportFile, ReportVersion
from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import BoardChange, Proposal, ProposalState, Theme
from gapsessions.themes.proposed import Proposed, to_json

NOTHING = {"themes": {}, "places": {}, "kept": {}, "moves": [], "proposal": None}


def make_theme(session: GapSession, name: str = "Waiting", **fields: Any) -> Theme:
    return Theme.objects.create(session=session, name=name, **fields)


def make_empty_proposal(session: GapSession, **fields: Any) -> Proposal:
    """A proposal of no themes, ready to be taken over."""
    empty = Proposed((), (), (), (), (), None, None, ())
    return Proposal.objects.create(session=session, state=ProposalState.READY, result=to_json(empty), **fields)


def make_change(session: GapSession, by: User, **fields: Any) -> BoardChange:
    """An act that changed nothing."""
    return BoardChange.objects.create(session=session, by=by, before=NOTHING, after="0" * 64, **fields)


def make_report(session: GapSession, data: bytes = b"%PDF-1.7", **fields: Any) -> ReportVersion:
    """A draft with a PDF."""
    version = ReportVersion.objects.create(session=session, draft=True, state=BuildState.READY, **fields)
    digest = hashlib.sha256(data).hexdigest()
    ReportFile.objects.create(version=version, kind=FileKind.PDF, data=data, size=len(data), sha256=digest)
    return version
