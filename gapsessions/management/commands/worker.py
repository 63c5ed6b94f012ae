"""`manage.py worker`: does the background work beside the web process."""

from __future__ import annotations

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gapsessions.background.worker import LOOK_SECONDS, LivingWorker


class Command(BaseCommand):
    """Do queued tasks (finding themes, writing reports) until told to stop."""

    help = "Do the background work: finding themes, writing reports. Ctrl-C ends it after the task at hand."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how to wait, and whether to stop when nothing is left."""
        parser.add_argument(
            "--interval", type=float, default=LOOK_SECONDS, help="seconds between looks at an empty queue"
        )
        parser.add_argument("--batch", action="store_true", help="stop when the queue is empty")

    def handle(self, *_args: Any, interval: float, batch: bool, verbosity: int, **_options: Any) -> None:
        """Run one worker in this process."""
        if verbosity == 0:
            logging.getLogger("django_tasks").setLevel(logging.WARNING)
        worker = LivingWorker(interval=interval, batch=batch)
        worker.configure_signals()
        worker.run()
