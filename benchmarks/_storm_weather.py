"""How bad it gets: what a storm does to phones, wires and the server."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Weather:
    """Shares are of sends; times in seconds. A storm ends when it has killed and heard enough."""

    kills: int
    operations: int
    """Acknowledged ones."""
    rate: float = 60.0
    """Things people do in a second, all phones together, whether the server lives or not."""
    life: float = 1.0
    """Mean of the time from the first answer of a process to its death; every eighth dies while it starts."""
    freezes: int = 0
    """Times the process stands still, spread over the kills."""
    freeze_seconds: float = 30.0
    dropped: float = 0.1
    doubled: float = 0.05
    clock_seconds: float = 7200.0
    first_wait: float = 0.5
    longest_wait: float = 4.0
    """Phones send again when their stream is back; those here have none, so they wait less than the protocol's 30 s."""
    late_copy_seconds: float = 3.0
    give_up: float | None = None
    """A phone that waits longer for a reply hangs up and sends again; None: the half minute of a browser."""
    patience: float = 120.0
    """Until everything has to be delivered after the last kill."""
    hearing: float | None = None
    """Until phones that listen must show what stands there; None: as long as the patience lasts."""
    seed: int = 1
