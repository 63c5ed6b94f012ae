"""After the attack: no log line, temporary file or other file than the database holds a word that was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks._attack_payloads import MARK

if TYPE_CHECKING:
    from benchmarks.attacks import Scene

KEPT = ("gapsessions.sqlite3", "gapsessions.sqlite3-wal")
"""Where words may stand."""


def look_for_words(scene: Scene) -> None:
    """Every payload carries the mark, and was typed, refused, shown and printed by now."""
    for path in scene.folder.rglob("*"):
        if path.is_file() and path.name not in KEPT:
            data = path.read_bytes()
            scene.findings.expect("no word outside the database", MARK.encode() not in data, path.name)
            if path.name == "server.log":
                token = scene.told["room"]["helper"].encode()
                codes = [token, scene.told["room"]["code"].encode(), *(_tokens(scene))]
                scene.findings.expect("no token in the log", not any(one in data for one in codes), path.name)
                # Django notes an evil host as an error; that is its word for a request that was refused.
                failed = [line for line in data.splitlines() if b'"ERROR"' in line and b"django.security" not in line]
                scene.findings.expect("no failure in the log", not failed, failed[:3])


def _tokens(scene: Scene) -> list[bytes]:
    phones = [*scene.told["phones"].values()]
    return [token.encode() for phone in phones for token in phone["cookies"].values()]
