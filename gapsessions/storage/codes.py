"""Random codes: what stands in addresses instead of keys, what people type to join, and what is kept of secrets."""

from __future__ import annotations

import hashlib
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


def hash_of(secret: str) -> str:
    """What is kept of a token, a pen, a key or an operation's id: SHA-256 in hexadecimal.

    128 random bits need no slow hash; rows are found by it, so the time that takes tells nothing.
    """
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
