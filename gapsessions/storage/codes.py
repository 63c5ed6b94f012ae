"""Random codes: what stands in addresses instead of primary keys, and what people type to join."""

from __future__ import annotations

import secrets

from gapsessions.storage.constraints import CODE_LETTERS


def address_code() -> str:
    """12 characters with 72 bits from the system's generator, fit for a URL."""
    # Commands take codes too, and would read a hyphen in front as the beginning of an option.
    while (code := secrets.token_urlsafe(9)).startswith("-"):
        continue
    return code


def joining_code() -> str:
    """Six of twenty consonants (6.4e7 codes); whether it is free is for the gatherings step to say."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(6))
