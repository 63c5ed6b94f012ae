"""Whether anybody does the queued work: a page that waits for it says so instead of waiting for ever."""

from __future__ import annotations

from django.utils import timezone

from gapsessions.background.models import WorkerBeat
from gapsessions.background.orphans import DEAD_AFTER


def worker_is_there() -> bool:
    """Tell whether a worker was seen alive within the last minute."""
    return WorkerBeat.objects.filter(beat_at__gte=timezone.now() - DEAD_AFTER).exists()
