"""Whether anybody does the queued work: a page that waits for it says so instead of waiting for ever."""

from __future__ import annotations

from django.utils import timezone

from gapsessions.background.models import WorkerBeat
from gapsessions.background.orphans import DEAD_AFTER

PATIENCE = 6.0
"""Seconds after which a page that waits says whether anybody is at work."""


def worker_is_there() -> bool:
    """Tell whether a worker was seen alive within the last minute."""
    return WorkerBeat.objects.filter(beat_at__gte=timezone.now() - DEAD_AFTER).exists()


def nobody_works(waited: float) -> bool:
    """Tell whether a page that has waited so many seconds should say that no worker is there."""
    return waited > PATIENCE and not worker_is_there()
