"""The product's entrance with one more channel, and an address that makes events: for tests with real sockets."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs

from gapsessions.live import channels
from gapsessions.live.channels import Grant
from gapsessions.live.events import Event
from gapsessions.live.stream import refuse
from workshop.asgi import application as product

channels.open_channel("table", lambda visitor: Grant(frozenset({"table"}), visitor.path))


async def application(scope: Any, receive: Any, send: Any) -> None:
    """`/tell?count=3&size=20` says three times something of twenty letters; `/count` gives how many listen."""
    if scope["type"] == "http" and scope["path"] == "/tell":
        asked = {name: int(values[0]) for name, values in parse_qs(scope["query_string"].decode()).items()}
        for number in range(asked["count"]):
            channels.broker.publish("table", Event("note", f"{number} " + "x" * asked["size"]))
            await asyncio.sleep(0.002)
        await refuse(send, 200, "said")
    elif scope["type"] == "http" and scope["path"] == "/count":
        await refuse(send, 200, json.dumps(channels.broker.open_streams))
    else:
        await product(scope, receive, send)
