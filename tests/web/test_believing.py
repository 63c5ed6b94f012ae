"""The entrance: whom it believes what a request says of itself."""

from __future__ import annotations

from ipaddress import ip_network

from tests.asgi import Phone, tell
from workshop.entrance import believe

FORGED = {
    "x-forwarded-for": "198.51.100.9",
    "x-forwarded-proto": "https",
    "forwarded": "for=198.51.100.9;proto=https",
    "x-real-ip": "198.51.100.9",
    "x-request-id": "forged-id-0001",
    "x_forwarded_for": "198.51.100.9",
}


def test_forged_proxy_headers_change_nothing():
    async def story(entrance):
        honest = await Phone(entrance, "/").done()
        forged = await Phone(entrance, "/", headers=FORGED).done()
        assert forged.body == honest.body == b"0 192.0.2.7 http -"
        assert forged.answer["x-request-id"] != "forged-id-0001"

    tell(story)


def test_trusted_proxy_is_believed_up_to_the_first_stranger(settings):
    settings.TRUSTED_PROXIES = [ip_network("192.0.2.0/24"), ip_network("10.0.0.0/8")]
    headers = FORGED | {"x-forwarded-for": "203.0.113.1, 198.51.100.9, 10.1.2.3"}

    async def story(entrance):
        phone = await Phone(entrance, "/", headers=headers).done()
        assert phone.body == b"0 198.51.100.9 https -"
        assert phone.answer["x-request-id"] == "forged-id-0001"
        odd = await Phone(entrance, "/", headers=FORGED | {"x-request-id": "line\tbreak {}"}).done()
        assert odd.answer["x-request-id"].isalnum()

    tell(story)


def test_trusted_socket_is_believed(settings):
    settings.TRUSTED_PROXIES = ["unix"]

    async def story(entrance):
        phone = await Phone(entrance, "/", headers=FORGED, client=None).done()
        assert phone.body.startswith(b"0 198.51.100.9 https")

    tell(story)


def test_query_of_raw_bytes_reaches_the_pages_as_ascii():
    scope = {"headers": [], "query_string": b"q=\xff&r=%20", "client": None}
    assert believe(scope)[0]["query_string"] == b"q=%FF&r=%20"
