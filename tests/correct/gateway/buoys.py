"""Readings of buoys over httpx, by clients whose address is an attribute of their class: all ask one provider."""

from __future__ import annotations

import math
from typing import Any, ClassVar, Protocol

import httpx

from dovetail import GatewayContract, Reply, raises


class NoReading(Exception):
    """Nobody knows how high the waves are."""


class Buoys(Protocol):
    def waves(self, buoy: int) -> float: ...


class HttpBuoys:
    url: ClassVar[str] = ""

    def waves(self, buoy: int) -> float:
        try:
            reply = httpx.get(f"{self.url}/buoys/{buoy}", timeout=5.0)
            reply.raise_for_status()
            metres: Any = reply.json()["metres"]
        except (httpx.HTTPError, ValueError, LookupError, TypeError) as error:
            raise NoReading(str(error)) from error
        if isinstance(metres, bool) or not isinstance(metres, int | float) or not math.isfinite(metres):
            raise NoReading(f"{metres!r} are no metres")
        return float(metres)


def moored(url: str) -> HttpBuoys:
    HttpBuoys.url = url
    return HttpBuoys()


class TestHttpBuoys(GatewayContract):
    port = Buoys
    adapter = staticmethod(moored)
    calls = {"waves": (7,)}
    replies = {"waves": Reply(json={"metres": 1.5})}
    failure = raises(NoReading)
