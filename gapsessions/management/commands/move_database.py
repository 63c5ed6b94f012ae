"""`manage.py move_database`: the whole installation into another database, usually from SQLite to PostgreSQL."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from gapsessions.background.presence import worker_is_there
from gapsessions.storage.moving import MoveFailed, move_everything

VARIABLE = "TARGET_DATABASE_URL"


class Command(BaseCommand):
    """Copy everything, compare it, and say what to do next."""

    help = "Move every row into the empty database of TARGET_DATABASE_URL (or --to). Stop the product first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address; the environment keeps a password out of the list of processes."""
        parser.add_argument("--to", default="", help=f"postgres://user@host/name; better: the variable {VARIABLE}")

    def handle(self, *_args: Any, to: str, **_options: Any) -> None:
        """Move, table by table."""
        from dj_database_url import UnknownSchemeError, parse

        address = to or os.environ.get(VARIABLE, "")
        if not address:
            raise CommandError(f"Say where to: {VARIABLE}=postgres://user:password@host/name")
        if worker_is_there():
            raise CommandError("The product is running. Stop it first: what is written meanwhile would be lost.")
        try:
            settings = {**parse(address)}
            rows = move_everything(settings, lambda table, count: self.stdout.write(f"  {count:>9,} {table}"))
        except (UnknownSchemeError, ValueError) as error:
            raise CommandError("This is no address of a database.") from error
        except DatabaseError as error:
            raise CommandError(f"The other database refused: {type(error).__name__}. Nothing was moved.") from error
        except MoveFailed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{rows:,} rows moved, read back and compared: all alike.")
        self.stdout.write("Now start the product with DATABASE_URL set to this address, and the same SECRET_KEY.")
        self.stdout.write("The old database is as it was. Delete it when you are sure: it holds every answer.")
