"""Where phones go to join: the address behind a gathering's code, and how far that address carries."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from gapsessions.gatherings.guessing import mark_of

LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})


class Reach(StrEnum):
    """Who can open an address."""

    ANYWHERE = "anywhere"
    THIS_NETWORK = "this network"
    THIS_MACHINE = "this machine"


@dataclass(frozen=True)
class Door:
    """The product's address as people are told it, without a slash at the end, and its reach."""

    base: str
    reach: Reach

    @property
    def short(self) -> str:
        """The address as one says it aloud or prints it on a card."""
        return self.base.partition("://")[2]

    def link(self, code: str, table: str = "") -> str:
        """The address that a QR carries, of the gathering or of one `table` (its key).

        Nothing personal stands in it: the code that is spoken aloud as well, and a mark that everybody's link has.
        """
        return self.base + join_path(code, table)


def join_path(code: str, table: str = "") -> str:
    """The path of a gathering's entrance for phones; the card on a table leads to its own."""
    if table:
        return reverse("join-table", args=[code, table])
    return f"{reverse('join', args=[code])}?m={mark_of(code)}"


def door_for(request: HttpRequest) -> Door:
    """Find the address that people can reach: the public one, else the one this page was opened by, else the network's.

    Whoever sits at the laptop itself has opened "localhost", which is somebody else on every phone.
    """
    if settings.PUBLIC_URL:
        return Door(str(settings.PUBLIC_URL), Reach.ANYWHERE)
    name, port = _split(request.get_host())
    if name not in LOCAL:
        return Door(f"{request.scheme}://{request.get_host()}", Reach.THIS_NETWORK)
    own = _network_address()
    if not own:
        return Door(f"{request.scheme}://{request.get_host()}", Reach.THIS_MACHINE)
    return Door(f"{request.scheme}://{own}{port}", Reach.THIS_NETWORK)


def spoken(code: str) -> str:
    """ "KVTRMH" becomes "KVT RMH"."""
    return f"{code[:3]} {code[3:]}" if code else ""


@dataclass(frozen=True)
class Qr:
    """A QR code as one path in a square of `size` units; both may stand in any page."""

    size: int
    path: str


QUIET = 2
"""Light units around the code; cameras need an edge, and cards are white around it anyway."""


def qr_of(address: str) -> Qr:
    """The address as a QR code: runs of dark squares, row by row."""
    import segno  # only pages with a code need it

    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix_iter(border=QUIET)]
    runs = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                runs.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return Qr(len(rows), "".join(runs))


def _split(host: str) -> tuple[str, str]:
    """The name, and the port with its colon or ""."""
    if host.endswith("]") or ":" not in host:
        return host, ""
    name, _colon, port = host.rpartition(":")
    return name, f":{port}"


def _network_address() -> str:
    """This machine's address on the network it would use, or "". Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            found = str(probe.getsockname()[0])
        except OSError:
            return ""
    return "" if found.startswith(("127.", "0.")) else found
