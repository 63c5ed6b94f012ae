"""`manage.py import_answers SESSION_CODE FILE`: takes a spreadsheet's answers into a session, or says what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.intake.actions import GatheringIsOpen, ImportResult, NothingToImport, RowsNeedMending, import_answers
from gapsessions.intake.answers import Parsed, read_answers
from gapsessions.intake.issues import issue_line
from gapsessions.intake.queries import wordings_of
from gapsessions.intake.refusals import MAX_BYTES, TableRefused
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.sessions.models import GapSession

NOT_SAVED, NOT_READ = 1, 2
ISSUES_SHOWN = 50


class Command(BaseCommand):
    """Import a CSV or XLSX file: all of it, or nothing, or with --skip-bad the good rows."""

    help = (
        "Take the answers of a spreadsheet (CSV or XLSX) into a session. The same file twice changes nothing. "
        "Exit code 0: saved, or already there; 1: rows need mending, nothing was saved; 2: no such session, or a "
        "file that cannot be read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the session, the file, and what to do with bad rows."""
        parser.add_argument("session", metavar="SESSION_CODE")
        parser.add_argument("source", metavar="FILE", type=Path)
        parser.add_argument("--skip-bad", action="store_true", help="leave bad rows out and save the others")
        parser.add_argument("--check", action="store_true", help="only say what is wrong; save nothing")

    def handle(self, *_args: Any, session: str, source: Path, skip_bad: bool, check: bool, **_options: Any) -> None:
        """Read, report, save."""
        found = GapSession.objects.filter(code=session).first()
        if found is None:
            raise CommandError(
                _("There is no session with the code %(code)s.") % {"code": session}, returncode=NOT_READ
            )
        parsed = _read(source, found)
        self._report(parsed)
        if check:
            self._finish_check(parsed)
            return
        try:
            result = import_answers(session=found, parsed=parsed, skip_bad=skip_bad)
        except (RowsNeedMending, NothingToImport, GatheringIsOpen, SessionIsArchived) as error:
            hint = "" if skip_bad or parsed.unusable or not parsed.issues else _(" (--skip-bad leaves them out)")
            raise CommandError(f"{error}{hint}", returncode=NOT_SAVED) from error
        self.stdout.write(_summary(result))

    def _report(self, parsed: Parsed) -> None:
        """Notices and issues on the error stream: standard output keeps to what was done."""
        for notice in parsed.notices:
            self.stderr.write(notice)
        if parsed.ignored:
            self.stderr.write(_("Columns that were not used: %(names)s.") % {"names": ", ".join(parsed.ignored)})
        for issue in parsed.issues[:ISSUES_SHOWN]:
            self.stderr.write(issue_line(issue))
        more = len(parsed.issues) - ISSUES_SHOWN
        if more > 0:
            self.stderr.write(ngettext("... and %(count)d more.", "... and %(count)d more.", more) % {"count": more})

    def _finish_check(self, parsed: Parsed) -> None:
        counted = _("%(good)d of %(rows)d rows can be saved.") % {"good": len(parsed.answers), "rows": parsed.rows}
        if parsed.issues:
            raise CommandError(counted, returncode=NOT_SAVED)
        self.stdout.write(counted)


def _read(source: Path, session: GapSession) -> Parsed:
    try:
        with source.open("rb") as file:
            # One byte more than is allowed is enough to be refused for.
            data = file.read(MAX_BYTES + 1)
        return read_answers(data, source.name, wordings=wordings_of(session))
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be read: %(reason)s.") % {"file": source, "reason": error.strerror}, returncode=NOT_READ
        ) from error
    except TableRefused as error:
        raise CommandError(str(error), returncode=NOT_READ) from error


def _summary(result: ImportResult) -> str:
    if not result.changed:
        said = _("Nothing new: all %(count)d answers were there already.") % {"count": result.already_there}
    else:
        said = _("Saved %(answers)d answers on %(sheets)d new sheets in %(gatherings)d new gatherings.") % {
            "answers": result.answers_added,
            "sheets": result.sheets_created,
            "gatherings": result.gatherings_created,
        }
        if result.already_there:
            said += " " + _("%(count)d were there already.") % {"count": result.already_there}
    if result.left_out:
        said += " " + ngettext("%(count)d row was left out.", "%(count)d rows were left out.", result.left_out) % {
            "count": result.left_out
        }
    return said
