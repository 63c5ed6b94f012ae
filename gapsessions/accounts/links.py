"""Links that people pass on: where they lead, how long they will work, and why one is refused."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext


@dataclass(frozen=True)
class PassedOn:
    """An absolute link, and a sentence on where it works; the sentence is empty where it works everywhere."""

    address: str
    where: str


def passed_on(request: HttpRequest, path: str) -> PassedOn:
    """Make an absolute link of a path, for a person who is told about it here and now.

    With a public address the link works anywhere. Without one it lives on this network and as long as this machine
    serves, which is enough to let a colleague in the room in, provided that it does not say "localhost".
    """
    if settings.PUBLIC_URL:
        return PassedOn(settings.PUBLIC_URL + path, "")
    host = request.get_host().rpartition(":")[0] or request.get_host()
    if host in ("localhost", "127.0.0.1", "[::1]"):
        where = gettext(
            "This link works on this machine only. To invite somebody at another one, open this page by the network "
            "address that was printed at the start."
        )
    else:
        where = gettext("This link works on this network, while this machine is running.")
    return PassedOn(request.build_absolute_uri(path), where)


def password_path(key: str) -> str:
    """The page on which a person chooses a new password; `key` is that of `actions.password_key`."""
    uid, _, token = key.partition("-")
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})


def lasting_address() -> str:
    """Return the address that links may carry beyond today, or "" where there is none.

    A link that executives or action owners open next month must not point at a laptop: whoever issues such links
    asks here, and where the answer is empty shows `why_none` instead.
    """
    return str(settings.PUBLIC_URL)


def why_none() -> str:
    """Say why no lasting link is issued."""
    return gettext(
        "This server has no public address, so a link would stop working when this machine is switched off. "
        "Set PUBLIC_URL on a server that stays, and links can be made there."
    )
