"""Under which names the product answers: the configured ones, and in a room any private address."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address

from django.conf import settings
from django.http.request import split_domain_port, validate_host


def host_is_ours(host: str) -> bool:
    """Tell whether a Host header may be served.

    In a room the router hands out the address, so private and loopback addresses and `.local` names are
    welcome. Public names stay out: a web page elsewhere could point its own name at the laptop and read
    what is there.
    """
    domain, _port = split_domain_port(host)
    if not domain:
        return False
    named = [name for name in settings.ALLOWED_HOSTS if name != "*"]
    if validate_host(domain, named):
        return True
    return settings.PRIVATE_HOSTS_ALLOWED and _is_private(domain)


@lru_cache(maxsize=64)
def _is_private(domain: str) -> bool:
    if domain == "localhost" or domain.endswith((".localhost", ".local")):
        return True
    try:
        address = ip_address(domain.strip("[]"))
    except ValueError:
        return False
    return address.is_private or address.is_loopback or address.is_link_local
