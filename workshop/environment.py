"""Reads the settings' variables with strict types, and collects in sentences what is wrong with them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

Value = TypeVar("Value")


class Environment:
    """The environment variables of this process.

    A wrong value is noted and a harmless one stands in, so that one start names everything that is wrong. An empty
    variable counts as not set.
    """

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._env = Env()

    def refuse(self) -> None:
        """Raise ImproperlyConfigured with every problem, if there is any."""
        if self.problems:
            raise ImproperlyConfigured("Gap Sessions does not start like this:\n- " + "\n- ".join(self.problems))

    def text(self, name: str) -> str:
        """Return the value without blanks at its ends, or ""."""
        return os.environ.get(name, "").strip()

    def names(self, name: str) -> list[str]:
        """Return the parts of a comma-separated value."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """Return one of the allowed words."""
        word = self.text(name) or default
        if word not in allowed:
            self.problems.append(f"{name} must be {' or '.join(allowed)}; it is {word!r}.")
            return default
        return word

    def flag(self, name: str, default: bool) -> bool:
        """Return a yes or no."""
        return self._read(self._env.bool, name, default, "true or false")

    def count(self, name: str, default: int) -> int:
        """Return a whole number of at least 1."""
        count = self._read(self._env.int, name, default, f"a whole number, such as {default}")
        if count < 1:
            self.problems.append(f"{name} must be 1 or more; it is {count}.")
        return max(count, 1)

    def database(self, name: str, default: dict[str, object]) -> dict[str, object]:
        """Return Django's settings of a database from its address, which is never shown: it holds a password."""
        example = "a database address, such as postgres://user:password@host/name"
        return self._read(self._env.dj_db_url, name, default, example, secret=True)

    def address(self, name: str, schemes: tuple[str, ...], example: str) -> SplitResult:
        """Return the parts of an address; where it is not set, or wrong, all of them are empty."""
        try:
            parts = urlsplit(self.text(name))
            if not self.text(name) or (parts.scheme in schemes and (parts.hostname or parts.scheme == "unix")):
                return parts
        except ValueError:
            pass  # such as a bracket that is never closed; it is said below
        self.problems.append(f"{name} must look like {example}.")
        return urlsplit("")

    def networks(self, name: str) -> list[IPv4Network | IPv6Network | str]:
        """Return addresses and networks; the word `unix` stays as it is and means a local socket."""
        found: list[IPv4Network | IPv6Network | str] = []
        for part in self.names(name):
            try:
                found.append(part if part == "unix" else ip_network(part))
            except ValueError:
                self.problems.append(f"{name} lists addresses, networks like 10.0.0.0/8, or unix; one is {part!r}.")
        return found

    def _read(
        self, reader: Callable[..., Value], name: str, default: Value, expected: str, *, secret: bool = False
    ) -> Value:
        if not self.text(name):
            return default
        try:
            return reader(name, default)
        except (EnvError, ValueError):
            shown = "its value cannot be read" if secret else f"it is {self.text(name)!r}"
            self.problems.append(f"{name} must be {expected}; {shown}.")
            return default


def kept_secret_key(path: Path) -> str:
    """Give a room a random key that survives restarts; two processes starting together agree on it."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # the other process was first: its key holds
        finally:
            draft.unlink()
    return path.read_text().strip()
