"""What links open, worded once per process and state: a page that many open on one morning is not built each time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from gapsessions.disparity.actions import read_snapshot
from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.models import Snapshot
from gapsessions.disparity.standing import standing_of
from gapsessions.disparity.worded.reveal import reveal_of
from gapsessions.disparity.worded.reveal_parts import Reveal
from gapsessions.reports.document import build_document
from gapsessions.reports.leaving_out import as_reported
from gapsessions.reports.models import ReportVersion
from gapsessions.reports.sharing.models import ShareLink
from gapsessions.reports.sharing.page import SharedPage, shared_page

MOST_KEPT, KEPT_SECONDS = 8, 600.0


class NothingIsFrozen(Exception):
    """A draft is of the moment: there is nothing to read it from later."""


class _Kept:
    """The last few results of this process; none stays longer than ten minutes, so that erasing reaches them."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], tuple[float, Any]] = {}
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...], make: Callable[[], Any]) -> Any:
        """Give what is kept under the key, or make it; what is oldest goes."""
        limit = time.monotonic() - KEPT_SECONDS
        with self._lock:
            self._kept = {one: kept for one, kept in self._kept.items() if kept[0] > limit}
            found = self._kept.get(key)
        if found is not None:
            return found[1]
        made = make()
        with self._lock:
            newest = sorted(self._kept.items(), key=lambda item: -item[1][0])[: MOST_KEPT - 1]
            self._kept = dict(newest) | {key: (time.monotonic(), made)}
        return made


_kept = _Kept()


def page_behind(link: ShareLink) -> SharedPage | None:
    """The report of the link's frozen version as a page; None where the version has nothing frozen."""
    version = link.version
    if version is None or version.snapshot is None:
        return None
    return _kept.get((*state_of(version), "page"), lambda: _page_of(version))


def _page_of(version: ReportVersion) -> SharedPage:
    content = content_of(version)
    return shared_page(build_document(content, paper=version.paper, appendix=False), reveal_of(content))


def reveal_behind(link: ShareLink) -> Reveal | None:
    """The steps a preview shows: of its version, else of the comparison as it stands; None where there is none."""
    return reveal_of_version(link.version) if link.version is not None else reveal_as_it_stands(link.session)


def reveal_of_version(version: ReportVersion) -> Reveal:
    """The steps of a frozen version."""
    return _kept.get((*state_of(version), "reveal"), lambda: reveal_of(content_of(version)))


def reveal_as_it_stands(session: Any) -> Reveal | None:
    """The steps of the comparison that the worker keeps, marked as a draft; None where nothing was compared yet."""
    if session.themes_closed_at is None:
        return None
    content = standing_of(session).content
    return reveal_of(as_reported(session, content)) if content is not None else None


def state_of(version: ReportVersion) -> tuple[object, ...]:
    """What a version's page is made from: changes when a quote is withdrawn, for that alone changes a digest."""
    digest = Snapshot.objects.filter(pk=version.snapshot_id).values_list("sha256", flat=True).first()
    return (version.pk, version.snapshot_id, digest)


def content_of(version: ReportVersion) -> SnapshotContent:
    """The frozen content of a version; raises NothingIsFrozen for a draft."""
    if version.snapshot is None:
        raise NothingIsFrozen
    return read_snapshot(version.snapshot)
