"""Erasing a session so that its counts stay, warning before it is due, and doing both on the day."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from gapsessions.accounts.models import Role
from gapsessions.background.regular import every_minute
from gapsessions.facilitation.retention.models import SessionRecord
from gapsessions.facilitation.retention.record import figures_of, held_on
from gapsessions.facilitation.session_file.writing import held_now
from gapsessions.gatherings.actions import release_code
from gapsessions.gatherings.models import Gathering
from gapsessions.gatherings.stirring import send_away
from gapsessions.sessions.actions import erase_session
from gapsessions.sessions.models import GapSession
from gapsessions.sessions.queries import due_for_erasure, soon_to_be_erased
from gapsessions.sheets.forgetting import forget_receipts
from gapsessions.storage.forgetting import empty_log
from gapsessions.web.languages import worded_in

logger = logging.getLogger("gapsessions.retention")
WAITS = timedelta(days=7)
TRY_AGAIN = 3600
"""Seconds before a letter that could not be sent is tried again."""


def erase_for_good(*, session: GapSession, leave_record: bool = True) -> SessionRecord | None:
    """Erase a session: rows, files, vectors, snapshots, receipts, and older copies in the database's file.

    What stays is its record, where there is anything to keep: counts, and no word of anybody.
    """
    record = None
    with transaction.atomic():
        figures = figures_of(session)
        if leave_record and session.rehearsal_of_id is None and figures["themes"]:
            record = SessionRecord.objects.create(
                organisation_id=session.organisation_id, title=session.title, held_on=held_on(session), figures=figures
            )
        for code in Gathering.everything.filter(session=session).exclude(code="").values_list("code", flat=True):
            release_code(code=code)
        for gathering in Gathering.objects.filter(session=session):
            send_away(gathering)
        erase_session(session=session)
        forget_receipts()
    if not transaction.get_connection().in_atomic_block:
        empty_log()
    return record


@every_minute
def erase_due() -> int:
    """Erase every session whose last day is over; give how many.

    One whose room is going on waits for its close, a week at most: rooms are forgotten open, promises are not.
    """
    erased, today = 0, timezone.localdate()
    for session in due_for_erasure(today).order_by("pk"):
        if session.keep_until >= today - WAITS and held_now(session):
            continue
        erase_for_good(session=session)
        logger.info("a session was erased: its time was over")
        erased += 1
    return erased


@every_minute
def warn_of_erasure() -> int:
    """Write to the owners of sessions that will be erased within 30 days, once each; give how many were written of.

    Without a mail server the desk alone says it. A letter that could not be sent is tried again after an hour.
    """
    if not settings.MAIL_WORKS:
        return 0
    warned = 0
    for session in soon_to_be_erased(timezone.localdate()).filter(warned_at=None).select_related("organisation"):
        if not cache.add(f"warn-of-erasure:{session.pk}", 1, TRY_AGAIN):
            continue
        if _written_to_owners(session):
            # The one of two workers that sets it has written; the cache keeps the other from writing, too.
            warned += GapSession.objects.filter(pk=session.pk, warned_at=None).update(warned_at=timezone.now())
    return warned


def _written_to_owners(session: GapSession) -> bool:
    members = session.organisation.memberships.filter(role=Role.OWNER.value, active=True, user__is_active=True)
    # One address that fails may not keep the others from being told.
    sent = [_sent(session, address) for address in sorted(set(members.values_list("user__email", flat=True)))]
    return bool(sent) and all(sent)


def _sent(session: GapSession, address: str) -> bool:
    with translation.override(worded_in(session.language)):
        words = {"session": session, "link": settings.PUBLIC_URL + reverse("session-keep", args=[session.code])}
        letter = EmailMessage(
            subject=gettext("What was said will be erased soon"),
            body=render_to_string("facilitation/letters/erased_soon.txt", words),
            to=[address],
        )
    try:
        return bool(letter.send())
    except OSError:
        logger.warning("a letter about a session that will be erased could not be sent")
        return False
