"""Rows that break a rule of a link to a report, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils import timezone

from gapsessions.reports.sharing.models import ShareLink

HASH = "0" * 64


def _link(r: Any, **facts: Any) -> list[models.Model]:
    """A preview as it may be, but for these facts."""
    facts = {"kind": "preview", "token_hash": HASH, "expires_at": timezone.now()} | facts
    return [ShareLink(session=r.session, **facts)]


LINKS: dict[str, Callable[[Any], list[models.Model]]] = {
    "share_link_kind_known": lambda r: _link(r, kind="poster"),
    "share_link_token_is_a_hash": lambda r: _link(r, token_hash="abc"),
    "share_link_opens_a_version": lambda r: _link(r, kind="report"),
    "share_link_preview_is_for_reading": lambda r: _link(r, downloads=True),
}
