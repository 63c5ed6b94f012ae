"""`./run cluster IN OUT`: sorts any spreadsheet of comments into themes, without a session."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from django.conf.locale import LANG_INFO
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.intake.clustered import write_clustered
from gapsessions.intake.tables import Table, TableRefused, read_table
from gapsessions.intake.text_column import guess, is_usual, may_be_an_answer, named, same_heading
from gapsessions.method.cleaning import cut_short
from gapsessions.method.clustering import BROADEST, FINEST
from gapsessions.method.encoder import Encoder, ModelIsBroken, Vectors
from gapsessions.method.languages import known_languages
from gapsessions.method.proposing import propose_themes
from gapsessions.themes.encoder import the_encoder
from gapsessions.themes.notices import notice_sentences

ENCODED_AT_ONCE = 256
LONGEST_HEADING = 80
NEVER_WRITTEN = frozenset((".xls", ".ods", ".pdf", ".json", ".docx", ".html"))
"""Endings that promise another format; any other but .xlsx means CSV."""
BAR = 24
"""Width of the progress bar in characters."""


class Command(BaseCommand):
    """Add the columns theme, theme_name, quote, size and confidence to a spreadsheet of comments."""

    help = (
        "Sort the comments in IN (CSV or XLSX) into themes and write them to OUT with the columns theme, theme_name, "
        "quote, size and confidence added. OUT is a workbook where its name ends in .xlsx, else CSV in UTF-8. "
        "An empty theme means that the row has no comment."
    )

    requires_system_checks: tuple[str, ...] = ()  # it touches no database

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the two files, and what somebody wants to say about them."""
        parser.add_argument("source", metavar="IN", type=Path)
        parser.add_argument("target", metavar="OUT", type=Path)
        parser.add_argument("--text-column", help="heading of the column with the comments; default: found by itself")
        parser.add_argument(
            "--language",
            metavar="CODE",
            help=f"language of all comments, such as en; default: told from the words ({', '.join(known_languages())})",
        )
        parser.add_argument(
            "--granularity",
            help=f"from {BROADEST}, few broad themes, to {FINEST}, many fine ones; default: chosen by itself",
        )

    def handle(self, *_args: Any, source: Path, target: Path, **options: Any) -> None:
        """Read, cluster, write, and say what came of it."""
        granularity, language = _granularity(options["granularity"]), _language(options["language"])
        _refuse_target(source, target)
        table, column = _read(source, options["text_column"])
        texts = [row.cells[column].strip() for row in table.rows]
        heading = _short(table.columns[column])
        if not any(texts):
            raise CommandError(
                _("No row of %(file)s has a text in “%(column)s”.") % {"file": source.name, "column": heading}
            )
        for notice in table.notices:
            self._say(notice)
        if sum(same_heading(name, table.columns[column]) for name in table.columns) > 1:
            said = _("Several columns are called “%(column)s”; the one at place %(place)d is taken.")
            self._say(said % {"column": heading, "place": column + 1})
        if not options["text_column"]:
            self._say(_("The comments are taken from “%(column)s”; --text-column names another.") % {"column": heading})
            if may_be_an_answer(table.columns[column]):
                self._say(
                    _("If that is a comment itself and no heading, it was left out: put a row of headings above it.")
                )
        try:
            encoder = the_encoder()
        except ModelIsBroken as error:
            raise CommandError(str(error)) from error
        vectors = self._encode(texts, encoder)
        self._progress(_("Finding themes in %(count)d comments...") % {"count": sum(map(bool, texts))})
        languages = [language] * len(texts) if language else None
        proposal = propose_themes(texts, vectors, granularity=granularity, languages=languages, encoder=encoder)
        try:
            write_clustered(target, table, texts, proposal)
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be written: %(reason)s.") % {"file": target, "reason": error.strerror}
            ) from error
        placed, themes = int((proposal.labels >= 0).sum()), len(proposal.themes)
        done = ngettext(
            "%(placed)d of %(rows)d rows in %(themes)d theme, written to %(file)s.",
            "%(placed)d of %(rows)d rows in %(themes)d themes, written to %(file)s.",
            themes,
        )
        self._say(done % {"placed": placed, "rows": len(texts), "themes": themes, "file": target})
        for notice in notice_sentences(proposal.notices):
            self._say(notice)

    def _encode(self, texts: Sequence[str], encoder: Encoder) -> Vectors:
        parts = [encoder.encode([])]
        for start in range(0, len(texts), ENCODED_AT_ONCE):
            parts.append(encoder.encode(texts[start : start + ENCODED_AT_ONCE]))
            done = min(start + ENCODED_AT_ONCE, len(texts))
            filled = BAR * done // len(texts)
            bar = "#" * filled + "." * (BAR - filled)
            self._progress(_("[%(bar)s] %(done)d of %(all)d read") % {"bar": bar, "done": done, "all": len(texts)})
        return np.vstack(parts)

    def _progress(self, line: str) -> None:
        """Rewrite one line on a terminal; elsewhere progress would only fill a log."""
        if self.stderr.isatty():
            self.stderr.write(f"\r\033[K{line}", ending="")
            self.stderr.flush()

    def _say(self, line: str) -> None:
        self.stderr.write(f"\r\033[K{line}" if self.stderr.isatty() else line)


def _short(heading: str) -> str:
    """A heading in a message: a file without headings has comments there, and one that is no spreadsheet anything."""
    return cut_short(" ".join(heading.split()), LONGEST_HEADING)


def _granularity(given: str | float | None) -> float | None:
    if given is None:
        return None
    try:
        granularity = float(str(given).replace(",", "."))
    except ValueError:
        granularity = math.nan
    if not BROADEST <= granularity <= FINEST:
        raise CommandError(
            _("The granularity is a number from %(broadest)s to %(finest)s, not “%(given)s”.")
            % {"broadest": BROADEST, "finest": FINEST, "given": given}
        )
    return granularity


def _language(given: str | None) -> str | None:
    if given is None:
        return None
    code = given.strip().lower().replace("_", "-").split("-")[0]
    if code not in known_languages() and code not in {known.partition("-")[0] for known in LANG_INFO}:
        meant = [
            known
            for known, info in LANG_INFO.items()
            if code in (info.get("name", "").lower(), info.get("name_local", "").lower())
        ]
        if meant:
            raise CommandError(
                _("A language is named by its code: “%(code)s” for “%(given)s”.") % {"code": meant[0], "given": given}
            )
        raise CommandError(
            _("A language is named by its code, such as “en” or “de”, not “%(given)s”.") % {"given": given}
        )
    return code


def _refuse_target(source: Path, target: Path) -> None:
    """Before the work, not after it."""
    if target.exists() and source.exists() and target.samefile(source):
        raise CommandError(_("OUT would overwrite IN. Name another file for the result."))
    if target.is_dir():
        raise CommandError(_("%(file)s is a folder. Name a file in it.") % {"file": target})
    if not target.parent.is_dir():
        raise CommandError(
            _("%(file)s cannot be written: there is no folder %(folder)s.") % {"file": target, "folder": target.parent}
        )
    if not os.access(target.parent, os.W_OK):
        raise CommandError(_("%(file)s cannot be written: the folder takes no files.") % {"file": target})
    if target.suffix.lower() in NEVER_WRITTEN:
        raise CommandError(_("The result is a workbook (.xlsx) or CSV: %(file)s would not open.") % {"file": target})


def _read(source: Path, text_column: str | None) -> tuple[Table, int]:
    def fits(texts: tuple[str, ...]) -> bool:
        return named(texts, text_column) is not None if text_column else is_usual(texts)

    try:
        table = read_table(source.read_bytes(), source.name, fits=fits)
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be read: %(reason)s.") % {"file": source, "reason": error.strerror}
        ) from error
    except TableRefused as error:
        raise CommandError(str(error)) from error
    found = ", ".join(f"“{_short(name)}”" for name in table.columns if name)
    if not found:
        raise CommandError(_("%(file)s holds no headings. Is it a spreadsheet?") % {"file": source.name})
    column = named(table.columns, text_column) if text_column else guess(table)
    if column is not None:
        return table, column
    if text_column:
        raise CommandError(
            _("%(file)s has no column “%(column)s”. It has: %(found)s. Name the one to use with --text-column.")
            % {"file": source.name, "column": text_column.strip(), "found": found}
        )
    raise CommandError(
        _("No column of %(file)s looks like comments. It has: %(found)s. Name the one to use with --text-column.")
        % {"file": source.name, "found": found}
    )
