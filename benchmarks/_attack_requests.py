"""Requests that no client of ours sends: refused with a status and a sentence, and the next one is served."""

from __future__ import annotations

import json
import random
import socket
import uuid
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from benchmarks._attack_wire import Answer

if TYPE_CHECKING:
    from benchmarks.attacks import Scene

ODD: tuple[Any, ...] = (
    *(None, True, -1, 0, 2**53, 2**63, 10**400, 1.5, 1e308, "", "\x00", "\ud800", "\ufffe", "x" * 2001, "\u200b" * 9),
    *([], {}, [[[[]]]], {"a": {"$ne": 1}}, "' OR 1=1 --", "../../etc/passwd", "strength\x00", ["strength"]),
)
FIELDS = (
    *("v", "op", "verb", "table", "written", "note", "question", "text", "valence", "intent", "pen", "revision", "on"),
    *("other", "score", "was", "how", "how_often", "address"),
)
VERBS = (
    "add",
    "edit",
    "strike",
    "restore",
    "tag",
    "star",
    "same_as",
    "confirm",
    "help",
    "pulse",
    "predict",
    "follow_up",
)
SEED = 7


def break_operations(scene: Scene) -> None:
    """Every field of every verb with every odd value, raw bytes, depth and size."""
    phone, expect = scene.phone("mate"), scene.findings.expect
    rng, sent = random.Random(SEED), 0
    for verb in VERBS:
        for field in FIELDS:
            for value in rng.sample(ODD, 8):
                if (sent := sent + 1) % 500 == 0:  # below the 600 a minute that one phone may send
                    phone = scene.phone(("two", "alone", "elsewhereone", "elsewheretwo")[sent // 500 % 4])
                note = {"note": str(uuid.uuid4()), "question": "improve", "text": "w", "on": True, "revision": 1}
                answer = phone.send(phone.said(verb, **(note | {field: value})))
                expect(
                    "an odd field is answered with a sentence", _is_kind(answer), (verb, field, value, answer.status)
                )
    phone = scene.phone("elsewheremate")
    whole = json.dumps(phone.said("add", note=str(uuid.uuid4()), question="improve", text="w"))
    raws = [
        whole.replace("{", '{"a":' + opened * n + closed * n + ",", 1)
        for opened, closed in ("[]", ('{"a":', "}"))
        for n in range(900, 1000, 3)
    ]
    raws = [raw.replace('{"a":}', '{"a":1}') for raw in raws]
    raws += [whole[:n] for n in range(0, len(whole), 9)] + [whole + " " * 17_000, "[" * 9000, "9" * 9000, whole * 2]
    raws += [
        whole.replace('"v": 1', '"v": 1, "v": 2'),
        whole.replace('"add"', '"add", "verb": "strike"'),
        "\ufeff" + whole,
    ]
    for raw in raws:
        answer = phone.send(raw.encode())
        expect("odd bytes are answered with a sentence", _is_kind(answer), (raw[:60], answer.status))
    for kind in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
    ):
        answer = phone.ask("POST", f"/r/{phone.room}/operations/", whole, Content_Type=kind, X_CSRFToken=phone.token)
        expect("JSON under another name is refused", answer.status == 422, (kind, answer.status))
    answer = phone.send(phone.said("add", note=str(uuid.uuid4()), question="improve", text="x" * 2001))
    expect("2,001 characters are refused", answer.status == 422 and "sentence" in answer.text, answer.status)


def break_requests(scene: Scene) -> None:
    """Methods, hosts, tokens, origins, next=, bodies too large or too slow, headers that are none."""
    fay, phone, nobody, expect = scene.member("fay"), scene.phone("one"), scene.stranger(), scene.findings.expect
    room = scene.told["room"]
    desk = f"/s/{room['session']}/g/{room['key']}/room/"
    for host in ("evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "", "localhost:80@evil.example", "[::1"):
        expect("an evil host is refused", nobody.ask("GET", "/join/", Host=host).status == 400, host)
        expect("X-Forwarded-Host changes nothing", "evil" not in nobody.get("/join/", X_Forwarded_Host=host).text, host)
    for origin in ("https://evil.example", "null", "http://localhost.evil.example"):
        for path, asker in ((desk + "message/", fay), (f"/r/{phone.room}/operations/", phone), ("/join/", nobody)):
            asker.get("/join/")
            answer = asker.post(path, {"text": "x", "code": "BBBBBB"}, Origin=origin)
            expect("a foreign origin is refused", answer.status == 403, (path, origin, answer.status))
        answer = phone.ask("GET", f"/live/room/{phone.room}", Origin=origin)
        expect("a foreign page hears nothing", answer.status in (403, 404), (origin, answer.status))
    for path, asker in ((desk + "message/", fay), (f"/r/{phone.room}/operations/", phone), ("/language/", nobody)):
        for token in ("", "x" * 64, nobody.token[::-1]):
            answer = asker.ask(
                "POST", path, "text=x", X_CSRFToken=token, Content_Type="application/x-www-form-urlencoded"
            )
            expect("a missing or wrong token is refused", answer.status == 403, (path, answer.status))
    for name in ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"):
        answer = fay.ask("GET", desk + "message/", **{name: "POST"})
        expect("a method cannot be overridden", answer.status == 405, (name, answer.status))
    expect("a method cannot be overridden", fay.get(desk + "message/?_method=POST").status == 405, "_method")
    for method in ("TRACE", "CONNECT", "PROPFIND", "PUT", "DELETE", "PATCH"):
        expect("an odd method changes nothing", fay.ask(method, desk).status in (400, 403, 404, 405), method)
    nobody.get("/join/")
    for target in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:a()",
        "http:evil.example",
        "\t//evil.example",
        "/\t/evil.example",
        "https:///evil.example",
        "/%0d%0aSet-Cookie:a=b",
    ):
        for answer in (
            nobody.post("/language/", {"language": "en", "next": target}),
            nobody.get(f"/sign-in/?next={target.replace(chr(9), '%09')}"),
            fay.get(f"/sign-in/?next={target.replace(chr(9), '%09')}"),
        ):
            to = answer.headers.get("location", "/")
            local = (
                to.startswith("/")
                and not to.startswith(("//", "/\\"))
                and "evil" not in to.split("?")[0].split("%0")[0]
            )
            expect("next= stays here", local and "a=b" not in answer.headers.get("set-cookie", ""), (target, to))
    for size in (12_000_001, 10**12):
        answer = nobody.ask("POST", "/join/", b"", Content_Length=str(size))
        expect("an announced body that is too large is refused", answer.status == 413, answer.status)
    for head in (
        b"GET / HTTP/1.1\r\nHost: x\x00y\r\n\r\n",
        b"GET /%ff%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01",
        b"GET " + b"/" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"POST /join/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /join/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n",
    ):
        with suppress(OSError), socket.create_connection(scene.address, timeout=5) as raw:
            raw.sendall(head)
            raw.settimeout(1)
            said = raw.recv(4096)
            expect("a request that is none is refused", not said or b" 4" in said[:16], (head[:60], said[:40]))
    expect("the next one is served", nobody.get("/join/").status == 200, "")


def _is_kind(answer: Answer) -> bool:
    if answer.status == 200:
        return True
    try:
        return 400 <= answer.status < 500 and bool(json.loads(answer.body)["sentence"])
    except (ValueError, KeyError, TypeError):
        return False
