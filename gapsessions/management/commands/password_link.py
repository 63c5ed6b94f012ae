"""Prints a link with which one person chooses a new password; for a server that sends no e-mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gapsessions.accounts.actions import password_key
from gapsessions.accounts.links import password_path
from gapsessions.accounts.models import User, UserManager


class Command(BaseCommand):
    """Stand in for the letter: whoever can read this machine's terminal could change the database, too."""

    help = "Print a link with which a person chooses a new password. It works once, within three days."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the person's address and where this machine answers."""
        parser.add_argument("email")
        parser.add_argument("--address", default="http://localhost:8000", help="where this machine answers")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the link. Raises CommandError for an unknown address."""
        user = User.objects.filter(email=UserManager.normalize_email(options["email"]), is_active=True).first()
        if user is None:
            raise CommandError("Nobody has an account under this address.")
        address = settings.PUBLIC_URL or str(options["address"]).rstrip("/")
        self.stdout.write(address + password_path(password_key(user=user)))
