"""What a phone loads before it sees the first page: little, compressed, and each file once."""

from __future__ import annotations

import re
from urllib.request import Request, urlopen

import pytest

MOST_BYTES = 60_000
PAGES = ("/", "/sign-in/")


def load(address: str) -> tuple[bytes, dict[str, str]]:
    with urlopen(Request(address, headers={"Accept-Encoding": "br, gzip"}), timeout=30) as answer:  # noqa: S310
        return answer.read(), {name.lower(): value for name, value in answer.getheaders()}


@pytest.mark.parametrize("page", PAGES)
def test_first_load_is_light_and_kept(venue, page):
    html, _headers = load(venue.address + page)
    files = set(re.findall(rb'(?:href|src)="(/static/[^"#]+)', html))
    sizes = {page: len(html)}
    assert len(files) > 5
    for file in files:
        body, headers = load(venue.address + file.decode())
        sizes[file.decode()] = len(body)
        assert "immutable" in headers["cache-control"], file
        if file.endswith((b".css", b".js")):
            assert headers["content-encoding"] == "br", file
    assert sum(sizes.values()) <= MOST_BYTES, sizes
