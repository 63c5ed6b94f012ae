"""The organisation's face on its report: a logo on white ground, and its accent where the product has its own ink."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from gapsessions.accounts.models import Organisation

INK = "#0b1f33"
"""Ground of covers where the organisation has no colour of its own."""
_HEX = re.compile(r"#[0-9a-f]{6}")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Brand:
    """What a file carries of the organisation beside its name; ``logo`` is a PNG that we have drawn ourselves."""

    logo: bytes = b""
    accent: str = ""

    @property
    def ground(self) -> str:
        """The colour of covers, on which white words can be read."""
        return self.accent or INK

    @property
    def css(self) -> str:
        """A style sheet with the ground of covers; a colour that is none is not taken into it."""
        if not _HEX.fullmatch(self.ground):
            return ""
        return f"@page cover {{ background: {self.ground} !important; }}"

    @property
    def logo_size(self) -> tuple[int, int]:
        """Width and height of the logo in pixels, as its header says; (0, 0) without one."""
        if not self.logo.startswith(_SIGNATURE) or len(self.logo) < 24:
            return 0, 0
        width, height = struct.unpack(">II", self.logo[16:24])
        return int(width), int(height)

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """Width and height of the logo as large as it fits into the given box, its shape kept; (0, 0) without one."""
        across, down = self.logo_size
        if not across or not down:
            return 0.0, 0.0
        scale = min(width / across, height / down)
        return across * scale, down * scale


PLAIN = Brand()
"""No logo, and the product's own ink."""


def brand_of(organisation: Organisation) -> Brand:
    """The brand as it is now: files that exist keep the one they were made with."""
    return Brand(bytes(organisation.logo), organisation.accent)
