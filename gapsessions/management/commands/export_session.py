"""`manage.py export_session CODE FILE`: a whole session as one file, to be taken in on another installation."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gapsessions.facilitation.session_file.parts import LEFT_BEHIND, SAID_ALOUD
from gapsessions.facilitation.session_file.refusals import SessionIsBeingHeld
from gapsessions.facilitation.session_file.writing import file_name, file_of
from gapsessions.sessions.models import GapSession


class Command(BaseCommand):
    """Write one session, piece by piece, to a file that only its owner may read."""

    help = "Write the session with the address code CODE to FILE, with everything that was said and decided in it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the code, the file, and whether addresses travel too."""
        parser.add_argument("code", help="the code in the session's address, behind /s/")
        parser.add_argument("file", type=Path, nargs="?", help="where to write; default: a name made of title and day")
        parser.add_argument("--contacts", action="store_true", help="the contact list travels, too")

    def handle(self, *_args: Any, code: str, file: Path | None, contacts: bool, **_options: Any) -> None:
        """Write it, and say what stayed behind."""
        session = GapSession.objects.filter(code=code, rehearsal_of__isnull=True).select_related("organisation").first()
        if session is None:
            raise CommandError(f"There is no session with the code {code}.")
        target = (file or Path(file_name(session))).resolve()
        if target.exists():
            raise CommandError(f"{target} exists already; nothing was written.")
        draft = target.with_name(f"{target.name}.{os.getpid()}.part")
        draft.touch(mode=0o600, exist_ok=False)
        try:
            with draft.open("wb") as out:
                for piece in file_of(session, contacts=contacts):
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            os.link(draft, target)
        except SessionIsBeingHeld as error:
            raise CommandError(str(error)) from error
        finally:
            draft.unlink(missing_ok=True)
        self.stdout.write(f"{session.title}: {target.stat().st_size / 1e6:.1f} MB in {target}.")
        self.stdout.write("It holds everything that was said. Keep it as you keep the answers. What stayed behind:")
        for name in SAID_ALOUD:
            self.stdout.write(f"  - {LEFT_BEHIND[name]}")
        if not contacts:
            self.stdout.write("  - The contact list (--contacts takes it along).")
