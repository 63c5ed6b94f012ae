"""`manage.py import_session FILE`: takes in a session that was written by `export_session` or by the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gapsessions.accounts.models import Organisation
from gapsessions.facilitation.session_file.refusals import FileRefused
from gapsessions.facilitation.session_file.taking_in import take_in


class Command(BaseCommand):
    """Take a session in: all of it or nothing."""

    help = "Take the session in FILE into an organisation of this installation."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and the organisation."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", default="", help="code or name; not needed where there is only one")

    def handle(self, *_args: Any, file: Path, organisation: str, **_options: Any) -> None:
        """Take it in and say where it stands."""
        into = self._organisation(organisation)
        try:
            with file.open("rb") as given:
                arrived = take_in(file=given, organisation=into, by=None)
        except (OSError, FileRefused) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{arrived.session.title}: {arrived.rows} rows taken into {into.name}.")
        self.stdout.write(f"It stands at /s/{arrived.session.code}/.")
        if arrived.new_codes:
            self.stdout.write("Some codes were taken here, so its addresses differ from those of the original.")

    def _organisation(self, said: str) -> Organisation:
        found = Organisation.objects.filter(code=said) | Organisation.objects.filter(name__iexact=said)
        there = list(found if said else Organisation.objects.all())
        if len(there) != 1:
            names = ", ".join(sorted(f"{each.name} ({each.code})" for each in Organisation.objects.all()))
            raise CommandError(f"Say which organisation takes it in, with --organisation: {names}")
        return there[0]
