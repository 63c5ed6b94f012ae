"""Guessed codes from one and many addresses while a room is joined, and a thousand bots that know a code."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from benchmarks._attack_wire import Browser

if TYPE_CHECKING:
    from benchmarks.attacks import Scene

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
BOTS = 1000


def guess_codes(scene: Scene) -> None:
    """2,000 wrong codes from one address, half with forged proxy headers, and 500 addresses; people join meanwhile."""
    expect, code = scene.findings.expect, scene.told["door"]["code"]
    rng, attacker = random.Random(7), scene.stranger("127.0.20.1")
    attacker.get("/join/")
    looked_up = 0
    for number in range(2000):
        said = "".join(rng.choices(LETTERS, k=6))
        forged = {
            "X_Forwarded_For": f"198.51.{number % 250}.7",
            "Forwarded": f"for=198.51.{number % 250}.8",
            "X_Real_IP": "192.0.2.1",
        }
        answer = attacker.post("/join/", {"code": said}, **(forged if number % 2 else {}))
        expect("a wrong code is refused", answer.status in (422, 429), answer.status)
        looked_up += answer.status == 422
        if number % 50 == 0:
            expect("others of this address come in", _join(scene.stranger("127.0.20.1"), code), number)
    # Thirty in ten minutes; at the turn of the window another thirty.
    expect("guessing is throttled within 60", looked_up <= 60, looked_up)
    for number in range(500):
        stranger = scene.stranger(f"127.0.{21 + number // 250}.{1 + number % 250}")
        stranger.get("/join/")
        expect("a wrong code is refused", stranger.post("/join/", {"code": "BBBBBB"}).status in (422, 429), number)
    expect("a newcomer comes in", _join(scene.stranger("127.0.30.1"), code), "")
    expect("a seated phone is not disturbed", scene.phone("one", "127.0.20.1").state().status == 200, "")


def send_bots(scene: Scene) -> None:
    """Bots with a valid code meet the capacity, a lock, and a new code; who is seated goes on."""
    expect, room = scene.findings.expect, scene.told["room"]
    fay, seated = scene.member("fay"), scene.phone("one")
    desk = f"/s/{room['session']}/g/{room['key']}"
    # The room was planned for nobody in particular: its size is said on the desk's own form.
    door = scene.told["door"]
    came = sum(_join(scene.stranger(f"127.0.40.{1 + number % 250}"), door["code"]) for number in range(BOTS))
    # 300 planned and a tenth more, and those who came in before.
    expect("a full room takes nobody", came <= 330, came)
    scene.findings.tried["bots that came in, of 1,000"] += came
    expect("the page says so", "place" in scene.stranger().get(f"/j/{door['code']}/").text, "")
    fay.post(f"{desk}/room/door/", {"verb": "close"})
    expect("a locked room takes nobody", not _join(scene.stranger("127.0.41.1"), room["code"]), "")
    fay.post(f"{desk}/room/door/", {"verb": "open"})
    fay.post(f"{desk}/room/door/", {"verb": "new-code"})
    expect("an old code is nothing", scene.stranger("127.0.41.2").get(f"/j/{room['code']}/").status == 404, "")
    expect(
        "a seated phone is not disturbed", seated.state().status == 200 and seated.add("still here").status == 200, ""
    )


def _join(browser: Browser, code: str) -> bool:
    page = f"/j/{code}/"
    if browser.get(page).status != 200:
        return False
    answer = browser.post(page, {"word": ""})
    return answer.status == 302
