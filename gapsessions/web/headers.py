"""What a browser is told about every response of ours, from either lane, whether it went well or not."""

from __future__ import annotations

from functools import cache

from csp.utils import build_policy
from django.conf import settings

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}


def security_headers(*, secure: bool) -> dict[str, str]:
    """Return the headers every response carries; `secure` says that it travels over HTTPS."""
    headers = _FIXED | {
        "Content-Security-Policy": _policy(),
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    }
    if secure and settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}" + (
            "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
        )
    return headers


@cache
def _policy() -> str:
    return build_policy()
