"""The encoder this installation works with, opened once per process: only the worker and the commands need it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from gapsessions.method.encoder import Encoder, open_encoder


@lru_cache(maxsize=1)
def the_encoder() -> Encoder:
    """Return the packaged sentence model, the one that ``MODEL_FOLDER`` names, or the lexical stand-in.

    The first call on a machine builds the model in ``MODEL_CACHE``. Raises ``ModelIsBroken``.
    """
    folder = Path(settings.MODEL_FOLDER) if settings.MODEL_FOLDER else None
    return open_encoder(Path(settings.MODEL_CACHE), folder=folder)
