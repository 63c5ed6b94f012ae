"""`manage.py answers_template OUT.xlsx`: the workbook to hand out for typing answers in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from gapsessions.intake.queries import question_words
from gapsessions.intake.template import answers_template
from gapsessions.sessions.models import GapSession


class Command(BaseCommand):
    """Write a workbook with drop-downs, an example and a page of advice."""

    help = "Write the workbook for typing answers in. Exit code 0: written, 2: it could not be."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file to write and, if wanted, the session whose wording it shows."""
        parser.add_argument("target", metavar="OUT.xlsx", type=Path)
        parser.add_argument("--session", metavar="CODE", help="show this session's own wording of the questions")

    def handle(self, *_args: Any, target: Path, session: str | None, **_options: Any) -> None:
        """Write the file and say where it is."""
        wording = None
        if session:
            found = GapSession.objects.filter(code=session).first()
            if found is None:
                raise CommandError(_("There is no session with the code %(code)s.") % {"code": session}, returncode=2)
            wording = question_words(found)
        try:
            target.write_bytes(answers_template(wording))
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be written: %(reason)s.") % {"file": target, "reason": error.strerror}, returncode=2
            ) from error
        self.stdout.write(_("Written: %(file)s") % {"file": target})
