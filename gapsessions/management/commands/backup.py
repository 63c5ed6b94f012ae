"""`manage.py backup FILE`: a copy of the database while the rooms are open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gapsessions.storage.backup import BackupFailed, back_up


class Command(BaseCommand):
    """Write a checked copy of the SQLite database to a new file."""

    help = "Copy the database to FILE, safely while people are writing. FILE must not exist yet."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file to write."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        """Make the copy and say how big it is."""
        try:
            size = back_up(file.resolve())
        except BackupFailed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Saved {size / 1e6:.1f} MB to {file}.")
