"""`./run report ANSWERS --out DIR`: from a spreadsheet to the executive report, without a browser or a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gapsessions.facilitation.headless import CensusHasTables, Outcome, Step, Wishes, report_from_answers
from gapsessions.intake.actions import NothingToImport, RowsNeedMending
from gapsessions.intake.answers import Parsed, read_answers
from gapsessions.intake.issues import issue_line
from gapsessions.intake.refusals import MAX_BYTES, TableRefused
from gapsessions.method.encoder import ModelIsBroken
from gapsessions.method.vocabulary import Perspective
from gapsessions.reports.document import Paper

NEEDS_MENDING, NOT_READ = 1, 2
ISSUES_SHOWN = 50
STEPS = {
    Step.SAVE: gettext_lazy("Sorting the answers onto their sheets"),
    Step.ENCODE: gettext_lazy("Reading the answers"),
    Step.CLUSTER: gettext_lazy("Finding themes"),
    Step.COMPARE: gettext_lazy("Comparing the perspectives"),
    Step.PDF: gettext_lazy("Writing the PDF"),
    Step.TABLES: gettext_lazy("Writing the tables"),
}


class Command(BaseCommand):
    """Turn a CSV or XLSX file of answers into a report, slides and the figures behind them."""

    help = (
        "Read answers (CSV or XLSX: perspective, question, text; also gathering, breakout, person, valence, intent, "
        "segment, people), find themes, compare the perspectives and write report.pdf, slides.pdf, slides.pptx, "
        "report.xlsx, themes.csv and disparity.json. Needs no server and no network. Exit code 0: written; 1: rows "
        "need mending, nothing was written; 2: a file that cannot be read or written."
    )
    requires_system_checks: tuple[str, ...] = ()  # it never touches the project's own database

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the folder, and how the report should be."""
        parser.add_argument("source", metavar="ANSWERS", type=Path)
        parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="folder for the six files")
        parser.add_argument("--title", default="", help="what the report is called (default: the file's name)")
        parser.add_argument("--organisation", default="", help="whose customers these are, for the cover")
        parser.add_argument("--paper", type=str.lower, choices=[paper.value for paper in Paper], default=Paper.A4.value)
        parser.add_argument("--skip-bad", action="store_true", help="leave bad rows out, and say so in the report")
        parser.add_argument("--appendix", action="store_true", help="print all answers at the end of the PDF")
        parser.add_argument(
            "--census",
            action="append",
            default=[],
            choices=[perspective.value for perspective in Perspective],
            help="everybody who counts as this perspective wrote an own sheet; may be given again",
        )

    def handle(self, *_args: Any, source: Path, out: Path, **options: Any) -> None:
        """Read, say what is wrong, run, say what was written."""
        parsed = _read(source)
        self._tell_about(parsed)
        title = options["title"].strip() or source.stem.replace("_", " ").replace("-", " ").strip().capitalize()
        wishes = Wishes(
            title=title,
            organisation=options["organisation"].strip() or title,
            paper=Paper(options["paper"]),
            skip_bad=options["skip_bad"],
            appendix=options["appendix"],
            census=frozenset(map(Perspective, options["census"])),
        )
        try:
            outcome = report_from_answers(parsed, out, wishes, self._progress)
        except (RowsNeedMending, NothingToImport) as error:
            hint = _(" --skip-bad leaves them out.") if parsed.answers and not parsed.unusable else ""
            raise CommandError(f"{error}{hint}", returncode=NEEDS_MENDING) from error
        except CensusHasTables as error:
            raise CommandError(
                _("%(side)s handed in table sheets; a census needs own sheets (a column “person”, no breakout).")
                % {"side": error.perspective.value.capitalize()},
                returncode=NEEDS_MENDING,
            ) from error
        except ModelIsBroken as error:
            raise CommandError(str(error), returncode=NOT_READ) from error
        except OSError as error:
            raise CommandError(
                _("%(folder)s cannot be written: %(reason)s.") % {"folder": out, "reason": error.strerror},
                returncode=NOT_READ,
            ) from error
        self._tell_outcome(outcome)

    def _tell_about(self, parsed: Parsed) -> None:
        for notice in parsed.notices:
            self._line(notice)
        if parsed.ignored:
            self._line(_("Columns that were not used: %(names)s.") % {"names": ", ".join(parsed.ignored)})
        for issue in parsed.issues[:ISSUES_SHOWN]:
            self._line(issue_line(issue))
        more = len(parsed.issues) - ISSUES_SHOWN
        if more > 0:
            self._line(ngettext("... and %(count)d more.", "... and %(count)d more.", more) % {"count": more})

    def _progress(self, step: Step, share: float) -> None:
        """One line per step; on a terminal the line counts up."""
        if self.stderr.isatty():
            percent = f" {share:.0%}" if 0 < share < 1 else ""
            self.stderr.write(f"\r\033[K{STEPS[step]}...{percent}", ending="")
            self.stderr.flush()
        elif share == 0:
            self._line(f"{STEPS[step]}...")

    def _tell_outcome(self, outcome: Outcome) -> None:
        comparison = outcome.content.comparison
        if self.stderr.isatty():
            self.stderr.write("\r\033[K", ending="")
        self.stdout.write(
            _("%(answers)d answers, %(themes)d themes, %(headlines)d headlines, %(questions)d questions for the room.")
            % {
                "answers": sum(side.answers for side in comparison.sides),
                "themes": len(outcome.content.themes),
                "headlines": len(comparison.headlines),
                "questions": len(comparison.questions),
            }
        )
        if not outcome.content.provenance.encoder:
            self.stdout.write(_("No language model is installed: themes rest on shared words alone."))
        for file in outcome.files:
            self.stdout.write(f"  {file}")
        if outcome.pdf_missing:
            self._line(outcome.pdf_missing)

    def _line(self, text: str) -> None:
        self.stderr.write(text)


def _read(source: Path) -> Parsed:
    try:
        with source.open("rb") as file:
            # One byte more than is allowed is enough to be refused for.
            return read_answers(file.read(MAX_BYTES + 1), source.name)
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be read: %(reason)s.") % {"file": source, "reason": error.strerror}, returncode=NOT_READ
        ) from error
    except TableRefused as error:
        raise CommandError(str(error), returncode=NOT_READ) from error
