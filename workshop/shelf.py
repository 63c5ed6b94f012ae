"""Style sheets, scripts and fonts straight from the event loop: a joining phone asks for thirty of them at once.

WhiteNoise has read the folder of collected files and knows what to say of each; all that is left out is the way through
a thread and Django. Whatever is not plain goes that way as before. No line is logged for a file served here.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

from gapsessions.live.stream import Scope
from gapsessions.web.hosts import host_is_ours
from gapsessions.web.logs import request_id

KEPT_FILES = 512
_ASKED_WITH = {
    b"accept-encoding": "HTTP_ACCEPT_ENCODING",
    b"if-none-match": "HTTP_IF_NONE_MATCH",
    b"if-modified-since": "HTTP_IF_MODIFIED_SINCE",
}


class Shelf:
    """The files that are collected now; a server that serves them from the tree has an empty one."""

    def __init__(self) -> None:
        self.files: dict[str, Any] = {}
        if settings.STATIC_COLLECTED:
            self.files = WhiteNoiseMiddleware(lambda _request: HttpResponse()).files

    def answer(self, scope: Scope) -> tuple[int, list[tuple[bytes, bytes]], bytes] | None:
        """Status, headers and body for a file that may be sent as it is; None leaves the request to the pages."""
        file = self.files.get(scope["path"])
        if file is None or scope["method"] != "GET" or (settings.HTTPS and scope["scheme"] != "https"):
            return None
        headers = dict(scope["headers"])
        if b"range" in headers or not host_is_ours(headers.get(b"host", b"").decode("latin-1")):
            return None
        asked = {spelled: headers[name].decode("latin-1") for name, spelled in _ASKED_WITH.items() if name in headers}
        if file.is_not_modified(asked):
            status, said, body = 304, file.not_modified_response.headers, b""
        else:
            path, said = file.get_path_and_headers(asked)
            status, body = 200, _content(path)
        told = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in said]
        return status, [*told, (b"x-request-id", request_id.get().encode())], body


@lru_cache(maxsize=KEPT_FILES)
def _content(path: str) -> bytes:
    """A collected file never changes under its name while the server runs."""
    return Path(path).read_bytes()
