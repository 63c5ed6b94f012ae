"""An act that is refused as a whole, with a sentence for whoever asked and the page that leads on."""

from __future__ import annotations


class Refused(Exception):
    """Nothing was changed. `str()` is the sentence; `back` the address it is said at.

    Any verb may raise it: gapsessions/web/middleware.py turns it into a message and leads back, whichever page asked.
    """

    def __init__(self, sentence: str, back: str) -> None:
        super().__init__(sentence)
        self.back = back
