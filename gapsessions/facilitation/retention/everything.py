"""Everything an organisation holds, as one archive: each session's file, and what belongs to no session."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from gapsessions.accounts.models import Organisation
from gapsessions.accounts.queries import members_of, open_invitations
from gapsessions.facilitation.session_file.refusals import SessionIsBeingHeld
from gapsessions.facilitation.session_file.writing import ENDING, file_of
from gapsessions.sessions.models import GapSession

README = """Everything that Gap Sessions holds of {name}, saved on {day}.

organisation.json   name, colour, next audit, members, open invitations, own words, records of erased sessions
logo.png            the logo, where there is one
sessions/           one file per session, with the contact list: questions, sheets, notes, themes, comparisons,
                    reports, plan. It is packed JSON, a row on each line (docs/moving.md of the product describes it);
                    unpack it with any program that reads .gz, or take it in on another installation.

Whoever has this archive can read every note in it. Keep it as you keep the answers.
{left_out}"""


class _Pipe:
    """What zipfile writes, to be given out piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back here."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        pieces, self._pieces = b"".join(self._pieces), []
        return pieces


def archive_of(organisation: Organisation) -> Iterator[bytes]:
    """Give the archive in pieces, one session in memory at a time.

    A session in which a room is going on is left out and named: it comes along once the room is closed.
    """
    pipe, left_out = _Pipe(), []
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[arg-type]
        for session in GapSession.objects.filter(organisation=organisation, rehearsal_of=None).order_by("pk"):
            try:
                packed = b"".join(file_of(session, contacts=True))
            except SessionIsBeingHeld as reason:
                left_out.append(f"  {session.title}: {reason}")
                continue
            archive.writestr(f"sessions/{slugify(session.title)[:50] or 'session'}-{session.code}{ENDING}", packed)
            yield pipe.taken()
        archive.writestr("organisation.json", json.dumps(_facts(organisation), indent=2, ensure_ascii=False))
        if organisation.logo:
            archive.writestr("logo.png", bytes(organisation.logo))
        said = "\nNot in it, because people are writing there now:\n" + "\n".join(left_out) if left_out else ""
        words = README.format(name=organisation.name, day=timezone.localdate(), left_out=said)
        archive.writestr("README.txt", words)
    yield pipe.taken()


def _facts(organisation: Organisation) -> dict[str, Any]:
    return {
        "name": organisation.name,
        "accent": organisation.accent,
        "next_audit": str(organisation.next_audit) if organisation.next_audit else None,
        "reading_words": organisation.reading_words,
        "members": [
            {"name": one.user.name, "email": one.user.email, "role": one.role, "active": one.active}
            for one in members_of(organisation)
        ],
        "invitations": [{"email": one.email, "role": one.role} for one in open_invitations(organisation)],
        "erased_sessions": [
            {"title": one.title, "held_on": str(one.held_on or ""), "erased": str(one.erased_at), "kept": one.figures}
            for one in organisation.session_records.order_by("pk")
        ],
    }
