"""Who may listen to what, and how a step tells the listeners that something changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from gapsessions.live.broker import Broker, InProcessBroker
from gapsessions.live.events import Event


def _chosen_broker() -> Broker:
    """The one that settings.REDIS_URL asks for; without it, this process alone."""
    if not settings.REDIS_URL:
        return InProcessBroker()
    # Only where it is used: the client costs a process without Redis its import.
    from gapsessions.live.redis_broker import RedisBroker

    return RedisBroker(settings.REDIS_URL)


broker = _chosen_broker()


@dataclass(frozen=True)
class Visitor:
    """Whoever asks for a stream: the rest of the path after the channel's name, the cookies, and the peer's
    address."""

    path: str
    cookies: Mapping[str, str]
    address: str


@dataclass(frozen=True)
class Grant:
    """What a visitor may hear: the topics, and the key under which that right can be taken away again."""

    topics: frozenset[str]
    listener: str


Authorise = Callable[[Visitor], Grant | None]
_channels: dict[str, Authorise] = {}


def open_channel(name: str, authorise: Authorise) -> None:
    """Serve streams under /live/`name`/.

    `authorise` runs once per connection, in a thread, and may ask the database; None answers 404. While the
    stream is open nothing is asked again: whoever takes a right away calls `revoke`.
    """
    if name in _channels:
        raise ValueError(f"There is a channel {name} already.")
    _channels[name] = authorise


def channel(name: str) -> Authorise | None:
    """Return how a channel decides, or None where there is no such channel."""
    return _channels.get(name)


def channel_names() -> list[str]:
    """Return the names of all channels, for the role matrix."""
    return sorted(_channels)


def _everybody(visitor: Visitor) -> Grant:
    return Grant(topics=frozenset(), listener="")


# Carries nothing but the server's clock: a facilitator's phone tries with it whether streams get through a network.
open_channel("heartbeat", _everybody)


def publish(topic: str, event: Event) -> None:
    """Tell the listeners of `topic` once the transaction has committed; a rolled-back change is never heard
    of.

    A broker that fails does not undo what has been saved: the screens catch up when they reconnect.
    """
    transaction.on_commit(lambda: broker.publish(topic, event), robust=True)


def revoke(listener: str) -> None:
    """End the open streams of a listener once the transaction has committed."""
    transaction.on_commit(lambda: broker.revoke(listener), robust=True)
