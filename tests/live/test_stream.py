"""A stream opens for whoever may listen, stays alive, ends in time, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import threading

import pytest
from django.db import transaction

from gapsessions.live import channels, stream
from gapsessions.live.channels import Grant
from gapsessions.live.events import Event
from tests.asgi import Phone

SEAT = {"cookie": "seat=window-4"}


def broker():
    return channels.broker


def test_stream_says_hello_and_carries_events(tell):
    async def story(lane):
        phone = Phone(lane, "/live/table/", headers=SEAT)
        await phone.hears(f"id: {broker().position}\nevent: hello\ndata: ".encode())
        assert phone.body.startswith(b"retry: ")
        assert phone.answer["content-type"] == "text/event-stream; charset=utf-8"
        assert phone.answer["x-accel-buffering"] == "no"
        assert phone.answer["cache-control"] == "no-store, no-transform"
        broker().publish("table", Event("note", "hello"))
        await phone.hears(b"event: note\ndata: hello\n\n")
        phone.hang_up()
        await phone.done()

    tell(story)


def test_stranger_gets_404_and_no_stream(tell):
    async def story(lane):
        for path, headers in (
            ("/live/table/", {}),
            ("/live/nothing/", SEAT),
            ("/live/", SEAT),
            ("/live/table/", SEAT | {"sec-fetch-site": "cross-site"}),
            ("/live/table/", {"cookie": "seat"}),
        ):
            phone = await Phone(lane, path, headers=headers).done()
            assert (phone.status, phone.body) == (404, b"There is nothing here.\n")
        assert broker().open_streams == lane.open_streams == 0

    tell(story)


@pytest.mark.parametrize("method", ["POST", "HEAD", "DELETE", "OPTIONS"])
def test_stream_is_for_reading_only(tell, method):
    async def story(lane):
        assert (await Phone(lane, "/live/table/", method=method, headers=SEAT).done()).status == 405

    tell(story)


def test_authorisation_runs_once_and_off_the_loop(tell, open_channel):
    threads = []

    def ask(visitor):
        threads.append(threading.current_thread())
        return Grant(frozenset({"table"}), "someone")

    open_channel("asked", ask)

    async def story(lane):
        phone = Phone(lane, "/live/asked/a/path", headers=SEAT)
        await phone.hears(b"event: heartbeat")
        broker().publish("table", Event("note", "hello"))
        await phone.hears(b"hello")
        phone.hang_up()
        await phone.done()
        assert len(threads) == 1
        assert threads[0] is not threading.main_thread()

    tell(story, heartbeat=0.01)


def test_heartbeats_carry_the_position(tell):
    async def story(lane):
        phone = Phone(lane, "/live/table/", headers=SEAT)
        await phone.hears(b"event: heartbeat")
        broker().publish("table", Event("note", "hello"))
        await phone.hears(f"id: {broker().run}-1\nevent: heartbeat".encode())
        phone.hang_up()
        await phone.done()

    tell(story, heartbeat=0.01)


def test_stream_ends_by_itself_after_its_life(tell):
    async def story(lane):
        phone = await Phone(lane, "/live/table/", headers=SEAT).done()
        assert phone.finished
        assert broker().open_streams == lane.open_streams == 0

    tell(story, life=0.05)


def test_reconnecting_phone_hears_what_it_missed(tell):
    async def story(lane):
        await Phone(lane, "/live/table/", headers=SEAT).done()
        position = broker().position
        broker().publish("table", Event("note", "meanwhile"))
        await asyncio.sleep(0)
        by_header = await Phone(lane, "/live/table/", headers=SEAT | {"last-event-id": position}).done()
        by_page = await Phone(lane, "/live/table/", headers=SEAT, query=f"since={position}".encode()).done()
        by_nothing = await Phone(lane, "/live/table/", headers=SEAT).done()
        assert by_header.body.count(b"meanwhile") == by_page.body.count(b"meanwhile") == 1
        assert b"meanwhile" not in by_nothing.body
        hello, *_rest = by_header.body.split(b"\n\n")
        assert b"id: " not in hello, "an id ahead of what was missed would lose it, were the connection cut here"

    tell(story, life=0.05)


def test_phone_that_leaves_frees_its_slot(tell, settings):
    settings.LIVE_MAX_STREAMS = 2

    async def story(lane):
        phones = [Phone(lane, "/live/table/", headers=SEAT) for _ in range(2)]
        for phone in phones:
            await phone.hears(b"retry")
        refused = await Phone(lane, "/live/table/", headers=SEAT).done()
        assert (refused.status, "retry-after" in refused.answer) == (503, True)
        phones[0].hang_up()
        await phones[0].done()
        late = Phone(lane, "/live/table/", headers=SEAT)
        await late.hears(b"retry")
        assert lane.open_streams == broker().open_streams == 2
        for phone in (phones[1], late):
            phone.hang_up()
            await phone.done()
        assert lane.open_streams == broker().open_streams == 0

    tell(story)


def test_phone_cut_off_by_the_server_frees_its_slot(tell):
    async def story(lane):
        phone = Phone(lane, "/live/table/", headers=SEAT)
        await phone.hears(b"retry")
        phone.task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await phone.task
        assert lane.open_streams == broker().open_streams == 0

    tell(story)


def test_phone_that_stops_reading_is_given_up(tell, monkeypatch):
    monkeypatch.setattr(stream, "STALLED_SECONDS", 0.02)

    async def story(lane):
        never = asyncio.Event()

        async def stalled(scope, receive, send):
            async def stuck(message):
                if b"note" in message.get("body", b""):
                    await never.wait()
                await send(message)

            await lane(scope, receive, stuck)

        phone = Phone(stalled, "/live/table/", headers=SEAT)
        await phone.hears(b"retry")
        broker().publish("table", Event("note", "unread"))
        await phone.done()
        assert lane.open_streams == broker().open_streams == 0

    tell(story)


def test_revoked_stream_ends_and_others_go_on(tell):
    async def story(lane):
        oscar, cleo = (Phone(lane, "/live/table/", headers={"cookie": f"seat={name}"}) for name in ("oscar", "cleo"))
        await oscar.hears(b"retry")
        await cleo.hears(b"retry")
        await asyncio.to_thread(broker().revoke, "oscar")
        await oscar.done()
        assert b"event: close" in oscar.body
        broker().publish("table", Event("note", "later"))
        await cleo.hears(b"later")
        assert b"later" not in oscar.body
        cleo.hang_up()
        await cleo.done()

    tell(story)


@pytest.mark.django_db(transaction=True)
def test_change_is_heard_when_it_is_committed_and_never_when_rolled_back(monkeypatch):
    heard = []

    class Ear:
        def publish(self, topic, event):
            heard.append((topic, event.data))

        def revoke(self, listener):
            heard.append(("revoked", listener))

    monkeypatch.setattr(channels, "broker", Ear())
    with transaction.atomic():
        channels.publish("table", Event("note", "kept"))
        channels.revoke("oscar")
        assert heard == []

    with transaction.atomic():
        channels.publish("table", Event("note", "lost"))
        transaction.set_rollback(True)
    assert heard == [("table", "kept"), ("revoked", "oscar")]


@pytest.mark.django_db(transaction=True)
def test_broken_broker_does_not_undo_what_was_saved(monkeypatch, organisation):
    class Broken:
        def publish(self, topic, event):
            raise ConnectionError

    monkeypatch.setattr(channels, "broker", Broken())
    with transaction.atomic():
        organisation.name = "Saved"
        organisation.save()
        channels.publish("table", Event("note", "x"))
    organisation.refresh_from_db()
    assert organisation.name == "Saved"
