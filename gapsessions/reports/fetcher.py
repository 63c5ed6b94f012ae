"""The only door between the PDF engine and the world: our own static folder and one logo, and nothing else."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings


class OutsideRequest(Exception):
    """The engine asked for something that is not ours; no such request is ever answered."""


def static_path(url: str) -> Path:
    """The file behind ``static:css/report.css``; raises OutsideRequest for every other address.

    Network, file and data addresses, absolute paths and paths that leave the folder (also by a link) are refused.
    """
    scheme, separator, name = url.partition(":")
    if scheme != "static" or not separator:
        raise OutsideRequest("only files of the static folder may be read")
    root = (Path(settings.BASE_DIR) / "static").resolve()
    path = (root / unquote(name)).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        raise OutsideRequest("the file is not in the static folder")
    return path


LOGO = "logo:organisation"
"""The address of the organisation's logo inside a report; there is one, and it names no file."""


def make_fetcher(logo: bytes = b"") -> Any:
    """A WeasyPrint fetcher that serves ``static:`` and the given logo, and stops the rendering at any other address."""
    # Imported here because WeasyPrint needs Pango, which may be missing: everything else must work without.
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class StaticFetcher(URLFetcher):
        """Serves the static folder and the logo; knows no network, no redirects and no other scheme."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols={"static", "logo"}, allow_redirects=False, fail_on_errors=True)
            self.refused = 0

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if logo and url == LOGO:
                return URLFetcherResponse(url, logo, {"Content-Type": "image/png"})
            try:
                path = static_path(url)
            except OutsideRequest as error:
                self.refused += 1
                # Without the address: it could carry a piece of an answer into a log.
                raise FatalURLFetchingError("a report tried to read something outside") from error
            kind = {".css": "text/css", ".woff2": "font/woff2"}.get(
                path.suffix, mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            )
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return StaticFetcher()
