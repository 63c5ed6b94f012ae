"""`./run cluster IN.csv OUT.csv`: sorts any spreadsheet of comments into themes, without a session."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from gapsessions.intake.tables import Table, TableRefused, read_table
from gapsessions.method.encoder import Encoder, ModelIsBroken, Vectors
from gapsessions.method.formulas import inert
from gapsessions.method.proposing import ThemeProposal, propose_themes
from gapsessions.themes.encoder import the_encoder
from gapsessions.themes.notices import notice_sentence

ADDED = ("theme", "theme_name", "confidence")
ENCODED_AT_ONCE = 512


class Command(BaseCommand):
    """Add the columns theme, theme_name and confidence to a spreadsheet of comments."""

    help = (
        "Sort the comments in IN (CSV or XLSX) into themes and write them to OUT (CSV, UTF-8) with the columns "
        "theme, theme_name and confidence added. An empty theme means undecided."
    )

    requires_system_checks: tuple[str, ...] = ()  # it touches no database

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the two files and the name of the column that holds the comments."""
        parser.add_argument("source", metavar="IN", type=Path)
        parser.add_argument("target", metavar="OUT", type=Path)
        parser.add_argument("--text-column", default="text", help="the column with the comments (default: text)")
        parser.add_argument(
            "--granularity", type=float, help="from -0.1, few broad themes, to 1.4, many fine ones; default: chosen"
        )

    def handle(self, *_args: Any, source: Path, target: Path, text_column: str, **options: Any) -> None:
        """Read, cluster, write, and say what came of it."""
        table, column = _read(source, text_column)
        texts = [row.cells[column].strip() for row in table.rows]
        if not any(texts):
            raise CommandError(_("No row of %(file)s has a text in “%(column)s”.") % _named(source, text_column))
        try:
            encoder = the_encoder()
        except ModelIsBroken as error:
            raise CommandError(str(error)) from error
        vectors = self._encode(texts, encoder)
        self._say(_("Finding themes in %(count)d comments...") % {"count": sum(map(bool, texts))})
        proposal = propose_themes(texts, vectors, granularity=options["granularity"], encoder=encoder)
        _write(target, table, proposal)
        placed = int((proposal.labels >= 0).sum())
        self._say(
            _("%(placed)d of %(rows)d rows in %(themes)d themes, written to %(file)s.")
            % {"placed": placed, "rows": len(texts), "themes": len(proposal.themes), "file": target},
            end="\n",
        )
        for notice in proposal.notices:
            self._say(notice_sentence(notice), end="\n")

    def _encode(self, texts: Sequence[str], encoder: Encoder) -> Vectors:
        parts = [encoder.encode([])]
        for start in range(0, len(texts), ENCODED_AT_ONCE):
            parts.append(encoder.encode(texts[start : start + ENCODED_AT_ONCE]))
            done = min(start + ENCODED_AT_ONCE, len(texts))
            self._say(_("Reading %(done)d of %(all)d...") % {"done": done, "all": len(texts)})
        return np.vstack(parts)

    def _say(self, line: str, end: str = "") -> None:
        """Rewrite the progress line on a terminal; elsewhere write whole lines."""
        if self.stderr.isatty():
            self.stderr.write(f"\r\033[K{line}", ending=end)
            self.stderr.flush()
        else:
            self.stderr.write(line)


def _read(source: Path, text_column: str) -> tuple[Table, int]:
    wanted = text_column.strip().casefold()
    try:
        data = source.read_bytes()
        table = read_table(data, source.name, fits=lambda texts: any(t.strip().casefold() == wanted for t in texts))
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be read: %(reason)s.") % {"file": source, "reason": error.strerror}
        ) from error
    except TableRefused as error:
        raise CommandError(str(error)) from error
    names = [name.casefold() for name in table.columns]
    if wanted not in names:
        found = ", ".join(f"“{name}”" for name in table.columns if name)
        raise CommandError(
            _("%(file)s has no column “%(column)s”. It has: %(found)s. Name the one to use with --text-column.")
            % {**_named(source, text_column), "found": found}
        )
    return table, names.index(wanted)


def _named(source: Path, column: str) -> dict[str, str]:
    return {"file": source.name, "column": column}


def _write(target: Path, table: Table, proposal: ThemeProposal) -> None:
    """Write to a neighbour and rename, so that a run that fails leaves no half file."""
    header = [name for name in table.columns if name.casefold() not in ADDED]
    kept = [at for at, name in enumerate(table.columns) if name.casefold() not in ADDED]
    rows = ([row.cells[at] for at in kept] for row in table.rows)
    draft = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8-sig", newline="", dir=target.parent, prefix=".cluster-", delete=False
        ) as file:
            draft = Path(file.name)
            writer = csv.writer(file)
            writer.writerow([inert(name) for name in header] + list(ADDED))
            writer.writerows(_with_themes(rows, proposal))
        mask = os.umask(0)
        os.umask(mask)
        draft.chmod(0o666 & ~mask)  # a temporary file is the owner's alone; this one is the result
        draft.replace(target)
    except OSError as error:
        if draft is not None:
            draft.unlink(missing_ok=True)
        raise CommandError(
            _("%(file)s cannot be written: %(reason)s.") % {"file": target, "reason": error.strerror}
        ) from error


def _with_themes(rows: Iterable[list[str]], proposal: ThemeProposal) -> Iterator[list[str]]:
    for cells, label, confidence in zip(rows, proposal.labels, proposal.confidence, strict=True):
        harmless = [inert(cell) for cell in cells]
        if label < 0:
            yield [*harmless, "", "", ""]
        else:
            theme = proposal.themes[int(label)]
            yield [*harmless, str(theme.number + 1), inert(theme.name), f"{confidence:.2f}"]
