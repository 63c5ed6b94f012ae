"""Prints the link by which a fresh machine gets its first owner; called at every start, silent once there is one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from gapsessions.accounts.actions import invite_first_owner


class Command(BaseCommand):
    """Invite the first owner, on the terminal of the machine itself: whoever can read that may own it."""

    help = "Print the link with which the first owner chooses a password; nothing once somebody can sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address this machine answers at."""
        parser.add_argument("--address", default="http://localhost:8000", help="where this machine answers")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print, or stay silent."""
        made = invite_first_owner()
        if made is None:
            return
        _invitation, token = made
        address = settings.PUBLIC_URL or str(options["address"]).rstrip("/")
        self.stdout.write("Nobody can sign in yet. Open this link once and choose a name and a password:")
        self.stdout.write(f"    {address}{reverse('invitation', args=[token])}")
        self.stdout.write("It works for seven days, or until the next start prints another.")
