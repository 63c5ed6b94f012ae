"""Signs of life of the workers, so that what a dead one left behind is done by another."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class WorkerBeat(models.Model):
    """When a worker was last seen alive; the row goes when it stops in good order."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    beat_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.worker_id
