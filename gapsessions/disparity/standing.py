"""The comparison as it stands now: kept by the worker, shown by the page, never computed while somebody waits."""

from __future__ import annotations

import threading
import time
import zlib
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gapsessions.disparity.actions import compare_session
from gapsessions.disparity.codec import SnapshotIsUnreadable, decode, encode
from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.fingerprint import fingerprint_of
from gapsessions.disparity.fives import let_in
from gapsessions.disparity.models import StandingComparison
from gapsessions.sessions.models import GapSession

REST = timedelta(seconds=8)
"""While answers keep arriving, a session is compared again no sooner than this after the last time."""
GIVEN_UP = timedelta(seconds=60)
"""A worker that has not answered by then is asked again."""

MOST_KEPT, KEPT_SECONDS = 8, 600.0


@dataclass(frozen=True, slots=True)
class Standing:
    """What is kept of a session's comparison. ``content`` has no answers; None where nothing was compared yet."""

    content: SnapshotContent | None
    current: str
    """Fingerprint of the session now."""
    compared: str
    """Fingerprint of the session when ``content`` was computed."""
    headline: str
    waiting: timedelta | None
    """Since when the worker has been asked for the present state; None while it has not been."""

    @property
    def fresh(self) -> bool:
        """Whether nothing has changed since."""
        return self.content is not None and self.current == self.compared


def standing_of(session: GapSession) -> Standing:
    """Look up what is kept, and whether it still holds."""
    current = fingerprint_of(session)
    kept = StandingComparison.objects.filter(session=session).defer("payload").first()
    if kept is None:
        return Standing(None, current, "", "", None)
    asked = kept.asked_at is not None and (kept.computed_at is None or kept.asked_at > kept.computed_at)
    waiting = timezone.now() - kept.asked_at if asked and kept.asked_at else None
    content, compared = _content(kept)
    return Standing(content, current, compared, kept.headline, waiting)


def _content(kept: StandingComparison) -> tuple[SnapshotContent | None, str]:
    """The content with its fingerprint, decoded once per process and state: that takes longer than all the rest."""
    if not kept.fingerprint:
        return None, ""
    key = (kept.session_id, kept.fingerprint)
    content = _decoded.get(key)
    if content is None:
        payload = StandingComparison.objects.filter(pk=kept.pk, fingerprint=kept.fingerprint).values_list("payload")
        try:
            content = decode(zlib.decompress(bytes(payload.get()[0])))
        except (zlib.error, SnapshotIsUnreadable, StandingComparison.DoesNotExist):
            return None, ""  # replaced meanwhile, or written by another version: it is simply compared again
        _decoded.put(key, content)
    return replace(content, headline=kept.headline), kept.fingerprint


class _Decoded:
    """The last few contents of this process; none stays longer than ten minutes, so that erasing reaches them."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, str], tuple[float, SnapshotContent]] = {}
        self._lock = threading.Lock()

    def get(self, key: tuple[int, str]) -> SnapshotContent | None:
        """Give what is kept under the key, or None."""
        limit = time.monotonic() - KEPT_SECONDS
        with self._lock:
            self._kept = {one: kept for one, kept in self._kept.items() if kept[0] > limit}
            found = self._kept.get(key)
        return found[1] if found else None

    def put(self, key: tuple[int, str], content: SnapshotContent) -> None:
        """Keep it, in place of an older state of the same session."""
        with self._lock:
            newest = sorted(self._kept.items(), key=lambda item: -item[1][0])[: MOST_KEPT - 1]
            self._kept = {one: kept for one, kept in newest if one[0] != key[0]} | {key: (time.monotonic(), content)}


_decoded = _Decoded()


@transaction.atomic
def note_wish(*, session: GapSession) -> bool:
    """Note that the comparison should be computed; False where it holds, is under way, or rests a moment."""
    GapSession.objects.select_for_update().get(pk=session.pk)
    StandingComparison.objects.get_or_create(session=session)
    kept = StandingComparison.objects.defer("payload").get(session=session)
    current, now = fingerprint_of(session), timezone.now()
    under_way = kept.asked_at and (kept.computed_at is None or kept.asked_at > kept.computed_at)
    if kept.fingerprint == current:
        return False
    if under_way and kept.asked_at and now - kept.asked_at < GIVEN_UP:
        return False
    if kept.computed_at and now - kept.computed_at < REST:
        return False
    StandingComparison.objects.filter(pk=kept.pk).update(asked_for=current, asked_at=now)
    return True


def keep_comparison(*, session: GapSession) -> None:
    """Compare the session and keep the result; a session that was erased meanwhile leaves nothing."""
    let_in(session=session)
    # Taken before: what changes while it is compared makes the result old, never wrongly fresh.
    current = fingerprint_of(session)
    content = compare_session(session)
    payload = zlib.compress(encode(replace(content, answers=())), 1)
    with transaction.atomic():
        if GapSession.objects.select_for_update().filter(pk=session.pk).exists():
            StandingComparison.objects.update_or_create(
                session_id=session.pk,
                defaults={"payload": payload, "fingerprint": current, "computed_at": timezone.now()},
            )


def reword_headline(*, session: GapSession, headline: str) -> None:
    """Give page and report a person's own headline; empty goes back to the one worded from the data."""
    StandingComparison.objects.update_or_create(session=session, defaults={"headline": headline.strip()})


def headline_of_people(session: GapSession) -> str:
    """The headline that a person wrote, or ""."""
    kept = StandingComparison.objects.filter(session=session).values_list("headline", flat=True).first()
    return kept or ""
