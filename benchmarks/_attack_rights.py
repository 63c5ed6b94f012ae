"""Ids, cookies and rights of others: whatever is borrowed, nothing of theirs changes and nothing of theirs is told."""

from __future__ import annotations

import json
import re
import select
import socket
import time
import uuid
from typing import TYPE_CHECKING

from benchmarks._attack_wire import Browser, Phone

if TYPE_CHECKING:
    from benchmarks.attacks import Scene

SOON = 5.0
VERBS = ("rename", "remove", "nudge", "coming", "accept-all", "new-code", "close", "edit", "strike", "end", "move")


def borrow_ids(scene: Scene) -> None:
    """A phone names notes, tables and rooms of others; Oscar names Fay's in his own forms, and the other way round."""
    expect, ours, theirs = scene.findings.expect, scene.told["room"], scene.told["room_elsewhere"]
    phone, two, far = scene.phone("one"), scene.phone("two"), scene.phone("elsewhereone")
    before, before_far = _seen(two), _seen(far)
    for note in (ours["notes"][1], theirs["notes"][0]):
        for verb in ("edit", "strike", "restore", "tag", "star", "same_as"):
            facts = {
                "note": note,
                "text": "taken",
                "revision": 1,
                "valence": None,
                "on": True,
                "other": ours["notes"][0],
            }
            for table in (phone.table, two.table, far.table, ""):
                answer = phone.send(phone.said(verb, **(facts | {"table": table})))
                expect("a note of others is no note", answer.status in (409, 410, 422), (verb, table, answer.status))
        answer = phone.send(phone.said("same_as", note=ours["notes"][0], other=note))
        expect("a note of others is no note", answer.status in (410, 422), ("same_as", answer.status))
    for room in (far.room, scene.told["phones"]["alone"]["room"]):
        for path in (f"/r/{room}/", f"/r/{room}/state/", f"/r/{room}/ballot/", f"/live/room/{room}"):
            answer = phone.ask("GET", path, Last_Event_ID="0-0", Gap_Sheet=uuid.uuid4().hex)
            expect("another room is nothing", answer.status == 404, (path, answer.status))
        answer = phone.send(phone.said("add", note=str(uuid.uuid4()), question="improve", text="taken"), room)
        expect("another room is nothing", answer.status == 404, answer.status)
        answer = phone.post(f"/r/{room}/table/", {"table": phone.table})
        expect("another room is nothing", answer.status == 404, answer.status)
    phone.post(f"/r/{phone.room}/table/", {"table": far.table})
    expect("a table of another room seats nobody", json.loads(phone.state().body)["table"]["key"] == phone.table, "")
    for at in ("0-0", "-1", "9" * 40, "a\tb", "*", f"{uuid.uuid4()}-1"):
        heard = _listen(scene, phone.cookies, f"/live/room/{phone.room}", 0.5, at).partition("\r\n\r\n")[2]
        expect("a made-up Last-Event-ID tells nothing of others", "taken" not in heard and '"note"' not in heard, at)
    _run_the_room(scene, phone)
    oscar, fay = scene.member("oscar"), scene.member("fay")
    _in_forms(scene, oscar, theirs, ours)
    _in_forms(scene, fay, ours, theirs)
    expect("nothing of others changed", (_seen(two), _seen(far)) == (before, before_far), "notes differ")
    alone = scene.phone("alone")
    alone.extra = {"Gap-Sheet": "a" * 32}
    alone.add("mine alone")
    other = scene.phone("elsewherealone")
    other.extra = {"Gap-Sheet": "a" * 32}
    expect("a sheet key opens nothing elsewhere", b"mine alone" not in other.state().body, "")


def _run_the_room(scene: Scene, phone: Phone) -> None:
    room = scene.told["room"]
    desk = f"/s/{room['session']}/g/{room['key']}"
    rest = (
        "move",
        "timer",
        "reveal",
        "message",
        "door",
        "parked",
        "tables",
        "seats",
        "shuffle",
        "rehearse",
        "late",
        "helpers",
    )
    paths = [f"{desk}/room/{verb}/" for verb in rest] + [f"{desk}/room/tables/{room['tables'][0]}/"]
    paths += [f"/h/room/{room['helper_key']}/{room['tables'][0]}/{part}" for part in ("", "notes/", "coming/")]
    for path in (*paths, f"{desk}/ballot/open/", f"{desk}/ballot/close/", f"{desk}/remove/"):
        for verb in VERBS:
            answer = phone.post(path, {"verb": verb, "seat": phone.seat, "text": "x", "to": room["tables"][1]})
            scene.findings.expect("a phone runs no room", answer.status == 404, (path, verb, answer.status))
    for path in (
        f"{desk}/room/",
        f"{desk}/screen/",
        f"/live/desk/{room['key']}",
        f"/live/screen/{room['key']}",
        f"/live/helper/{room['helper_key']}",
    ):
        scene.findings.expect("a phone sees no desk", phone.get(path).status == 404, path)


def _in_forms(scene: Scene, member: Browser, own: dict[str, object], others: dict[str, object]) -> None:
    """Every address of one's own, told keys of others in every field."""
    tables, notes = others["tables"], others["notes"]
    assert isinstance(tables, list)
    assert isinstance(notes, list)
    seats = [facts["seat"] for facts in scene.told["phones"].values() if facts["room"] == others["key"]]
    said = {
        "seat": seats,
        "table": tables,
        "to": tables[0],
        "answers": notes,
        "note": notes[0],
        "theme": others["theme"],
    }
    said |= {"into": others["theme"], "hint": f"{notes[0]}:{others['theme']}", "text": "taken", "name": "taken"}
    desk, room = f"/s/{own['session']}", f"/s/{own['session']}/g/{own['key']}/room"
    paths = [f"{room}/{part}/" for part in ("seats", "late", "tables", "helpers", f"tables/{tables[0]}", "door")]
    paths += [
        f"{desk}/themes/{part}/" for part in ("move", "place", f"in/{own['theme']}/merge", f"in/{own['theme']}/split")
    ]
    paths += [
        f"{desk}/g/{own['key']}/ballot/open/",
        f"{desk}/g/{others['key']}/room/message/",
        f"{desk}/themes/in/{others['theme']}/delete/",
    ]
    for path in paths:
        for verb in ("remove", "move", "accept", "accept-all", "rename", "leave-out"):
            if path.endswith("door/") or (verb == "remove" and "/tables/" in path):
                continue
            answer = member.post(path, said | {"verb": verb})
            scene.findings.expect("keys of others open nothing", answer.status < 500, (path, verb, answer.status))


def forge_cookies(scene: Scene) -> None:
    """Forged, swapped, doubled and damaged cookies."""
    expect, room = scene.findings.expect, scene.told["room"]["key"]
    far, helper = scene.told["phones"]["elsewhereone"]["cookies"], scene.told["room"]["helper_key"]
    token = next(iter(far.values()))
    for value in (
        "",
        "x",
        "A" * 22,
        token,
        token[:-1],
        token + "A",
        '"\\000"',
        "%00" * 8,
        "'--",
        "é" * 22,
        "A" * 4000,
        f"{token}, {token}",
    ):
        browser = scene.stranger()
        names = (f"seat-{room}", f"helper-{helper}", "member", "csrf", "lang")
        cookie = "; ".join(f"{name}={value}" for name in names).encode("latin-1").decode("latin-1")
        for path in (
            f"/r/{room}/",
            f"/r/{room}/state/",
            f"/h/room/{helper}/",
            "/account/",
            f"/live/room/{room}",
            f"/live/desk/{room}",
            f"/live/helper/{helper}",
        ):
            answer = browser.ask("GET", path, Cookie=cookie)
            expect("a forged cookie is nobody", answer.status == 404, (path, value[:30], answer.status))
        expect("a damaged cookie breaks no page", browser.ask("GET", "/join/", Cookie=cookie).status == 200, value[:30])


def lose_a_right(scene: Scene) -> None:
    """Removed or moved while connected, a helper's link used twice and ended in use: all within five seconds."""
    expect, room = scene.findings.expect, scene.told["room"]
    fay, moved, gone = scene.member("fay"), scene.phone("mate"), scene.phone("two")
    desk = f"/s/{room['session']}/g/{room['key']}/room"
    for phone, said in ((moved, {"verb": "move", "to": room["tables"][1]}), (gone, {"verb": "remove"})):
        stream = _open(scene, phone.cookies, f"/live/room/{phone.room}")
        started = time.monotonic()
        answer = fay.post(f"{desk}/seats/", said | {"seat": phone.seat})
        expect("the desk moves and removes", answer.status == 302, answer.status)
        expect("a stream ends with its right", _ends(stream, started + SOON), said["verb"])
        answer = phone.add("after it")
        expect("a write without a right is refused", answer.status == (409 if phone is moved else 404), answer.status)
    helper, second = scene.stranger(), scene.stranger("127.0.9.9")
    page = fay.post(
        f"{desk}/helpers/", {"name": "Hugo", "table": room["tables"]}, HX_Request="true", HX_Target="div#room"
    )
    found = re.search(r"/h/([\w-]{34})/", page.text)
    expect("a helper's link is shown", found is not None, "")
    if not found:
        return
    path, key = f"/h/{found[1]}/", found[1][:12]
    helper.get(path)
    expect("a link opens", helper.post(path).status == 302, "")
    second.get("/join/")
    expect("a used link is nothing", (second.get(path).status, second.post(path).status) == (404, 404), "")
    for table in (*scene.told["room_elsewhere"]["tables"], "x" * 12):
        expect("a helper has no other table", helper.get(f"/h/room/{key}/{table}/").status == 404, table)
    stream = _open(scene, helper.cookies, f"/live/helper/{key}")
    started = time.monotonic()
    fay.post(f"{desk}/helpers/{key}/", {"verb": "end"})
    expect("a stream ends with its right", _ends(stream, started + SOON), "helper")
    expect("an ended link is nothing", helper.get(f"/h/room/{key}/").status == 404, "")


def _seen(phone: Phone) -> list[str]:
    notes = json.loads(phone.state().body)["notes"]
    return sorted(json.dumps(note, sort_keys=True) for note in notes)


def _open(scene: Scene, cookies: dict[str, str], path: str, at: str = "") -> socket.socket:
    stream = socket.create_connection(scene.address, timeout=10)
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    said = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nAccept: text/event-stream\r\n"
    stream.sendall((said + (f"Last-Event-ID: {at}\r\n" if at else "") + "\r\n").encode())
    head = stream.recv(4096)
    scene.findings.expect("a stream opens", b" 200 " in head[:16], (path, head[:60]))
    return stream


def _listen(scene: Scene, cookies: dict[str, str], path: str, seconds: float, at: str) -> str:
    stream, heard, until = _open(scene, cookies, path, at), b"\r\n\r\n", time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and select.select([stream], [], [], left)[0]:
        heard += stream.recv(65_536)
    stream.close()
    return heard.decode("utf-8", "replace")


def _ends(stream: socket.socket, until: float) -> bool:
    heard = b""
    while (left := until - time.monotonic()) > 0:
        if select.select([stream], [], [], left)[0]:
            heard += (got := stream.recv(65_536))
            # The connection may be kept for another request: the empty chunk is the end of this answer.
            if not got or heard.endswith(b"\r\n0\r\n\r\n"):
                return True
    return False
