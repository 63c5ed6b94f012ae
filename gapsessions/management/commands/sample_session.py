"""`manage.py sample_session`: brings the sample session in, once, and says where it is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from gapsessions.facilitation.sample import live_sample, sample_of_this_machine
from gapsessions.facilitation.tasks import bring_the_sample
from gapsessions.gatherings.joining import spoken


class Command(BaseCommand):
    """Called at every start; a second time it only says the address, and nothing once the sample was erased."""

    help = "Bring in the sample session of an invented bank, unless it was here before, and print its address."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address this machine answers at."""
        parser.add_argument("--address", default="http://localhost:8000", help="where this machine answers")

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring it, or find it."""
        session = bring_the_sample() or sample_of_this_machine()
        if session is None or session.archived_at is not None:
            return
        address = settings.PUBLIC_URL or str(options["address"]).rstrip("/")
        self.stdout.write("A sample session to look at, once you are signed in:")
        self.stdout.write(f"    {address}{reverse('session', args=[session.code])}")
        live = live_sample()
        if live is not None:
            self.stdout.write(f"And a gathering to join by phone with the code {spoken(live.code)}:")
            self.stdout.write(f"    {address}{reverse('join', args=[live.code])}")
